import { Field, ObjectType } from 'type-graphql';
import { NotPersonal, Personal } from '../shared/classify';
import { GraphQLDateTime, GraphQLMoney } from '../shared/scalars';
import { Channel, ClaimantCapacity, Motive, Product } from './claim.enum';
import { Claimant } from './claimant';
import { Language } from './intake/intake.enum';

const claimant = { subject: 'claimant' } as const;

@ObjectType({ description: 'A question of the guided form as it was asked, and the answer in words.' })
export class CopiedAnswer {
  @Personal('bank.claim', claimant)
  @Field(() => String, { nullable: true, description: 'The question in the claimant’s language.' })
  asked!: string | null;

  @Personal('user.content.private', claimant)
  @Field(() => String, { nullable: true, description: 'The answer; none where it names an account.' })
  said!: string | null;
}

@ObjectType({ description: 'What a dated copy says.' })
export class DatedCopyContent {
  @Personal('user.demographic.language', claimant)
  @Field(() => Language, { nullable: true, description: 'The language of the copy.' })
  language!: Language | null;

  @Personal('bank.claim', claimant)
  @Field(() => GraphQLDateTime, { nullable: true, description: 'When the complaint was sent.' })
  sentAt!: string | null;

  @Personal('bank.claim', claimant)
  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it reached the bank.' })
  receivedAt!: string | null;

  @Personal('bank.claim', claimant)
  @Field(() => Channel, { nullable: true, description: 'The way it came in.' })
  channel!: Channel | null;

  @Personal('bank.claim', claimant)
  @Field(() => ClaimantCapacity, { nullable: true, description: 'The claimant’s capacity.' })
  capacity!: ClaimantCapacity | null;

  @Personal('bank.claim', claimant)
  @Field(() => Product, { nullable: true, description: 'What it is about.' })
  product!: Product | null;

  @Personal('bank.claim', claimant)
  @Field(() => Motive, { nullable: true, description: 'What is wrong.' })
  motive!: Motive | null;

  @Personal('user.content.private', claimant)
  @Field(() => String, { nullable: true, description: 'The complaint in the claimant’s words.' })
  description!: string | null;

  @Personal('user.financial', claimant)
  @Field(() => GraphQLMoney, { nullable: true, description: 'The amount in dispute.' })
  disputedAmount!: string | null;

  @Personal('bank.claim', claimant)
  @Field(() => Claimant, { nullable: true, description: 'Who complained, where it was not the customer.' })
  claimant!: Claimant | null;

  @Personal('bank.claim', claimant)
  @Field(() => [CopiedAnswer], { nullable: true, description: 'What was answered to the guided form.' })
  answers!: readonly CopiedAnswer[] | null;
}

@ObjectType({ description: 'The copy of a filing that its claimant is given: dated, and never changed.' })
export class DatedCopy {
  /** The store's own number of the claim and its key; not part of the graph. */
  claim!: { readonly seq: string; readonly id: string };

  @Personal('user.unique_id.pseudonymous', claimant)
  @Field(() => String, { nullable: true, description: 'The copy’s own reference.' })
  reference!: string | null;

  @Personal('bank.claim', claimant)
  @Field(() => GraphQLDateTime, { nullable: true, description: 'The date on the copy.' })
  filedAt!: string | null;

  @Personal('user.content.private', claimant)
  @Field(() => String, {
    nullable: true,
    description: 'SHA-256 of the copy’s text, in hexadecimal: shows later that the filing is what it was.',
  })
  sha256!: string | null;

  @NotPersonal()
  @Field(() => String, {
    nullable: true,
    description:
      'Where the hub gives the copy as PDF, in the claimant’s language, to whoever may read all of it.',
  })
  pdfPath!: string | null;
}
