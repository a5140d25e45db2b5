import type { IdSealer } from '../../schema/kernel/ids';
import type { OperationContext } from '../../schema/kernel/operation';
import type { ClaimAccounts } from '../../schema/ports/claim-accounts';
import type { HealthContext } from '../shared/legacy-health';
import type { RowGate } from '../shared/row-gate';
import type { Outbox } from '../shared/outbox/outbox';
import { type OpenOrder, openOrder, type OpenOrders } from './open-order';
import type { OrderPayload } from './order-payload';
import type { PaymentOrderRecord } from './payment-order.record';
import type { PaymentOrderSource } from './payment-order.source';
import type { PaymentOrder } from './payment-order.type';

/** The payment service's public name. */
export const SOURCE = 'payment-service';

/** What this subgraph's resolvers work with, for one operation of one caller. */
export interface PaymentsContext extends HealthContext, OpenOrders {
  readonly operation: OperationContext;
  readonly ids: IdSealer;
  readonly orders: PaymentOrderSource;
  /** Orders on their way to the service. */
  readonly outbox: Outbox<OrderPayload, PaymentOrderRecord>;
  /** Which accounts an order for a claim may credit; absent where this process has no claims to read it from. */
  readonly claimAccounts: ClaimAccounts | undefined;
  /** Lets through what the caller may know of. */
  readonly admit: RowGate;
  /** Whether there is any payment order that the caller may know of; if not, the service is not asked. */
  readonly seesAny: boolean;
}

/** @returns the graph's payment order. */
export function toPaymentOrder(ids: IdSealer, record: PaymentOrderRecord): PaymentOrder {
  const { reference, type, state, amount, createdOn, postedOn, claimNumber } = record;
  const { accountNumber }: Partial<PaymentOrderRecord> = record; // Not read where the operation does not need it.
  return {
    id: ids.seal('pay', reference),
    reference,
    type,
    state,
    amount,
    createdOn,
    postedOn,
    claim: { id: ids.seal('clm', claimNumber) },
    account: accountNumber === undefined ? null : { id: ids.seal('acc', accountNumber) },
    facts: { customer: record.customer, branch: record.branch, claim: claimNumber },
  };
}

/** @returns `undefined` where the caller may not know of the order. */
export async function visibleOrder(
  { ids, admit }: PaymentsContext,
  record: PaymentOrderRecord,
): Promise<PaymentOrder | undefined> {
  const order = toPaymentOrder(ids, record);
  const facts = await admit('PaymentOrder', order.facts);
  return facts && { ...order, facts };
}

/** As `visibleOrder`, of an order that is kept here. */
export async function visibleOpenOrder(
  { ids, admit }: PaymentsContext,
  entry: OpenOrder,
): Promise<PaymentOrder | undefined> {
  const order = openOrder(ids, entry);
  const facts = await admit('PaymentOrder', order.facts);
  return facts && { ...order, facts };
}
