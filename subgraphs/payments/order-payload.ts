import type { PaymentOrderType } from './payment-order.enum';
import type { OrderTerms } from './payment-order.record';

/** An order as it is kept until the service has it: plain JSON. */
export type OrderPayload = {
  readonly type: PaymentOrderType;
  /** Cents. */
  readonly amount: string;
  readonly currency: string;
  readonly accountNumber: string;
  readonly claimNumber: string;
  /** Printed on the customer's statement. */
  readonly reason: string;
};

export const payloadOf = (terms: OrderTerms, reason: string): OrderPayload => ({
  type: terms.type,
  amount: terms.amount.minorUnits.toString(),
  currency: terms.amount.currency,
  accountNumber: terms.accountNumber,
  claimNumber: terms.claimNumber,
  reason,
});

export const termsOf = (payload: OrderPayload, reference: string): OrderTerms => ({
  reference,
  type: payload.type,
  amount: { minorUnits: BigInt(payload.amount), currency: payload.currency },
  accountNumber: payload.accountNumber,
  claimNumber: payload.claimNumber,
});
