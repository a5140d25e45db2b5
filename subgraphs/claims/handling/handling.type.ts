import { Field, ObjectType } from 'type-graphql';
import type { RowFacts } from '../../../schema/policy/row';
import { NotPersonal, Personal } from '../../shared/classify';
import { GraphQLDateTime } from '../../shared/scalars';
import { Claim } from '../claim.type';

const claimant = { subject: 'claimant' } as const;

@ObjectType({ description: 'The claim that the caller got.' })
export class AssignNextPayload {
  /** The claim's, for the policy; not part of the graph. */
  facts!: RowFacts;

  @NotPersonal()
  @Field(() => Claim, { nullable: true, description: 'The most pressing one; nothing where nothing waits.' })
  claim!: Claim | null;
}

@ObjectType({ description: 'An absence that was kept.' })
export class SetAbsencePayload {
  @Personal('staff.unique_id', { subject: 'employee' })
  @Field(() => String, { nullable: true, description: 'Staff number of who is away.' })
  staffNumber!: string | null;
}

@ObjectType({
  description:
    'What staff wrote down for each other about a claim. Never changed; the person concerned may read it by the right of access.',
})
export class InternalNote {
  @Personal('bank.internal', claimant)
  @Field(() => GraphQLDateTime, { nullable: true, description: 'When.' })
  at!: string | null;

  @Personal('staff.unique_id', { subject: 'employee' })
  @Field(() => String, { nullable: true, description: 'Staff number of who wrote it.' })
  author!: string | null;

  @Personal('user.content.private', claimant)
  @Field(() => String, { nullable: true, description: 'What was written.' })
  text!: string | null;

  @Personal('bank.internal', claimant)
  @Field(() => [String], {
    nullable: true,
    description: 'Of which kinds of words its author was warned, and kept it all the same.',
  })
  warnings!: readonly string[] | null;
}

@ObjectType({ description: 'A word of a note that may not belong into it.' })
export class NoteWarning {
  @Personal('bank.internal', claimant)
  @Field(() => String, { nullable: true, description: 'What kind of word, e.g. `HEALTH`.' })
  kind!: string | null;

  @Personal('user.content.private', claimant)
  @Field(() => String, { nullable: true, description: 'The word, as it stands in the note.' })
  word!: string | null;

  @Personal('bank.internal', claimant)
  @Field(() => String, { nullable: true, description: 'What to write in its place.' })
  advice!: string | null;
}

@ObjectType({ description: 'What became of a note.' })
export class AddInternalNotePayload {
  /** The claim's, for the policy; not part of the graph. */
  facts!: RowFacts;

  @Personal('bank.internal', claimant)
  @Field(() => Boolean, {
    nullable: true,
    description: 'It was kept. With warnings it is kept only where the author confirmed it.',
  })
  kept!: boolean | null;

  @Personal('bank.internal', claimant)
  @Field(() => [NoteWarning], { nullable: true, description: 'Words that may not belong into it.' })
  warnings!: readonly NoteWarning[] | null;

  @NotPersonal()
  @Field(() => Claim, { nullable: true, description: 'The claim.' })
  claim!: Claim | null;
}
