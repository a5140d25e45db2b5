import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import type { RowFacts } from '../../schema/policy/row';
import { NotPersonal, Personal } from '../shared/classify';
import { connectionType } from '../shared/connection';
import { GraphQLDateTime } from '../shared/scalars';

const claimant = { subject: 'claimant' } as const;

@Directive('@key(fields: "id")')
@ObjectType({
  description: 'A complaint: dissatisfaction said to the bank, by anyone, on any channel, spoken or written.',
})
export class Claim {
  @NotPersonal()
  @Field(() => ID, { description: 'Opaque key.' })
  id!: string;
}

@Directive('@key(fields: "id")')
@ObjectType({
  description: 'A document in the bank’s document store: what was sent, received or shown about a claim.',
})
export class Document {
  /** Whose this is, for row rules; not part of the graph. */
  facts!: RowFacts;

  @NotPersonal()
  @Field(() => ID, { description: 'Opaque key.' })
  id!: string;

  @Personal('bank.claim', claimant)
  @Field(() => String, { nullable: true, description: 'Code of the filing plan, e.g. `RECL01`.' })
  type!: string | null;

  @Personal('user.content.private', claimant)
  @Field(() => String, { nullable: true, description: 'What whoever filed it called it.' })
  label!: string | null;

  @Personal('bank.claim', claimant)
  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it was filed.' })
  depositedAt!: Date | null;

  @NotPersonal()
  @Field(() => String, { nullable: true, description: 'Media type, e.g. `application/pdf`.' })
  mimeType!: string | null;

  @NotPersonal()
  @Field(() => Int, { nullable: true, description: 'Size in bytes.' })
  sizeBytes!: number | null;

  @Personal('bank.internal', claimant)
  @Field(() => String, { nullable: true, description: 'Code of the rule that says how long it is kept.' })
  retentionClass!: string | null;

  @NotPersonal()
  @Field(() => Claim, { nullable: true, description: 'The claim that it belongs to.' })
  claim!: Claim | null;
}

/** A page of documents. */
export const DocumentConnection = connectionType(() => Document, 'Document');
