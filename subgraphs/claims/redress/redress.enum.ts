import { registerEnumType } from 'type-graphql';

/** What is paid. */
export enum RedressType {
  REFUND_FEE = 'REFUND_FEE',
  REFUND_OPERATION = 'REFUND_OPERATION',
  INTEREST = 'INTEREST',
  COMPENSATION = 'COMPENSATION',
  GOODWILL = 'GOODWILL',
}
registerEnumType(RedressType, {
  name: 'RedressType',
  description: 'What is paid for a claim.',
  valuesConfig: {
    REFUND_FEE: { description: 'A fee is given back.' },
    REFUND_OPERATION: { description: 'An operation is given back.' },
    INTEREST: { description: 'Interest that was lost.' },
    COMPENSATION: { description: 'What a fault of the bank has cost.' },
    GOODWILL: { description: 'A gesture that is not owed.' },
  },
});

/** Where a proposal stands. */
export enum RedressState {
  PROPOSED = 'PROPOSED',
  APPROVED = 'APPROVED',
  REJECTED = 'REJECTED',
}
registerEnumType(RedressState, {
  name: 'RedressState',
  description: 'Where a proposal of redress stands.',
  valuesConfig: {
    PROPOSED: { description: 'Waits for a decision.' },
    APPROVED: { description: 'Granted, and its payment ordered.' },
    REJECTED: { description: 'Not granted.' },
  },
});

/** Where the payment of redress stands. */
export enum RedressPaymentState {
  PENDING = 'PENDING',
  POSTED = 'POSTED',
  FAILED = 'FAILED',
  UNKNOWN = 'UNKNOWN',
}
registerEnumType(RedressPaymentState, {
  name: 'RedressPaymentState',
  description: 'Where the payment of redress stands.',
  valuesConfig: {
    PENDING: { description: 'Ordered, not yet booked.' },
    POSTED: { description: 'Booked on the account.' },
    FAILED: { description: 'Declined; nothing was booked.' },
    UNKNOWN: { description: 'Being checked: its order was sent, and nobody knows yet whether it arrived.' },
  },
});
