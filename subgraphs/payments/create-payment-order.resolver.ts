import { Arg, Ctx, Field, Mutation, ObjectType, Resolver } from 'type-graphql';
import { NotPersonal } from '../shared/classify';
import { type PaymentsContext, toPaymentOrder } from './context';
import { CreatePaymentOrderInput, orderTerms } from './payment-order.input';
import { PaymentOrder } from './payment-order.type';

@ObjectType({ description: 'What became of a payment order that was sent.' })
export class CreatePaymentOrderPayload {
  @NotPersonal()
  @Field(() => PaymentOrder, { nullable: true, description: 'The order as the payment service holds it.' })
  paymentOrder!: PaymentOrder | null;

  @NotPersonal()
  @Field(() => Boolean, {
    description: 'The order was there before: it was sent earlier with the same reference.',
  })
  replayed!: boolean;
}

@Resolver()
export class CreatePaymentOrderResolver {
  /** Who sent an order's own terms is told what became of it: nothing in the answer is new to them but its state. */
  @NotPersonal()
  @Mutation(() => CreatePaymentOrderPayload, {
    nullable: true,
    description:
      'Orders a refund or a gesture to be paid, once per reference. On SOURCE_TIMEOUT its state is unknown: send it again with the same reference.',
  })
  async createPaymentOrder(
    @NotPersonal()
    @Arg('input', () => CreatePaymentOrderInput, { description: 'What to pay, to whom and why.' })
    input: CreatePaymentOrderInput,
    @Ctx() { ids, createOrder }: PaymentsContext,
  ): Promise<CreatePaymentOrderPayload> {
    const { order, replayed } = await createOrder(orderTerms(input, ids), input.reason);
    return { paymentOrder: toPaymentOrder(ids, order), replayed };
  }
}
