import { registerEnumType } from 'type-graphql';

/** Where a claim stands. */
export enum ClaimStatus {
  DRAFT = 'DRAFT',
  FILED = 'FILED',
  ACKNOWLEDGED = 'ACKNOWLEDGED',
  IN_PROGRESS = 'IN_PROGRESS',
  WAITING_CUSTOMER = 'WAITING_CUSTOMER',
  WAITING_THIRD_PARTY = 'WAITING_THIRD_PARTY',
  ANSWERED = 'ANSWERED',
  CLOSED = 'CLOSED',
  REOPENED = 'REOPENED',
  WITHDRAWN = 'WITHDRAWN',
  REQUALIFIED = 'REQUALIFIED',
  MERGED = 'MERGED',
  AT_MEDIATOR = 'AT_MEDIATOR',
}
registerEnumType(ClaimStatus, {
  name: 'ClaimStatus',
  description: 'Where a claim stands.',
  valuesConfig: {
    DRAFT: { description: 'Begun, not filed yet.' },
    FILED: { description: 'Filed and recorded.' },
    ACKNOWLEDGED: { description: 'The claimant was told that it arrived.' },
    IN_PROGRESS: { description: 'Somebody works on it.' },
    WAITING_CUSTOMER: { description: 'The claimant was asked for something.' },
    WAITING_THIRD_PARTY: { description: 'Another party, e.g. a merchant’s bank, was asked for something.' },
    ANSWERED: { description: 'The answer has left.' },
    CLOSED: { description: 'Answered and done with.' },
    REOPENED: { description: 'Taken up again after its answer.' },
    WITHDRAWN: { description: 'The claimant withdrew it.' },
    REQUALIFIED: { description: 'It was a request, not a complaint.' },
    MERGED: { description: 'Goes on in another claim of the same matter.' },
    AT_MEDIATOR: { description: 'The banking mediator has it.' },
  },
});

/** Who in the bank, or beyond it, has a claim. */
export enum ClaimLevel {
  ADVISER = 'ADVISER',
  COMPLAINTS_SERVICE = 'COMPLAINTS_SERVICE',
  MEDIATOR = 'MEDIATOR',
}
registerEnumType(ClaimLevel, {
  name: 'ClaimLevel',
  description: 'Who has a claim.',
  valuesConfig: {
    ADVISER: { description: 'The usual contact, in the branch.' },
    COMPLAINTS_SERVICE: { description: 'The complaints service, distinct from the advisers.' },
    MEDIATOR: { description: 'The banking mediator.' },
  },
});

/** The way something reached the bank or left it. */
export enum Channel {
  ONLINE = 'ONLINE',
  MOBILE = 'MOBILE',
  BRANCH = 'BRANCH',
  PHONE = 'PHONE',
  EMAIL = 'EMAIL',
  LETTER = 'LETTER',
  CHAT = 'CHAT',
  SOCIAL = 'SOCIAL',
}
registerEnumType(Channel, {
  name: 'Channel',
  description: 'The way something reached the bank or left it.',
  valuesConfig: {
    ONLINE: { description: 'The bank’s site.' },
    MOBILE: { description: 'The bank’s application.' },
    BRANCH: { description: 'In a branch, spoken.' },
    PHONE: { description: 'By telephone.' },
    EMAIL: { description: 'By e-mail.' },
    LETTER: { description: 'By letter.' },
    CHAT: { description: 'By instant messages.' },
    SOCIAL: { description: 'On a social network.' },
  },
});

/** In which capacity somebody complains: a contract with the bank is not needed. */
export enum ClaimantCapacity {
  CUSTOMER = 'CUSTOMER',
  FORMER_CUSTOMER = 'FORMER_CUSTOMER',
  PROSPECT = 'PROSPECT',
  BENEFICIARY = 'BENEFICIARY',
  REPRESENTATIVE = 'REPRESENTATIVE',
  HEIR = 'HEIR',
}
registerEnumType(ClaimantCapacity, {
  name: 'ClaimantCapacity',
  description: 'In which capacity somebody complains. A contract with the bank is not needed.',
  valuesConfig: {
    CUSTOMER: { description: 'A customer.' },
    FORMER_CUSTOMER: { description: 'No customer any more.' },
    PROSPECT: { description: 'Not a customer yet.' },
    BENEFICIARY: { description: 'Somebody who draws a right from another’s contract.' },
    REPRESENTATIVE: { description: 'Acts for the customer, with a mandate.' },
    HEIR: { description: 'Succeeds to a customer who died.' },
  },
});

