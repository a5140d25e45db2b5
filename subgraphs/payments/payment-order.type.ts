import { Directive, Field, ID, ObjectType } from 'type-graphql';
import type { Money } from '../../schema/kernel/money';
import type { RowFacts } from '../../schema/policy/row';
import { NotPersonal, Personal } from '../shared/classify';
import { GraphQLDate, GraphQLMoney } from '../shared/scalars';
import { Account, Claim } from './links.type';
import { PaymentOrderState, PaymentOrderType } from './payment-order.enum';

const customer = { subject: 'customer' } as const;

@Directive('@key(fields: "id")')
@ObjectType({
  description: 'An order to the payment service to refund a customer, or to make them a gesture.',
})
export class PaymentOrder {
  /** Whose this is, for row rules; not part of the graph. */
  facts!: RowFacts;

  @NotPersonal()
  @Field(() => ID, { description: 'Opaque key.' })
  id!: string;

  @Personal('bank.claim', customer)
  @Field(() => String, {
    nullable: true,
    description: 'The reference that its sender gave it: one order, however often it is sent.',
  })
  reference!: string | null;

  @Personal('bank.claim', customer)
  @Field(() => PaymentOrderType, { nullable: true, description: 'Why the bank pays.' })
  type!: PaymentOrderType | null;

  @Personal('bank.claim', customer)
  @Field(() => PaymentOrderState, { nullable: true, description: 'Where it stands.' })
  state!: PaymentOrderState | null;

  @Personal('user.financial.transaction', customer)
  @Field(() => GraphQLMoney, { nullable: true, description: 'What is paid; positive.' })
  amount!: Money | null;

  @Personal('bank.claim', customer)
  @Field(() => GraphQLDate, { nullable: true, description: 'The day on which the service took it.' })
  createdOn!: string | null;

  @Personal('bank.claim', customer)
  @Field(() => GraphQLDate, { nullable: true, description: 'The day on which it was booked, once it is.' })
  postedOn!: string | null;

  @NotPersonal()
  @Field(() => Claim, { nullable: true, description: 'The claim that it settles.' })
  claim!: Claim | null;

  @NotPersonal()
  @Field(() => Account, { nullable: true, description: 'The account that it credits.' })
  account!: Account | null;
}
