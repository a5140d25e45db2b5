import { registerEnumType } from 'type-graphql';

/** How to address a person. The file's third code, MLLE, has left official French and reads as MME. */
export const CustomerTitle = { M: 'M', MME: 'MME' } as const;
export type CustomerTitle = (typeof CustomerTitle)[keyof typeof CustomerTitle];

registerEnumType(CustomerTitle, {
  name: 'CustomerTitle',
  description: 'How to address a person.',
  valuesConfig: { M: { description: 'Monsieur.' }, MME: { description: 'Madame.' } },
});

/** What kind of customer. */
export const CustomerKind = { PERSON: 'PERSON', ORGANISATION: 'ORGANISATION' } as const;
export type CustomerKind = (typeof CustomerKind)[keyof typeof CustomerKind];

registerEnumType(CustomerKind, {
  name: 'CustomerKind',
  description: 'What kind of customer.',
  valuesConfig: {
    PERSON: { description: 'A natural person.' },
    ORGANISATION: { description: 'A company, an association, a public body.' },
  },
});

/** A language of correspondence, ISO 639-1. */
export const Language = { FR: 'FR', EN: 'EN', DE: 'DE', ES: 'ES', IT: 'IT' } as const;
export type Language = (typeof Language)[keyof typeof Language];

registerEnumType(Language, {
  name: 'Language',
  description: 'A language of correspondence.',
  valuesConfig: {
    FR: { description: 'French.' },
    EN: { description: 'English.' },
    DE: { description: 'German.' },
    ES: { description: 'Spanish.' },
    IT: { description: 'Italian.' },
  },
});

/** A way of contacting a customer that they may refuse. */
export const ContactChannel = { EMAIL: 'EMAIL', SMS: 'SMS', PHONE: 'PHONE' } as const;
export type ContactChannel = (typeof ContactChannel)[keyof typeof ContactChannel];

registerEnumType(ContactChannel, {
  name: 'ContactChannel',
  description: 'A way of contacting a customer that they may refuse.',
  valuesConfig: {
    EMAIL: { description: 'E-mail.' },
    SMS: { description: 'Text message.' },
    PHONE: { description: 'Telephone call.' },
  },
});

/** A way of reaching a customer that can be changed. */
export const ContactDetail = { PHONE: 'PHONE', EMAIL: 'EMAIL' } as const;
export type ContactDetail = (typeof ContactDetail)[keyof typeof ContactDetail];

registerEnumType(ContactDetail, {
  name: 'ContactDetail',
  description: 'A way of reaching a customer that can be changed.',
  valuesConfig: {
    PHONE: { description: 'The telephone number.' },
    EMAIL: { description: 'The e-mail address.' },
  },
});

/** Where a change of contact details stands. */
export const ContactChangeState = {
  PENDING: 'PENDING',
  POSTED: 'POSTED',
  FAILED: 'FAILED',
  UNKNOWN: 'UNKNOWN',
} as const;
export type ContactChangeState = (typeof ContactChangeState)[keyof typeof ContactChangeState];

registerEnumType(ContactChangeState, {
  name: 'ContactChangeState',
  description: 'Where a change of contact details stands.',
  valuesConfig: {
    PENDING: { description: 'Kept here, not yet sent to the customer file.' },
    POSTED: { description: 'The customer file has it.' },
    FAILED: { description: 'Not made, and it will not be.' },
    UNKNOWN: {
      description: 'Being checked: it was sent, and whether the customer file has it is not known yet.',
    },
  },
});

/** Why a change of contact details was not made. */
export const ContactChangeFailure = {
  CHANGED_MEANWHILE: 'CHANGED_MEANWHILE',
  DECLINED: 'DECLINED',
} as const;
export type ContactChangeFailure = (typeof ContactChangeFailure)[keyof typeof ContactChangeFailure];

registerEnumType(ContactChangeFailure, {
  name: 'ContactChangeFailure',
  description: 'Why a change of contact details was not made.',
  valuesConfig: {
    CHANGED_MEANWHILE: { description: 'Somebody else has changed the same detail since it was asked for.' },
    DECLINED: { description: 'The customer file does not take it.' },
  },
});
