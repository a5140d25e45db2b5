import { registerEnumType } from 'type-graphql';

/** Why the bank pays. */
export const PaymentOrderType = { REFUND: 'REFUND', GOODWILL: 'GOODWILL' } as const;
export type PaymentOrderType = (typeof PaymentOrderType)[keyof typeof PaymentOrderType];

registerEnumType(PaymentOrderType, {
  name: 'PaymentOrderType',
  description: 'Why the bank pays.',
  valuesConfig: {
    REFUND: { description: 'It gives back what it should not have taken.' },
    GOODWILL: { description: 'It makes a gesture without owing it.' },
  },
});

/** Where a payment order stands. */
export const PaymentOrderState = {
  PENDING: 'PENDING',
  POSTED: 'POSTED',
  FAILED: 'FAILED',
  UNKNOWN: 'UNKNOWN',
} as const;
export type PaymentOrderState = (typeof PaymentOrderState)[keyof typeof PaymentOrderState];

registerEnumType(PaymentOrderState, {
  name: 'PaymentOrderState',
  description: 'Where a payment order stands.',
  valuesConfig: {
    PENDING: { description: 'Ordered, not yet booked.' },
    POSTED: { description: 'Booked on the account.' },
    FAILED: { description: 'Rejected; nothing was booked.' },
    UNKNOWN: {
      description: 'Being checked: it was sent, and whether the payment service has it is not known yet.',
    },
  },
});
