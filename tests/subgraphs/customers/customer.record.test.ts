import * as fc from 'fast-check';
import type { SoapNode } from '../../../schema/ports/soap';
import { customerReader } from '../../../subgraphs/customers/customer.record';
import { displayName, legacyName } from '../../../subgraphs/customers/name.record';
import { phoneNumber } from '../../../subgraphs/customers/phone.record';
import { wantsAll } from '../../../subgraphs/shared/projection/wanted';
import { soapElement } from '../../../subgraphs/shared/soap-element';

type Fields = Record<string, SoapNode>;

const physique = {
  civilite: '2',
  nom: 'DE LA TOUR',
  prenom: 'MARIE-LOU',
  dateNaissance: '29021980',
  nir: null,
};

const personne = (changes: Fields = {}): Fields => ({
  numeroTiers: '000000000001',
  typePersonne: 'P',
  physique,
  adresse: { ligne: ['', '12 RUE X', '75011 PARIS'], codePostal: '75011', codePays: 'FR' },
  telephone: '06.39.98.12.34',
  courriel: null,
  langue: 'GB',
  codeAgence: '00042',
  dateEntreeRelation: '0001-01-01',
  dateFinRelation: '9999-12-31',
  indicateurFragile: 'O',
  indicateurDeces: 'N',
  indicateurContentieux: 'N',
  consentement: [{ canal: 'MAIL', valeur: 'O' }],
  ...changes,
});

const reader = customerReader(wantsAll);
const read = (changes: Fields = {}) => reader.read(soapElement(personne(changes), 'personne'));

describe('a person of the customer file', () => {
  it('reads as a customer', () => {
    expect(read()).toEqual({
      number: '000000000001',
      kind: 'PERSON',
      title: 'MME',
      lastName: 'de La Tour',
      firstName: 'Marie-Lou',
      companyName: null,
      birthDate: '1980-02-29',
      nationalId: null,
      email: null,
      phone: '+33639981234',
      address: { lines: ['12 RUE X', '75011 PARIS'], postalCode: '75011', country: 'FR' },
      language: 'EN',
      branch: '00042',
      customerSince: null,
      customerUntil: null,
      vulnerable: true,
      deceased: false,
      litigation: false,
      consents: [{ channel: 'EMAIL', granted: true }],
    });
  });

  it.each([
    ['1', 'M'],
    ['2', 'MME'],
    ['3', 'MME'],
  ])('civility %s is %s', (civilite, title) => {
    expect(read({ physique: { ...physique, civilite } }).title).toBe(title);
  });

  it.each([
    ['F', 'FR'],
    ['GB', 'EN'],
    ['D', 'DE'],
    ['E', 'ES'],
    ['I', 'IT'],
  ])('language %s is %s', (langue, language) => {
    expect(read({ langue }).language).toBe(language);
  });

  it('an organisation has a company name and nothing of a person', () => {
    const { physique: _, ...others } = personne();
    const morale = { raisonSociale: 'BOULANGERIE <DUPONT & FILS>', siren: '732829320' };
    const record = reader.read(soapElement({ ...others, typePersonne: 'M', morale }, 'personne'));
    expect(record).toMatchObject({
      kind: 'ORGANISATION',
      companyName: 'BOULANGERIE <DUPONT & FILS>',
      title: null,
      lastName: null,
      birthDate: null,
      nationalId: null,
    });
  });

  it.each<[string, Fields, string]>([
    ['a language', { langue: 'ZZ' }, 'personne/langue'],
    ['a kind', { typePersonne: 'X' }, 'personne/typePersonne'],
    ['a civility', { physique: { ...physique, civilite: '9' } }, 'personne/physique/civilite'],
    ['a flag', { indicateurFragile: 'Y' }, 'personne/indicateurFragile'],
    ['a channel', { consentement: [{ canal: 'FAX', valeur: 'O' }] }, 'personne/consentement/canal'],
    [
      'a birth date',
      { physique: { ...physique, dateNaissance: '31021980' } },
      'personne/physique/dateNaissance',
    ],
    ['a number', { numeroTiers: '1' }, 'personne/numeroTiers'],
    ['a missing branch of the choice', { physique: null }, 'personne/physique'],
  ])('%s that the contract does not know is refused by its place', (_, changes, place) => {
    expect(() => read(changes)).toThrow(`${place} is not`);
  });
});

describe('names', () => {
  it.each([
    ['DUPONT', 'Dupont'],
    ['JEAN-PIERRE', 'Jean-Pierre'],
    ['DE LA TOUR', 'de La Tour'],
    ['DU BELLAY', 'du Bellay'],
    ['DES', 'Des'],
    ["D'ALEMBERT", "d'Alembert"],
    ["O'BRIEN", "O'Brien"],
    ["L'HERMITTE", "L'Hermitte"],
    ['LE  GOFF ', 'Le Goff'],
    ['DUPONT-DE NEMOURS', 'Dupont-De Nemours'],
  ])('%s is shown as %s', (legacy, shown) => {
    expect(displayName(legacy)).toBe(shown);
  });

  it('shown names keep every letter: in capitals they are the file’s again', () => {
    const names = fc.stringMatching(/^[A-Z](?:[A-Z' -]{0,30}[A-Z])?$/);
    fc.assert(
      fc.property(names, (name) => {
        expect(displayName(name).toUpperCase()).toBe(name.replace(/\s+/g, ' '));
      }),
    );
  });

  it.each([
    ['Lefèvre', 'LEFEVRE'],
    ['d’Œuvry', "D'OEUVRY"],
    ['  müller-strauß ', 'MULLER-STRAUSS'],
    ['N\u0303uñez', 'NUNEZ'],
    ['3M & Cie', '3M & CIE'],
  ])('%s is searched for as %s', (typed, searched) => {
    expect(legacyName(typed)).toBe(searched);
  });

  it.each(['', ' ', 'X', '<x>', 'Дмитрий', 'A'.repeat(39), 'A\u0000B', 'A%'])(
    '%j is not searched for',
    (typed) => {
      expect(legacyName(typed)).toBeUndefined();
    },
  );

  it('whatever is typed, what is searched for is what the file can hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (typed) => {
        expect(legacyName(typed) ?? 'NONE').toMatch(/^[A-Z0-9 .&'-]{2,38}$/);
      }),
    );
  });
});

describe('telephone numbers', () => {
  it.each([
    ['06.39.98.12.34', '+33639981234'],
    ['01 99 00 12 34', '+33199001234'],
    ['0262.69.12.34', '+262262691234'],
    ['0690.12.34.56', '+590690123456'],
    ['0639.12.34.56', '+262639123456'],
    ['+33 (0)6 39 98 12 34', '+33639981234'],
    ['0032 470 12 34 56', '+32470123456'],
    ['+44 20 7946 0018', '+442079460018'],
    ['', null],
    ['POSTE 1234', null],
    ['06.39.98.12', null],
    ['00.00.00.00.00', null],
  ])('%j is %j', (typed, expected) => {
    expect(phoneNumber(typed)).toBe(expected);
  });

  it('whatever stands there, it is E.164 or nothing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d+. ()-]{0,20}$/)), (typed) => {
        expect(phoneNumber(typed) ?? '+33100000000').toMatch(/^\+[1-9]\d{6,14}$/);
      }),
    );
  });
});
