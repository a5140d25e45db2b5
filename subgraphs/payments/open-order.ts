import DataLoader from 'dataloader';
import type { IdSealer } from '../../schema/kernel/ids';
import type { OutboxEntry, OutboxState } from '../shared/outbox/entry';
import type { Outbox } from '../shared/outbox/outbox';
import { type OrderPayload, termsOf } from './order-payload';
import { PaymentOrderState } from './payment-order.enum';
import type { PaymentOrder } from './payment-order.type';

/** What is shown of an order that the service is not known to have. */
const STATES = {
  PENDING: PaymentOrderState.PENDING,
  UNKNOWN: PaymentOrderState.UNKNOWN,
  FAILED: PaymentOrderState.FAILED,
} as const satisfies Partial<Record<OutboxState, PaymentOrderState>>;

/** An order that is kept here: not yet sent, sent without an answer, or declined. */
export type OpenOrder = OutboxEntry<OrderPayload> & { readonly state: keyof typeof STATES };

export const isOpen = (entry: OutboxEntry<OrderPayload>): entry is OpenOrder => entry.state !== 'DONE';

/** What one operation is told of orders that are kept here. */
export interface OpenOrders {
  /** Whether the caller may know of every payment order. */
  readonly seesEvery: boolean;
  /**
   * The orders of a claim that the service is not known to have. Whose they are only the service would tell, so they are
   * looked for on behalf of those alone who may know of every order.
   */
  readonly openOrders: (claimNumber: string) => Promise<readonly OpenOrder[]>;
}

export function createOpenOrders(
  outbox: Pick<Outbox<OrderPayload, unknown>, 'openOf'>,
  seesEvery: boolean,
): OpenOrders {
  const ofClaim = new DataLoader<string, readonly OpenOrder[]>(async (claimNumbers) => {
    const found = Map.groupBy((await outbox.openOf(claimNumbers)).filter(isOpen), ({ subject }) => subject);
    return claimNumbers.map((claimNumber) => found.get(claimNumber) ?? []);
  });
  return { seesEvery, openOrders: async (claimNumber) => (seesEvery ? ofClaim.load(claimNumber) : []) };
}

/** @returns the graph's payment order. Whose account it is only the service would tell: nobody's, to row rules. */
export function openOrder(ids: IdSealer, entry: OpenOrder): PaymentOrder {
  const { type, amount, claimNumber } = termsOf(entry.payload, entry.reference);
  const { accountNumber }: Partial<OrderPayload> = entry.payload; // Of a declined order it may be erased.
  return {
    id: ids.seal('pay', entry.reference),
    reference: entry.reference,
    type,
    state: STATES[entry.state],
    amount,
    createdOn: null,
    postedOn: null,
    claim: { id: ids.seal('clm', claimNumber) },
    account: accountNumber === undefined ? null : { id: ids.seal('acc', accountNumber) },
    facts: { customer: null, branch: null, claim: claimNumber },
  };
}
