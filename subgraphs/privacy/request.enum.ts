import { registerEnumType } from 'type-graphql';

/** What a data subject asks for. */
export enum PrivacyRequestKind {
  ACCESS = 'ACCESS',
  RECTIFICATION = 'RECTIFICATION',
  ERASURE = 'ERASURE',
  RESTRICTION = 'RESTRICTION',
  PORTABILITY = 'PORTABILITY',
  OBJECTION = 'OBJECTION',
}
registerEnumType(PrivacyRequestKind, {
  name: 'PrivacyRequestKind',
  description: 'What a data subject asks for.',
  valuesConfig: {
    ACCESS: { description: 'A copy of their data (art. 15 GDPR).' },
    RECTIFICATION: { description: 'That wrong data be put right (art. 16 GDPR).' },
    ERASURE: { description: 'That their data be erased (art. 17 GDPR).' },
    RESTRICTION: { description: 'That their data be stored and not used (art. 18 GDPR).' },
    PORTABILITY: { description: 'Their data in a form that machines read (art. 20 GDPR).' },
    OBJECTION: { description: 'That their data not be used for a purpose (art. 21 GDPR).' },
  },
});

/** Where the clock of a request stands. */
export enum PrivacyClockStatus {
  ON_TIME = 'ON_TIME',
  DUE_SOON = 'DUE_SOON',
  LATE = 'LATE',
  DONE = 'DONE',
}
registerEnumType(PrivacyClockStatus, {
  name: 'PrivacyClockStatus',
  description: 'Where the clock of a request stands.',
  valuesConfig: {
    ON_TIME: { description: 'There is time left.' },
    DUE_SOON: { description: 'The last day is near.' },
    LATE: { description: 'The last day is over, and the request is not answered.' },
    DONE: { description: 'Answered.' },
  },
});

/** How a request ended. */
export enum PrivacyOutcome {
  GRANTED = 'GRANTED',
  PARTLY_GRANTED = 'PARTLY_GRANTED',
  REFUSED = 'REFUSED',
  WITHDRAWN = 'WITHDRAWN',
}
registerEnumType(PrivacyOutcome, {
  name: 'PrivacyOutcome',
  description: 'How a request ended.',
  valuesConfig: {
    GRANTED: { description: 'What was asked for was done.' },
    PARTLY_GRANTED: { description: 'Part of it was done; the reason was told.' },
    REFUSED: {
      description: 'It was refused; the reason and the ways to complain were told (art. 12(4) GDPR).',
    },
    WITHDRAWN: { description: 'The person withdrew it.' },
  },
});