/** What a claim is about. */
export enum Product {
  ACCOUNT = 'ACCOUNT',
  CARD = 'CARD',
  TRANSFER = 'TRANSFER',
  DIRECT_DEBIT = 'DIRECT_DEBIT',
  CHEQUE = 'CHEQUE',
  CREDIT = 'CREDIT',
  SAVINGS = 'SAVINGS',
  INSURANCE = 'INSURANCE',
  PRICING = 'PRICING',
  OTHER = 'OTHER',
}
registerEnumType(Product, {
  name: 'Product',
  description: 'What a claim is about.',
  valuesConfig: {
    ACCOUNT: { description: 'A current account.' },
    CARD: { description: 'A payment card.' },
    TRANSFER: { description: 'A transfer.' },
    DIRECT_DEBIT: { description: 'A direct debit.' },
    CHEQUE: { description: 'A cheque.' },
    CREDIT: { description: 'A loan.' },
    SAVINGS: { description: 'A savings account or product.' },
    INSURANCE: { description: 'An insurance.' },
    PRICING: { description: 'Fees and prices.' },
    OTHER: { description: 'Anything else.' },
  },
});

/** What the claimant says is wrong. */
export enum Motive {
  FEES_CONTESTED = 'FEES_CONTESTED',
  UNAUTHORISED_OPERATION = 'UNAUTHORISED_OPERATION',
  CARD_LOST = 'CARD_LOST',
  CARD_REFUSED = 'CARD_REFUSED',
  TRANSFER_DELAY = 'TRANSFER_DELAY',
  TRANSFER_ERROR = 'TRANSFER_ERROR',
  DIRECT_DEBIT_CONTESTED = 'DIRECT_DEBIT_CONTESTED',
  CHEQUE_REJECTED = 'CHEQUE_REJECTED',
  ACCOUNT_CLOSURE = 'ACCOUNT_CLOSURE',
  CREDIT_TERMS = 'CREDIT_TERMS',
  SAVINGS_RATE = 'SAVINGS_RATE',
  SERVICE_QUALITY = 'SERVICE_QUALITY',
  INFORMATION_MISSING = 'INFORMATION_MISSING',
  DISCRIMINATION = 'DISCRIMINATION',
  OTHER = 'OTHER',
}
registerEnumType(Motive, {
  name: 'Motive',
  description: 'What the claimant says is wrong.',
  valuesConfig: {
    FEES_CONTESTED: { description: 'A fee is not owed, or too high.' },
    UNAUTHORISED_OPERATION: { description: 'An operation that the customer did not authorise.' },
    CARD_LOST: { description: 'A card lost, stolen or never received.' },
    CARD_REFUSED: { description: 'A card was refused.' },
    TRANSFER_DELAY: { description: 'A transfer came late or not at all.' },
    TRANSFER_ERROR: { description: 'A transfer of a wrong amount or to a wrong account.' },
    DIRECT_DEBIT_CONTESTED: { description: 'A direct debit that should not have been.' },
    CHEQUE_REJECTED: { description: 'A cheque was rejected.' },
    ACCOUNT_CLOSURE: { description: 'An account closed, or not closed as asked.' },
    CREDIT_TERMS: { description: 'The terms of a loan.' },
    SAVINGS_RATE: { description: 'The rate or the terms of a saving.' },
    SERVICE_QUALITY: { description: 'The way of being served.' },
    INFORMATION_MISSING: { description: 'Information missing or wrong.' },
    DISCRIMINATION: { description: 'Being treated worse than others.' },
    OTHER: { description: 'Anything else.' },
  },
});

/** What the bank decided. */
export enum Outcome {
  UPHELD = 'UPHELD',
  PARTIALLY_UPHELD = 'PARTIALLY_UPHELD',
  REJECTED = 'REJECTED',
  NO_FAULT_GOODWILL = 'NO_FAULT_GOODWILL',
}
registerEnumType(Outcome, {
  name: 'Outcome',
  description: 'What the bank decided.',
  valuesConfig: {
    UPHELD: { description: 'The claimant is right.' },
    PARTIALLY_UPHELD: { description: 'The claimant is right in part.' },
    REJECTED: { description: 'The bank sees no fault of its own.' },
    NO_FAULT_GOODWILL: { description: 'No fault, and something given all the same.' },
  },
});

/** Which team a claim waits for. */
export enum Queue {
  CARDS = 'CARDS',
  PAYMENTS = 'PAYMENTS',
  FEES = 'FEES',
  CREDIT = 'CREDIT',
  SAVINGS = 'SAVINGS',
  GENERAL = 'GENERAL',
}
registerEnumType(Queue, {
  name: 'Queue',
  description: 'Which team a claim waits for.',
  valuesConfig: {
    CARDS: { description: 'Cards.' },
    PAYMENTS: { description: 'Transfers, direct debits and cheques.' },
    FEES: { description: 'Fees and prices.' },
    CREDIT: { description: 'Loans.' },
    SAVINGS: { description: 'Savings.' },
    GENERAL: { description: 'Everything else.' },
  },
});
