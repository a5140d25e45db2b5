import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { Money } from '../../../schema/kernel/money';
import type { RowFacts } from '../../../schema/policy/row';
import { NotPersonal, Personal } from '../../shared/classify';
import { GraphQLDateTime, GraphQLMoney } from '../../shared/scalars';
import { Motive, Product } from '../claim.enum';
import { Language } from '../intake/intake.enum';
import { IntakeAnswerInput } from '../intake/intake.type';

const claimant = { subject: 'claimant' } as const;

@InputType({
  description:
    'What a customer has filled in so far. Nothing is needed yet, and nothing is checked against the guided form.',
})
export class ClaimDraftInput {
  @NotPersonal()
  @Field(() => ID, { nullable: true, description: 'The draft that is saved again; a new one without it.' })
  draftId?: string | null;

  @Personal('user.content.draft', claimant)
  @Field(() => Int, { nullable: true, description: 'With `draftId`: the `version` that the caller saw.' })
  version?: number | null;

  @Personal('user.content.draft', claimant)
  @Field(() => Product, { nullable: true, description: 'What it is about.' })
  product?: Product | null;

  @Personal('user.content.draft', claimant)
  @Field(() => Motive, { nullable: true, description: 'What is wrong.' })
  motive?: Motive | null;

  @Personal('user.content.draft', claimant)
  @Field(() => String, { nullable: true, description: 'The complaint so far, up to 20,000 characters.' })
  description?: string | null;

  @Personal('user.content.draft', claimant)
  @Field(() => GraphQLMoney, { nullable: true, description: 'The amount in dispute.' })
  disputedAmount?: Money | null;

  @Personal('user.content.draft', claimant)
  @Field(() => Language, { nullable: true, description: 'The claimant’s language.' })
  language?: Language | null;

  @NotPersonal()
  @Field(() => [IntakeAnswerInput], {
    nullable: true,
    description: 'Answers to the guided form so far, at most 50.',
  })
  answers?: IntakeAnswerInput[] | null;
}

@ObjectType({ description: 'An answer in a draft, as it was saved.' })
export class DraftAnswer {
  @Personal('user.content.draft', claimant)
  @Field(() => String, { nullable: true, description: 'The question’s name.' })
  question!: string | null;

  @Personal('user.content.draft', claimant)
  @Field(() => String, { nullable: true, description: 'The answer.' })
  value!: string | null;
}

@ObjectType({
  description: 'A complaint that a customer has begun and not filed: nobody in the bank sees it.',
})
export class ClaimDraft {
  /** Whose it is, for the policy; not part of the graph. */
  facts!: RowFacts;

  @Personal('user.content.draft', claimant)
  @Field(() => ID, { nullable: true, description: 'Opaque key.' })
  id!: string | null;

  @Personal('user.content.draft', claimant)
  @Field(() => Int, { nullable: true, description: 'Grows each time it is saved.' })
  version!: number | null;

  @Personal('user.content.draft', claimant)
  @Field(() => Product, { nullable: true, description: 'What it is about.' })
  product!: Product | null;

  @Personal('user.content.draft', claimant)
  @Field(() => Motive, { nullable: true, description: 'What is wrong.' })
  motive!: Motive | null;

  @Personal('user.content.draft', claimant)
  @Field(() => String, { nullable: true, description: 'The complaint so far.' })
  description!: string | null;

  @Personal('user.content.draft', claimant)
  @Field(() => GraphQLMoney, { nullable: true, description: 'The amount in dispute.' })
  disputedAmount!: string | null;

  @Personal('user.content.draft', claimant)
  @Field(() => Language, { nullable: true, description: 'The claimant’s language.' })
  language!: Language | null;

  @Personal('user.content.draft', claimant)
  @Field(() => [DraftAnswer], { nullable: true, description: 'Answers to the guided form so far.' })
  answers!: readonly DraftAnswer[] | null;

  @Personal('user.content.draft', claimant)
  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it was last saved.' })
  savedAt!: string | null;

  @Personal('user.content.draft', claimant)
  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'Until when it is kept unless it is saved again.',
  })
  keptUntil!: string | null;
}

@ObjectType({ description: 'What became of a draft.' })
export class ClaimDraftPayload {
  /** Whose it is, for the policy; not part of the graph. */
  facts!: RowFacts;

  @NotPersonal()
  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether it was saved or discarded; `false`: it was saved elsewhere meanwhile, and is left as it is.',
  })
  done!: boolean | null;

  @Personal('user.content.draft', claimant)
  @Field(() => ClaimDraft, {
    nullable: true,
    description: 'The draft as it stands; none once it is discarded.',
  })
  draft!: ClaimDraft | null;
}
