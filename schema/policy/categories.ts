/**
 * Kinds of data, as the policy speaks of them: Fideslang keys where one exists, `bank.*` and `staff.*` where none does.
 * A field names one of these; a misspelt one does not compile.
 */
export const categories = {
  'user.name': 'Names of a person',
  'user.contact': 'That how a person is reached was changed, and when',
  'user.contact.email': 'E-mail addresses',
  'user.contact.phone_number': 'Telephone numbers',
  'user.contact.address': 'Postal addresses',
  'user.financial': 'Facts of a person’s dealings with the bank that name no account',
  'user.financial.bank_account': 'Account numbers: IBAN, RIB',
  'user.financial.credit_card': 'Card numbers, also in part',
  'user.financial.account_balance': 'Balances',
  'user.financial.transaction': 'Operations: amounts, dates, labels, counterparties',
  'user.government_id.national_identification_number': 'National identification numbers (NIR)',
  'user.demographic.date_of_birth': 'Dates of birth',
  'user.demographic.language': 'Language of correspondence',
  'user.health_and_medical': 'Health',
  'user.content.draft': 'What a customer has begun to write and not sent',
  'user.content.private': 'Free text that a person wrote: complaints, messages, verbatims',
  'user.behavior': 'Survey answers and scores',
  'user.unique_id': 'Numbers that name a person across systems',
  'user.unique_id.pseudonymous': 'Opaque keys and pseudonyms of a person',
  'user.privacy_preferences': 'Consents and objections',
  'user.privacy_request': 'Requests of data subjects, restrictions, objections, erasures',
  'user.vulnerability': 'Vulnerability: fragile customer, deceased, litigation',
  'bank.claim': 'A claim’s course: status, dates, motive, deadlines, outcome',
  'bank.tracking': 'Where a claim stands, for whoever shows its number and secret, and that secret',
  'bank.internal': 'How the bank works on a claim: queue, priority, handler, notes',
  'bank.statistics': 'Figures about many claims, of no group of fewer than five',
  'bank.exact_statistics': 'The same, however few the claims are',
  'staff.unique_id': 'Numbers that name a member of staff',
  'system.operations': 'Technical facts about no person',
  'system.access': 'What the rules let the caller do',
  'system.health': 'How the bank’s systems do',
  'system.retention': 'Holds on claims, and reports of what was deleted',
  'system.privacy_clock': 'What was told of the clocks of data subjects’ requests, and not whose they are',
  unclassified: 'Nobody has said yet what this is: it is shown to no one, and no rule can speak of it',
} as const;

/** A kind of data. */
export type Category = keyof typeof categories;

/** What an imported field is until someone classifies it. */
export const UNCLASSIFIED = 'unclassified' satisfies Category;

/** Whose datum it is: the person who may ask for it under articles 15 to 22. */
export type DataSubject = 'customer' | 'claimant' | 'respondent' | 'employee' | 'counterparty';

/** The spec URL of our own directive in the supergraph. */
export const PERSONAL_DATA_SPEC = 'https://specs.claims-hub.example/personal-data/v1.0';
