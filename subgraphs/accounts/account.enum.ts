import { registerEnumType } from 'type-graphql';

/** What an account is for. */
export enum AccountType {
  CURRENT = 'CURRENT',
  JOINT = 'JOINT',
  BUSINESS = 'BUSINESS',
  LIVRET_A = 'LIVRET_A',
  LDDS = 'LDDS',
  PEL = 'PEL',
}
registerEnumType(AccountType, {
  name: 'AccountType',
  description: 'What an account is for.',
  valuesConfig: {
    CURRENT: { description: 'For daily use, of one person (compte chèque).' },
    JOINT: { description: 'For daily use, of several persons.' },
    BUSINESS: { description: 'For daily use, of an organisation.' },
    LIVRET_A: { description: 'Regulated savings, livret A.' },
    LDDS: { description: 'Regulated savings, livret de développement durable et solidaire.' },
    PEL: { description: 'Home savings plan, plan d’épargne logement.' },
  },
});

/** How a card's payments reach the account. */
export enum CardType {
  IMMEDIATE_DEBIT = 'IMMEDIATE_DEBIT',
  DEFERRED_DEBIT = 'DEFERRED_DEBIT',
  SYSTEMATIC_AUTHORISATION = 'SYSTEMATIC_AUTHORISATION',
}
registerEnumType(CardType, {
  name: 'CardType',
  description: 'How a card’s payments reach the account.',
  valuesConfig: {
    IMMEDIATE_DEBIT: { description: 'One by one, at once.' },
    DEFERRED_DEBIT: { description: 'All of a month together, at its end.' },
    SYSTEMATIC_AUTHORISATION: { description: 'One by one, and only where the balance allows it.' },
  },
});
