import { ArgsType, Field, ID, InputType } from 'type-graphql';
import type { Money } from '../../schema/kernel/money';
import { NotPersonal, Personal } from '../shared/classify';
import { PageArgs } from '../shared/connection';
import { GraphQLDate, GraphQLDateTime, GraphQLMoney } from '../shared/scalars';
import { Channel, ClaimantCapacity, ClaimStatus, Motive, Product } from './claim.enum';
import { Language } from './intake/intake.enum';
import { IntakeAnswerInput } from './intake/intake.type';

const claimant = { subject: 'claimant' } as const;

@InputType({ description: 'Which claims a list holds: those that fit everything that is said.' })
export class ClaimFilter {
  @Personal('bank.claim', claimant)
  @Field(() => [ClaimStatus], { nullable: true, description: 'Any of these statuses.' })
  status?: ClaimStatus[] | null;

  @Personal('bank.claim', claimant)
  @Field(() => Product, { nullable: true, description: 'About this product.' })
  product?: Product | null;

  @Personal('bank.claim', claimant)
  @Field(() => Motive, { nullable: true, description: 'For this motive.' })
  motive?: Motive | null;

  @Personal('bank.claim', claimant)
  @Field(() => GraphQLDate, { nullable: true, description: 'Filed on this day in Paris or later.' })
  filedFrom?: string | null;

  @Personal('bank.claim', claimant)
  @Field(() => GraphQLDate, { nullable: true, description: 'Filed on this day in Paris or before.' })
  filedTo?: string | null;
}

@ArgsType()
export class ClaimsArgs extends PageArgs {
  @NotPersonal()
  @Field(() => ClaimFilter, { nullable: true, description: 'Only some of the claims.' })
  filter?: ClaimFilter | null;
}

@InputType({ description: 'A complaint to be recorded.' })
export class FileClaimInput {
  @Personal('user.unique_id.pseudonymous', { subject: 'customer' })
  @Field(() => ID, {
    nullable: true,
    description: 'The customer concerned. Staff say it; customers file for themselves and leave it out.',
  })
  customerId?: string | null;

  @Personal('bank.claim', claimant)
  @Field(() => Channel, { nullable: true, description: 'The way it came in; `ONLINE` where it is not said.' })
  channel?: Channel | null;

  @Personal('bank.claim', claimant)
  @Field(() => ClaimantCapacity, {
    nullable: true,
    description: 'In which capacity the claimant complains; `CUSTOMER` where it is not said.',
  })
  capacity?: ClaimantCapacity | null;

  @Personal('bank.claim', claimant)
  @Field(() => Product, { description: 'What it is about.' })
  product!: Product;

  @Personal('bank.claim', claimant)
  @Field(() => Motive, { description: 'What is wrong.' })
  motive!: Motive;

  @Personal('user.content.private', claimant)
  @Field(() => String, {
    description: 'The complaint in the claimant’s words, up to 20,000 characters. Kept to the byte.',
  })
  description!: string;

  @Personal('user.financial', claimant)
  @Field(() => GraphQLMoney, { nullable: true, description: 'The amount in dispute, more than zero.' })
  disputedAmount?: Money | null;

  @NotPersonal()
  @Field(() => ID, { nullable: true, description: 'The account that it is about.' })
  accountId?: string | null;

  @NotPersonal()
  @Field(() => ID, { nullable: true, description: 'The operation that it is about.' })
  operationId?: string | null;

  @Personal('bank.claim', claimant)
  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'Staff: postmark of the letter or date of the e-mail.',
  })
  sentAt?: Date | null;

  @Personal('bank.claim', claimant)
  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'Staff: when it reached the bank; now where it is not said.',
  })
  receivedAt?: Date | null;

  @NotPersonal()
  @Field(() => [IntakeAnswerInput], {
    nullable: true,
    description:
      'Answers to the questions of `claimIntake`; left out where no guided form was used: a complaint is taken without.',
  })
  answers?: IntakeAnswerInput[] | null;

  @Personal('user.demographic.language', claimant)
  @Field(() => Language, {
    nullable: true,
    description: 'The claimant’s language, in which the dated copy is written; `FR` where it is not said.',
  })
  language?: Language | null;

  @NotPersonal()
  @Field(() => ID, {
    nullable: true,
    description:
      'The draft of the caller’s own that it was written as: it is gone once the claim is recorded.',
  })
  draftId?: string | null;
}
