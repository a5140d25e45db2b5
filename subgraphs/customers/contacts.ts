import type { CustomerContacts } from '../../schema/ports/customer-contacts';
import type { SoapCaller } from '../../schema/ports/soap';
import type { SoapElement } from '../shared/soap-element';
import { askPersons } from './ask-persons';
import { customerNumber } from './customer.record';

/** Of a `personne`, who it is and where their e-mails go; nothing else is received. */
const EMAIL = ['numeroTiers', 'courriel'];
/** What stands on an envelope: its lines begin with the name (NF Z10-011). */
const ENVELOPE = ['numeroTiers', 'adresse', 'adresse/ligne', 'adresse/codePostal', 'adresse/codePays'];

/** Where customers are reached, as the customer file spells it. @param timeoutMs for each call. */
export function createCustomerContacts(soap: SoapCaller, timeoutMs: number): CustomerContacts {
  const found = <T>(keep: readonly string[], read: (personne: SoapElement) => T | null) => {
    const ask = askPersons(
      soap,
      timeoutMs,
      keep,
      (persons) => new Map(persons.map((each) => [customerNumber(each), read(each)])),
    );
    return async (number: string, operation: Parameters<typeof ask>[1]): Promise<T | null> =>
      (await ask([number], operation)).get(number) ?? null;
  };
  return {
    emailOf: found(EMAIL, (personne) => personne.optional('courriel')),
    postalOf: found(ENVELOPE, envelopeOf),
  };
}

/** @returns `null` where there is no address. */
function envelopeOf(personne: SoapElement): string[] | null {
  const adresse = personne.child('adresse');
  const lines = adresse?.texts('ligne') ?? [];
  if (lines.length === 0) return null;
  const postalCode = adresse?.optional('codePostal');
  const country = adresse?.optional('codePays');
  return [
    ...lines,
    // The last line has it before the town, as a rule.
    ...(postalCode && !lines.some((line) => line.includes(postalCode)) ? [postalCode] : []),
    ...(country && country !== 'FR' ? [country] : []),
  ];
}
