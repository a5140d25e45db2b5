import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { NotFound } from '../../schema/kernel/errors';
import { NotPersonal } from '../shared/classify';
import { visibleOf } from '../shared/row-gate';
import { type PaymentsContext, visibleOpenOrder, visibleOrder } from './context';
import { Claim } from './links.type';
import { isOpen } from './open-order';
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
    const claimNumber = claimNumberById(claim.id, context);
    const [records, open] = await Promise.all([
      context.orders.ofClaim(claimNumber),
      context.openOrders(claimNumber),
    ]);
    const taken = new Set(records.map(({ reference }) => reference));
    return [
      ...(await visibleOf(records, (record) => visibleOrder(context, record))),
      ...(await visibleOf(
        open.filter(({ reference }) => !taken.has(reference)),
        (entry) => visibleOpenOrder(context, entry),
      )),
    ];
  }
}

/** @throws {NotFound} no such order, or not visible to the caller. */
export async function paymentOrderById(
  { id }: { readonly id: string },
  context: PaymentsContext,
): Promise<PaymentOrder> {
  const reference = context.ids.open('pay', id);
  const order = reference === undefined || !context.seesAny ? undefined : await found(reference, context);
  if (!order) throw new NotFound('Payment order');
  return order;
}

/** The service's word counts; an order that it does not have may be on its way. */
async function found(reference: string, context: PaymentsContext): Promise<PaymentOrder | undefined> {
  const record = await context.orders.byReference(reference);
  if (record) return visibleOrder(context, record);
  const entry = context.seesEvery ? await context.outbox.get(reference) : undefined;
  if (entry && isOpen(entry)) return visibleOpenOrder(context, entry);
  return void (await context.admit('PaymentOrder', undefined)); // Not there costs what not visible costs.
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
