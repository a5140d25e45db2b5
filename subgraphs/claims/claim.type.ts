import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import type { Money } from '../../schema/kernel/money';
import type { RowFacts } from '../../schema/policy/row';
import { NotPersonal, Personal } from '../shared/classify';
import { connectionType } from '../shared/connection';
import { GraphQLDateTime, GraphQLMoney } from '../shared/scalars';
import {
  Channel,
  ClaimantCapacity,
  ClaimLevel,
  ClaimStatus,
  Motive,
  Outcome,
  Product,
  Queue,
} from './claim.enum';
import { DatedCopy } from './dated-copy.type';
import { Claimant } from './claimant';
import type { KeptAnswer } from './intake/answers';
import { Language } from './intake/intake.enum';

const claimant = { subject: 'claimant' } as const;

@Directive('@key(fields: "id")')
@ObjectType({
  description: 'A complaint: dissatisfaction said to the bank, by anyone, on any channel, spoken or written.',
})
export class Claim {
  /** Whose this is and who works on it, for row rules; not part of the graph. */
  facts!: RowFacts;
  /** The store's own number of the claim; not part of the graph. */
  seq!: string;
  /** Legacy references of what the claim is about; the graph shows sealed keys instead. */
  about!: {
    readonly customer: string | null;
    readonly account: string | null;
    readonly operation: string | null;
  };
  /** To the guided form; not part of the graph. */
  answers!: readonly KeptAnswer[];

  @NotPersonal()
  @Field(() => ID, { description: 'Opaque key.' })
  id!: string;

  @Personal('user.unique_id.pseudonymous', claimant)
  @Field(() => String, {
    nullable: true,
    description: 'The number that the claimant quotes on every channel, e.g. `RC-2026-0001234`.',
  })
  number!: string | null;

  @Personal('bank.claim', claimant)
  @Field(() => ClaimStatus, { nullable: true, description: 'Where it stands.' })
  status!: ClaimStatus | null;

  @Personal('bank.claim', claimant)
  @Field(() => ClaimLevel, { nullable: true, description: 'Who has it.' })
  level!: ClaimLevel | null;

  @Personal('bank.claim', claimant)
  @Field(() => Channel, { nullable: true, description: 'The way it came in.' })
  channel!: Channel | null;

  @Personal('bank.claim', claimant)
  @Field(() => Product, { nullable: true, description: 'What it is about.' })
  product!: Product | null;

  @Personal('bank.claim', claimant)
  @Field(() => Motive, { nullable: true, description: 'What the claimant says is wrong.' })
  motive!: Motive | null;

  @Personal('bank.claim', claimant)
  @Field(() => ClaimantCapacity, { nullable: true, description: 'In which capacity the claimant complains.' })
  capacity!: ClaimantCapacity | null;

  @Personal('user.content.private', claimant)
  @Field(() => String, { nullable: true, description: 'The complaint in the claimant’s words.' })
  description!: string | null;

  @Personal('user.financial', claimant)
  @Field(() => GraphQLMoney, { nullable: true, description: 'The amount in dispute, where there is one.' })
  disputedAmount!: Money | null;

  @Personal('user.demographic.language', claimant)
  @Field(() => Language, { nullable: true, description: 'The language in which the claimant is served.' })
  language!: Language | null;

  @Personal('bank.claim', claimant)
  @Field(() => Claimant, {
    nullable: true,
    description: 'Who complains, where it is not the customer concerned or where there is none.',
  })
  claimant!: Claimant | null;

  @Personal('bank.claim', claimant)
  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'When somebody who complained by word of mouth was invited to put it in writing.',
  })
  formalisationInvitedAt!: string | null;

  @Personal('bank.claim', claimant)
  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it was recorded.' })
  filedAt!: string | null;

  @Personal('bank.claim', claimant)
  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'When it was sent: postmark of a letter or date of an e-mail.',
  })
  sentAt!: string | null;

  @Personal('bank.claim', claimant)
  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it reached the bank.' })
  receivedAt!: string | null;

  @Personal('bank.claim', claimant)
  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it was closed.' })
  closedAt!: string | null;

  @Personal('bank.claim', claimant)
  @Field(() => Outcome, { nullable: true, description: 'What the bank decided, once it has.' })
  outcome!: Outcome | null;

  @Personal('bank.internal', claimant)
  @Field(() => Int, { nullable: true, description: 'How pressing it is: 0 to 100, 100 the most.' })
  priority!: number | null;

  @Personal('bank.internal', claimant)
  @Field(() => Queue, { nullable: true, description: 'Which team it waits for.' })
  queue!: Queue | null;

  @Personal('bank.internal', claimant)
  @Field(() => String, { nullable: true, description: 'Code (5 digits) of the branch that looks after it.' })
  branch!: string | null;

  @Personal('staff.unique_id', { subject: 'employee' })
  @Field(() => String, { nullable: true, description: 'Staff number of who handles it.' })
  handledBy!: string | null;

  @Personal('bank.claim', claimant)
  @Field(() => Int, { nullable: true, description: 'Grows with every change of the claim.' })
  version!: number | null;

  @Personal('bank.claim', claimant)
  @Field(() => DatedCopy, { nullable: true, description: 'What the claimant was given on filing.' })
  datedCopy!: DatedCopy | null;
}

/** A page of claims. */
export const ClaimConnection = connectionType(() => Claim, 'Claim');
