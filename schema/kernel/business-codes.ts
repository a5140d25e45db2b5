/** What a stable code of an old system means, for people. The system's own label never leaves: it may repeat data. */
export interface BusinessText {
  readonly en: string;
  readonly fr: string;
}

const TEXTS: Readonly<Record<string, BusinessText>> = {
  CLI0404: { en: 'The customer file does not know this customer.', fr: 'Client inconnu du référentiel.' },
  CLI0410: { en: 'The search needs a longer name.', fr: 'Le critère de recherche est trop court.' },
  CLI0422: { en: 'The telephone number is not valid.', fr: 'Le numéro de téléphone n’est pas valide.' },
  GED0404: { en: 'The document store does not know this document.', fr: 'Document inconnu de la GED.' },
  PAI0404: { en: 'The payment service does not know this account.', fr: 'Compte inconnu du paiement.' },
  PAI0409: { en: 'An order with this reference exists.', fr: 'Un ordre porte déjà cette référence.' },
  PAI0422: { en: 'The amount is not accepted.', fr: 'Le montant n’est pas accepté.' },
  PAI0423: { en: 'The currency is not the account’s.', fr: 'La devise n’est pas celle du compte.' },
  FERMETURE: { en: 'The system is closed at this hour.', fr: 'Le système est fermé à cette heure.' },
  '08': { en: 'The system declined the request.', fr: 'Le système a refusé la demande.' },
};
const TECHNICAL: BusinessText = {
  en: 'The system reported a technical error.',
  fr: 'Le système signale une anomalie technique.',
};

/**
 * @param code as a system told it: `codeErreur`, with or without `codeRetour` before it (`08/CLI0404`), or a fault's code.
 * @returns its text, or that of its kind where the code is none of those we know.
 */
export function businessText(code: string): BusinessText {
  const [first = '', second = first] = code.split('/');
  return TEXTS[second] ?? TEXTS[first] ?? TECHNICAL;
}
