import { registerEnumType } from 'type-graphql';

/** How far an answer is on its way to the claimant. */
export enum DeliveryStatus {
  PENDING = 'PENDING',
  UNKNOWN = 'UNKNOWN',
  HANDED_OVER = 'HANDED_OVER',
  FAILED = 'FAILED',
}
registerEnumType(DeliveryStatus, {
  name: 'DeliveryStatus',
  description: 'How far an answer is on its way to the claimant.',
  valuesConfig: {
    PENDING: { description: 'Kept, and not handed over yet; it is tried again by itself.' },
    UNKNOWN: {
      description:
        'It was handed over and nothing was heard since; it is handed over again under the same number.',
    },
    HANDED_OVER: {
      description:
        'Whoever delivers it has it: the mail server, the document store; or it is a message here.',
    },
    FAILED: { description: 'It will not arrive so: another medium has to be chosen.' },
  },
});

/** Why an answer does not arrive. */
export enum DeliveryFailure {
  NO_ADDRESS = 'NO_ADDRESS',
  ADDRESS_REFUSED = 'ADDRESS_REFUSED',
  MESSAGE_REFUSED = 'MESSAGE_REFUSED',
  GIVEN_UP = 'GIVEN_UP',
}
registerEnumType(DeliveryFailure, {
  name: 'DeliveryFailure',
  description: 'Why an answer does not arrive.',
  valuesConfig: {
    NO_ADDRESS: { description: 'There is none for this medium.' },
    ADDRESS_REFUSED: { description: 'The mail server does not take it for this address.' },
    MESSAGE_REFUSED: { description: 'What it is handed over to declines it.' },
    GIVEN_UP: { description: 'It was tried for as long as the rules say.' },
  },
});
