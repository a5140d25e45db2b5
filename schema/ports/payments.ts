import type { Money } from '../kernel/money';
import type { StoreSession } from './store';

/**
 * Where a payment stands. `PENDING`: ordered, not yet booked. `POSTED`: booked on the account. `FAILED`: declined, and
 * nothing was booked. `UNKNOWN`: being checked, its order was sent and nobody knows yet whether it arrived.
 */
export type PaymentState = 'PENDING' | 'POSTED' | 'FAILED' | 'UNKNOWN';

/** What is to be paid. */
export interface PaymentRequest {
  /** Made of what is paid for, so that one thing is paid once: the payment service takes one order under it. */
  readonly reference: string;
  readonly claimNumber: string;
  readonly type: 'REFUND' | 'GOODWILL';
  readonly amount: Money;
  /** `CPT_NUM` of the account to credit. */
  readonly accountNumber: string;
  /** Printed on the customer's statement; 140 characters at most. */
  readonly reason: string;
}

/**
 * Has claims paid. Orders are kept in our own store, in the transaction that decides on them, and brought to the payment
 * service by whoever looks after the payments: there is an order exactly where there is a decision.
 */
export interface Payments {
  /** Makes its tables, once; before the first `order`. @throws {SourceUnavailable} the store is down. */
  prepare(): Promise<void>;
  /**
   * Keeps an order; again with the same reference, it is the same order.
   *
   * @param session of the transaction that decides.
   * @throws {HubError} `IDEMPOTENCY_KEY_REUSED`: the reference is another order's.
   */
  order(session: StoreSession, request: PaymentRequest, now: Date): Promise<void>;
  /** @returns by reference; what was never ordered is missing. */
  statesOf(references: readonly string[]): Promise<ReadonlyMap<string, PaymentState>>;
}

/** References of redress begin so; no other order takes one. */
export const REDRESS_REFERENCE = /^RDR-/i;
