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
