import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { Money } from '../../../schema/kernel/money';
import { NotPersonal, Personal } from '../../shared/classify';
import { GraphQLDateTime, GraphQLMoney } from '../../shared/scalars';
import { StaffCapacity } from '../answering/answer.enum';
import { RedressPaymentState, RedressState, RedressType } from './redress.enum';

const claimant = { subject: 'claimant' } as const;

@InputType({ description: 'Something to be paid for a claim.' })
export class RedressInput {
  @Personal('bank.claim', claimant)
  @Field(() => RedressType, { description: 'For what.' })
  type!: RedressType;

  @Personal('user.financial', claimant)
  @Field(() => GraphQLMoney, { description: 'How much, in EUR: more than 0.00.' })
  amount!: Money;

  @Personal('user.content.private', claimant)
  @Field(() => String, {
    description: 'Why, up to 2,000 characters; the claimant reads it once it is granted.',
  })
  grounds!: string;

  @NotPersonal()
  @Field(() => ID, {
    nullable: true,
    description:
      'The account to credit: the claim’s own where it is not said, or one of another claim of the claimant’s.',
  })
  accountId?: string | null;
}

@ObjectType({ description: 'Something that is paid for a claim, or was proposed to be.' })
export class Redress {
  @NotPersonal()
  @Field(() => ID, { description: 'Opaque key.' })
  id!: string;

  @Personal('bank.claim', claimant)
  @Field(() => RedressType, { nullable: true, description: 'For what.' })
  type!: RedressType | null;

  @Personal('user.financial', claimant)
  @Field(() => GraphQLMoney, { nullable: true, description: 'How much.' })
  amount!: Money | null;

  @Personal('user.content.private', claimant)
  @Field(() => String, { nullable: true, description: 'Why.' })
  grounds!: string | null;

  @Personal('bank.claim', claimant)
  @Field(() => RedressState, { nullable: true, description: 'Where it stands.' })
  state!: RedressState | null;

  @Personal('bank.internal', claimant)
  @Field(() => StaffCapacity, {
    nullable: true,
    description: 'In which capacity it was proposed; never by whom.',
  })
  proposedBy!: StaffCapacity | null;

  @Personal('bank.claim', claimant)
  @Field(() => StaffCapacity, {
    nullable: true,
    description: 'In which capacity it was approved; never by whom.',
  })
  approvedBy!: StaffCapacity | null;

  @Personal('bank.claim', claimant)
  @Field(() => Boolean, {
    nullable: true,
    description: 'Rules granted it, without a person: `Claim.automation` tells by which.',
  })
  automatic!: boolean | null;

  @Personal('bank.claim', claimant)
  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it was decided on.' })
  decidedAt!: string | null;

  @Personal('user.content.private', claimant)
  @Field(() => String, { nullable: true, description: 'Why it was rejected.' })
  remarks!: string | null;

  @Personal('bank.claim', claimant)
  @Field(() => RedressPaymentState, {
    nullable: true,
    description: 'Where its payment stands, once it is approved.',
  })
  paymentState!: `${RedressPaymentState}` | null;
}
