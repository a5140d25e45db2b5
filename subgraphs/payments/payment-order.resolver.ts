import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { NotFound } from '../../schema/kernel/errors';
import { NotPersonal } from '../shared/classify';
import { visibleOf } from '../shared/row-gate';
import { type PaymentsContext, visibleOrder } from './context';
import { Claim } from './links.type';
import { PaymentOrder } from './payment-order.type';

@Resolver(() => PaymentOrder)
export class PaymentOrderResolver {
  @NotPersonal()
  @Query(() => PaymentOrder, { nullable: true, description: 'One payment order by key.' })
  paymentOrder(
    @NotPersonal() @Arg('id', () => ID, { description: 'Opaque key of a payment order.' }) id: string,
    @Ctx() context: PaymentsContext,
  ): Promise<PaymentOrder> {
    return paymentOrderById({ id }, context);
  }
}

@Resolver(() => Claim)
export class ClaimPaymentOrdersResolver {
  @NotPersonal('bank.claim')
  @FieldResolver(() => [PaymentOrder], {
    nullable: true,
    description: 'What was ordered to be paid for it, the oldest first.',
  })
  async paymentOrders(@Root() claim: Claim, @Ctx() context: PaymentsContext): Promise<PaymentOrder[]> {
    if (!context.seesAny) return [];
    const records = await context.orders.ofClaim(claimNumberById(claim.id, context));
    return visibleOf(records, (record) => visibleOrder(context, record));
  }
}

/** @throws {NotFound} no such order, or not visible to the caller. */
export async function paymentOrderById(
  { id }: { readonly id: string },
  context: PaymentsContext,
): Promise<PaymentOrder> {
  const reference = context.ids.open('pay', id);
  const record =
    reference === undefined || !context.seesAny ? undefined : await context.orders.byReference(reference);
  const order = record && (await visibleOrder(context, record));
  if (!order) throw new NotFound('Payment order');
  return order;
}

/** @throws {NotFound} not a key of a claim. Whether there is such a claim is for another subgraph to say. */
export async function claimById({ id }: { readonly id: string }, context: PaymentsContext): Promise<Claim> {
  claimNumberById(id, context);
  return { id };
}

function claimNumberById(id: string, { ids }: PaymentsContext): string {
  const claimNumber = ids.open('clm', id);
  if (claimNumber === undefined) throw new NotFound('Claim');
  return claimNumber;
}
