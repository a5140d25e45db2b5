import { LegacyDataError } from '../../schema/kernel/source-errors';
import { code, compactDay, day, flag } from '../shared/legacy-values';
import type { SoapElement } from '../shared/soap-element';
import { ContactChannel, CustomerKind, CustomerTitle, Language } from './customer.enum';
import type { Customer } from './customer.type';
import { displayName } from './name.record';
import { phoneNumber } from './phone.record';

/** A customer as the file tells it, in our spelling. */
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

type Names = Pick<
  CustomerRecord,
  'title' | 'lastName' | 'firstName' | 'companyName' | 'birthDate' | 'nationalId'
>;

/**
 * Reads one `personne` of `consulterPersonnes` or `rechercherPersonne`.
 *
 * @throws {LegacyDataError} a code, flag or date that the contract does not know, or neither branch of the choice.
 */
export function customerRecord(personne: SoapElement): CustomerRecord {
  const { text, optional, place } = personne;
  const kind = code(KINDS, text('typePersonne'), place('typePersonne'));
  const yes = (name: string): boolean => flag(text(name), place(name));
  const adresse = personne.child('adresse');
  return {
    number: customerNumber(personne),
    kind,
    ...(kind === CustomerKind.PERSON ? namesOfPerson(personne) : namesOfOrganisation(personne)),
    email: optional('courriel'),
    phone: phoneNumber(optional('telephone') ?? ''),
    address: adresse
      ? {
          lines: adresse.texts('ligne'),
          postalCode: adresse.optional('codePostal'),
          country: adresse.optional('codePays'),
        }
      : null,
    language: code(LANGUAGES, text('langue'), place('langue')),
    branch: text('codeAgence').trim(),
    customerSince: day(text('dateEntreeRelation'), place('dateEntreeRelation')),
    customerUntil: day(text('dateFinRelation'), place('dateFinRelation')),
    vulnerable: yes('indicateurFragile'),
    deceased: yes('indicateurDeces'),
    litigation: yes('indicateurContentieux'),
    consents: personne.children('consentement').map((each) => ({
      channel: code(CHANNELS, each.text('canal'), each.place('canal')),
      granted: flag(each.text('valeur'), each.place('valeur')),
    })),
  };
}

/** @returns `personne/numeroTiers`. @throws {LegacyDataError} not 12 digits. */
export function customerNumber(personne: SoapElement): string {
  const number = personne.text('numeroTiers').trim();
  if (!/^\d{12}$/.test(number)) throw new LegacyDataError(personne.place('numeroTiers'), '12 digits');
  return number;
}

function namesOfPerson(personne: SoapElement): Names {
  const physique = branchOf(personne, 'physique');
  return {
    title: code(TITLES, physique.text('civilite'), physique.place('civilite')),
    lastName: displayed(physique.optional('nom')),
    firstName: displayed(physique.optional('prenom')),
    companyName: null,
    birthDate: compactDay(physique.optional('dateNaissance') ?? '', physique.place('dateNaissance')),
    nationalId: physique.optional('nir'),
  };
}

function namesOfOrganisation(personne: SoapElement): Names {
  const companyName = branchOf(personne, 'morale').optional('raisonSociale');
  return { title: null, lastName: null, firstName: null, companyName, birthDate: null, nationalId: null };
}

const displayed = (name: string | null): string | null => (name === null ? null : displayName(name));

function branchOf(personne: SoapElement, name: 'physique' | 'morale'): SoapElement {
  const found = personne.child(name);
  if (!found) throw new LegacyDataError(personne.place(name), 'present for its typePersonne');
  return found;
}
