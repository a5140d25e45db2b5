import { addDays, type Day, FIRST_DAY, jjmmaaaa, TODAY } from './calendar';
import { luhnDigit, nirKey } from './keys';
import { AGENCIES, type Agency, HOME } from './places';
import type { Dice } from './random';
import type { CustomerRecord, Language } from './shapes';

/** A customer of the demo world, with what the other subjects need to know of them. */
export interface Customer {
  readonly record: CustomerRecord;
  readonly agency: Agency;
  /** A prospect has no account and no date of entry; a former customer has left. */
  readonly standing: 'ACTIVE' | 'FORMER' | 'PROSPECT';
  readonly since: Day;
  /** `undefined` while the relation lasts. */
  readonly until: Day | undefined;
  readonly language: Language;
  readonly fragile: boolean;
  readonly deceased: boolean;
}

const LANGUAGES: Readonly<Record<Language, CustomerRecord['langue']>> = {
  FR: 'F',
  EN: 'GB',
  DE: 'D',
  ES: 'E',
  IT: 'I',
};

/** Upper case without accents, as the customer file keeps names. */
export const legacyText = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[œŒ]/g, 'OE')
    .replace(/[^A-Za-z0-9' -]/g, ' ')
    .replace(/ +/g, ' ')
    .trim()
    .toUpperCase();

/** Number ranges that the French regulator keeps for works of fiction. */
const FICTION = [
  '06.39.98',
  '06.39.98',
  '06.39.98',
  '01.99.00',
  '02.61.91',
  '03.53.01',
  '04.65.71',
  '05.36.49',
];

export const phoneNumber = (dice: Dice): string =>
  `${dice.pick(FICTION)}.${String(dice.int(0, 99)).padStart(2, '0')}.${String(dice.int(0, 99)).padStart(2, '0')}`;

/** @returns a national identification number with a valid key, agreeing with sex and date of birth. */
function nationalId(dice: Dice, male: boolean, born: Day): string {
  const place = dice.chance(0.03) ? dice.pick(['2A', '2B']) : String(dice.int(1, 95)).padStart(2, '0');
  const department = place === '20' ? '2A' : place;
  const numbers = `${String(dice.int(1, 499)).padStart(3, '0')}${String(dice.int(1, 900)).padStart(3, '0')}`;
  const thirteen = `${male ? 1 : 2}${born.slice(2, 4)}${born.slice(5, 7)}${department}${numbers}`;
  return thirteen + nirKey(thirteen);
}

function address(dice: Dice, name: string, { city, postalCode }: Agency): CustomerRecord['adresse'] {
  const street = `${dice.int(1, 180)} ${legacyText(dice.faker.location.street())}`;
  const inside = dice.chance(0.3) ? `${dice.pick(['APT', 'BAT', 'ESC'])} ${dice.int(1, 40)}` : '';
  const lines = dice.chance(0.25)
    ? [name, inside, '', street, '', `${postalCode} ${city}`]
    : [name, inside, street];
  return { lignes: lines.map((line) => line.slice(0, 38).trim()), codePostal: postalCode, codePays: 'FR' };
}

const consents = (dice: Dice): CustomerRecord['consentements'] =>
  (['MAIL', 'SMS', 'TEL'] as const)
    .filter(() => dice.chance(0.9))
    .map((canal) => ({ canal, valeur: dice.chance(0.6) ? 'O' : 'N' }));

type Identity = Pick<
  CustomerRecord,
  'typePersonne' | 'civilite' | 'nom' | 'prenom' | 'dateNaissance' | 'nir' | 'raisonSociale' | 'siren'
>;

/** A customer's identity, their name on a letter, and the name of their mailbox. */
interface Named {
  readonly identity: Identity;
  readonly name: string;
  readonly mailbox: string;
}

function person(dice: Dice, elder: boolean): Named {
  const male = dice.chance(0.49);
  const born = addDays('2008-01-01', -dice.int(elder ? 20_000 : 0, 27_000));
  const nom = legacyText(dice.faker.person.lastName()).slice(0, 30);
  const prenom = legacyText(dice.faker.person.firstName(male ? 'male' : 'female')).slice(0, 25);
  const civilite = male
    ? '1'
    : dice.weighted([
        ['2' as const, 9],
        ['3' as const, 1],
      ]);
  return {
    name: `${{ 1: 'M', 2: 'MME', 3: 'MLLE' }[civilite]} ${prenom} ${nom}`,
    mailbox: `${prenom}.${nom}`.toLowerCase().replace(/[^a-z.]/g, ''),
    identity: {
      typePersonne: 'P',
      civilite,
      nom,
      prenom,
      dateNaissance: dice.chance(0.02) ? '' : jjmmaaaa(born),
      nir: dice.chance(0.15) ? null : nationalId(dice, male, born),
    },
  };
}

function organisation(dice: Dice): Named {
  const form = dice.pick(['SARL', 'SAS', 'EURL', 'SCI', 'ASSOCIATION']);
  const raisonSociale = `${form} ${legacyText(dice.faker.company.name())}`.slice(0, 38).trim();
  const eight = String(dice.int(30_000_000, 89_999_999));
  return {
    name: raisonSociale,
    mailbox: `contact.${raisonSociale
      .toLowerCase()
      .replace(/[^a-z]/g, '')
      .slice(0, 20)}`,
    identity: {
      typePersonne: 'M',
      civilite: null,
      nom: null,
      prenom: null,
      dateNaissance: '',
      nir: null,
      raisonSociale,
      siren: eight + luhnDigit(eight),
    },
  };
}

/** @param place 1 for the first customer, whom the actor `customer` is. */
function customer(dice: Dice, place: number): Customer {
  const first = place === 1;
  const numeroTiers = String(first ? 1 : 100_000 + place * 37).padStart(12, '0');
  const standing = first
    ? 'ACTIVE'
    : dice.weighted([
        ['ACTIVE' as const, 89],
        ['FORMER' as const, 6],
        ['PROSPECT' as const, 5],
      ]);
  const agency = first ? HOME : dice.weighted(AGENCIES.map((each) => [each, each.weight] as const));
  const deceased = !first && standing === 'ACTIVE' && dice.chance(0.025);
  const { name, mailbox, identity } =
    first || deceased || dice.chance(0.88) ? person(dice, deceased) : organisation(dice);
  const since =
    standing === 'PROSPECT'
      ? TODAY
      : addDays(first ? '2014-03-10' : '2024-06-01', first ? 0 : -dice.int(0, 9_000));
  const until = standing === 'FORMER' ? addDays(FIRST_DAY, dice.int(30, 600)) : undefined;
  const language = first
    ? 'FR'
    : dice.weighted<Language>([
        ['FR', 92],
        ['EN', 3],
        ['DE', 2],
        ['ES', 2],
        ['IT', 1],
      ]);
  const fragile = !first && identity.typePersonne === 'P' && standing === 'ACTIVE' && dice.chance(0.07);
  return {
    agency,
    standing,
    since,
    until,
    language,
    fragile,
    deceased,
    record: {
      numeroTiers,
      ...identity,
      adresse: address(dice, name, agency),
      telephone: first ? '06.39.98.12.34' : dice.chance(0.04) ? '' : phoneNumber(dice),
      courriel: !first && dice.chance(0.12) ? null : `${mailbox}${first ? '' : place}@courriel.example`,
      langue: LANGUAGES[language],
      codeAgence: agency.code,
      dateEntreeRelation: standing === 'PROSPECT' ? '0001-01-01' : since,
      dateFinRelation: until ?? '9999-12-31',
      indicateurFragile: fragile ? 'O' : 'N',
      indicateurDeces: deceased ? 'O' : 'N',
      indicateurContentieux: !first && standing === 'ACTIVE' && dice.chance(0.03) ? 'O' : 'N',
      consentements: consents(dice),
    },
  };
}

/** @returns customers in the order of their numbers; the first is the actor `customer`. */
export const createPeople = (dice: Dice, count: number): Customer[] =>
  Array.from({ length: count }, (_, place) => customer(dice, place + 1));
