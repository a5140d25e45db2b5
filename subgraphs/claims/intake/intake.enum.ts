import { registerEnumType } from 'type-graphql';

/** The languages that claimants are served in. */
export enum Language {
  FR = 'FR',
  EN = 'EN',
  DE = 'DE',
  ES = 'ES',
  IT = 'IT',
}
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

/** What a question is answered with. */
export enum IntakeKind {
  CHOICE = 'CHOICE',
  DATE = 'DATE',
  AMOUNT = 'AMOUNT',
  TEXT = 'TEXT',
  ACCOUNT = 'ACCOUNT',
  OPERATION = 'OPERATION',
  YES_NO = 'YES_NO',
}
registerEnumType(IntakeKind, {
  name: 'IntakeKind',
  description: 'What a question is answered with.',
  valuesConfig: {
    CHOICE: { description: 'The code of one of its choices.' },
    DATE: { description: 'A day, `YYYY-MM-DD`, not in the future.' },
    AMOUNT: { description: 'An amount, e.g. `12.50 EUR`.' },
    TEXT: { description: 'A text of up to 2,000 characters.' },
    ACCOUNT: { description: 'The key of an account.' },
    OPERATION: { description: 'The key of an operation.' },
    YES_NO: { description: '`YES` or `NO`.' },
  },
});
