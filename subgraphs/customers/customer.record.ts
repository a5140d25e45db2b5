import { LegacyDataError } from '../../schema/kernel/source-errors';
import { code, compactDay, day, flag } from '../shared/legacy-values';
import { type FieldSource, type FieldSources, readerOf } from '../shared/projection/field-sources';
import type { Wanted } from '../shared/projection/wanted';
import type { SoapElement } from '../shared/soap-element';
import type { Address, Consent } from './customer-parts.type';
import { ContactChannel, CustomerKind, CustomerTitle, Language } from './customer.enum';
import type { Customer } from './customer.type';
import { displayName } from './name.record';
import { phoneNumber } from './phone.record';

/** A customer as the file tells it, in our spelling: of its fields those that the operation needs. */
export type CustomerRecord = Omit<Customer, 'id' | 'facts'> & {
  /** `numeroTiers`, 12 digits. */
  readonly number: string;
  /** `codeAgence`, 5 digits. */
  readonly branch: string;
};

const KINDS = { P: CustomerKind.PERSON, M: CustomerKind.ORGANISATION };
const TITLES = { '1': CustomerTitle.M, '2': CustomerTitle.MME, '3': CustomerTitle.MME };
const LANGUAGES = { F: Language.FR, GB: Language.EN, D: Language.DE, E: Language.ES, I: Language.IT };
const CHANNELS = { MAIL: ContactChannel.EMAIL, SMS: ContactChannel.SMS, TEL: ContactChannel.PHONE };

/** Reads the `personne` elements of one operation's answers. */
export interface CustomerReader {
  /** What has to be kept of an answer. */
  readonly keep: readonly string[];
  /**
   * @param personne of `consulterPersonnes` or `rechercherPersonne`.
   * @throws {LegacyDataError} a code, flag or date that the contract does not know, or neither branch of the choice.
   */
  read(personne: SoapElement): CustomerRecord;
}

/** Who it is and which agency looks after them: what decides who may see anything of it. */
const ALWAYS = ['numeroTiers', 'codeAgence'];

/** @param wanted the fields that the operation needs; of a record the others are missing. */
export function customerReader(wanted: Wanted): CustomerReader {
  const address = readerOf('Address', ADDRESS, wanted);
  const consent = readerOf('Consent', CONSENT, wanted);
  const below = (name: string, parts: readonly string[]) => [name, ...parts.map((part) => `${name}/${part}`)];
  const fields = readerOf<CustomerFields, SoapElement>(
    'Customer',
    {
      ...CUSTOMER,
      address: {
        of: below('adresse', address.parts),
        read: (personne) => {
          const adresse = personne.child('adresse');
          return adresse ? address.read(adresse) : null;
        },
      },
      consents: {
        of: below('consentement', consent.parts),
        read: (personne) => personne.children('consentement').map((each) => consent.read(each)),
      },
    },
    wanted,
  );
  return {
    keep: [...ALWAYS, ...fields.parts].map((part) => `personne/${part}`),
    read: (personne) => ({
      ...fields.read(personne),
      number: customerNumber(personne),
      branch: personne.text('codeAgence').trim(),
    }),
  };
}

/** @returns `personne/numeroTiers`. @throws {LegacyDataError} not 12 digits. */
export function customerNumber(personne: SoapElement): string {
  const number = personne.text('numeroTiers').trim();
  if (!/^\d{12}$/.test(number)) throw new LegacyDataError(personne.place('numeroTiers'), '12 digits');
  return number;
}

type CustomerFields = Omit<CustomerRecord, 'number' | 'branch'>;

const ADDRESS: FieldSources<Address, SoapElement> = {
  lines: { of: ['ligne'], read: (adresse) => adresse.texts('ligne') },
  postalCode: { of: ['codePostal'], read: (adresse) => adresse.optional('codePostal') },
  country: { of: ['codePays'], read: (adresse) => adresse.optional('codePays') },
};

const CONSENT: FieldSources<Consent, SoapElement> = {
  channel: { of: ['canal'], read: (each) => code(CHANNELS, each.text('canal'), each.place('canal')) },
  granted: { of: ['valeur'], read: (each) => flag(each.text('valeur'), each.place('valeur')) },
};

const kindOf = (personne: SoapElement): CustomerKind =>
  code(KINDS, personne.text('typePersonne'), personne.place('typePersonne'));

/** A field of persons, or of organisations; `null` of the others. */
const ofBranch = <T>(
  branch: 'physique' | 'morale',
  name: string,
  read: (element: SoapElement) => T,
): FieldSource<SoapElement, T | null> => ({
  of: ['typePersonne', `${branch}/${name}`],
  read(personne) {
    const taken = kindOf(personne) === CustomerKind.PERSON ? 'physique' : 'morale';
    return taken === branch ? read(branchOf(personne, branch)) : null;
  },
});

const flagged = (name: string): FieldSource<SoapElement, boolean> => ({
  of: [name],
  read: ({ text, place }) => flag(text(name), place(name)),
});

const dated = (name: string): FieldSource<SoapElement, string | null> => ({
  of: [name],
  read: ({ text, place }) => day(text(name), place(name)),
});

const CUSTOMER: FieldSources<Omit<CustomerFields, 'address' | 'consents'>, SoapElement> = {
  kind: { of: ['typePersonne'], read: kindOf },
  title: ofBranch('physique', 'civilite', ({ text, place }) =>
    code(TITLES, text('civilite'), place('civilite')),
  ),
  lastName: ofBranch('physique', 'nom', ({ optional }) => displayed(optional('nom'))),
  firstName: ofBranch('physique', 'prenom', ({ optional }) => displayed(optional('prenom'))),
  birthDate: ofBranch('physique', 'dateNaissance', ({ optional, place }) =>
    compactDay(optional('dateNaissance') ?? '', place('dateNaissance')),
  ),
  nationalId: ofBranch('physique', 'nir', ({ optional }) => optional('nir')),
  companyName: ofBranch('morale', 'raisonSociale', ({ optional }) => optional('raisonSociale')),
  email: { of: ['courriel'], read: ({ optional }) => optional('courriel') },
  phone: { of: ['telephone'], read: ({ optional }) => phoneNumber(optional('telephone') ?? '') },
  language: {
    of: ['langue'],
    read: ({ text, place }) => code(LANGUAGES, text('langue'), place('langue')),
  },
  customerSince: dated('dateEntreeRelation'),
  customerUntil: dated('dateFinRelation'),
  vulnerable: flagged('indicateurFragile'),
  deceased: flagged('indicateurDeces'),
  litigation: flagged('indicateurContentieux'),
};

const displayed = (name: string | null): string | null => (name === null ? null : displayName(name));

function branchOf(personne: SoapElement, name: 'physique' | 'morale'): SoapElement {
  const found = personne.child(name);
  if (!found) throw new LegacyDataError(personne.place(name), 'present for its typePersonne');
  return found;
}
