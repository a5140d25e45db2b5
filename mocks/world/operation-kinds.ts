import type { Day } from './calendar';
import { legacyText } from './people';
import type { Dice } from './random';

export type OperationKind =
  | 'CARD'
  | 'ATM'
  | 'TRANSFER_OUT'
  | 'TRANSFER_IN'
  | 'SALARY'
  | 'PENSION'
  | 'RENT'
  | 'DIRECT_DEBIT'
  | 'DIRECT_DEBIT_REJECTED'
  | 'CHEQUE'
  | 'CHEQUE_IN'
  | 'CHEQUE_REJECTED'
  | 'SAVING'
  | 'FEE_INTERVENTION'
  | 'FEE_REJECTION'
  | 'FEE_CHEQUE_REJECTION'
  | 'FEE_OFFER'
  | 'FEE_ACCOUNT'
  | 'FEE_CARD'
  | 'FEE_INTEREST'
  | 'REFUND';

/** How the ledger spells one kind of operation. */
interface Kind {
  /** CFONB interbank operation code. */
  readonly code: string;
  readonly sign: 'D' | 'C';
  /** Cents. */
  readonly amount: (dice: Dice) => number;
  /** At most 32 characters; longer ones are cut, as the ledger does. */
  readonly text: (dice: Dice, day: Day, city: string) => string;
}

const SHOPS = [
  'SUPERMARCHE DES HALLES',
  'BOULANGERIE DU PONT',
  'STATION SERVICE A7',
  'PHARMACIE DE LA GARE',
  'LIBRAIRIE DU COIN',
  'BRICO MAISON',
  'RESTAURANT LE PLATANE',
  'CHAUSSURES BELPAS',
  'VOYAGES AZUR LIGNE',
  'JEUX EN LIGNE PIXELO',
  'MARCHE NET PARIS',
  'ELECTRO CENTRE',
];
const CREDITORS = [
  'ELECTRICITE NOUVELLE',
  'TELECOM HORIZON',
  'EAUX DU BASSIN',
  'MUTUELLE LES TILLEULS',
  'ASSUR AUTO PLUS',
  'SALLE SPORT FORME',
  'IMPOTS DGFIP',
  'STREAM VIDEO CLUB',
];

const dayMonth = (day: Day): string => `${day.slice(8)}/${day.slice(5, 7)}`;
const surname = (dice: Dice): string => legacyText(dice.faker.person.lastName());
const between =
  (min: number, max: number) =>
  (dice: Dice): number =>
    dice.int(min, max);
const fixed =
  (...cents: number[]) =>
  (dice: Dice): number =>
    dice.pick(cents);
const always = (label: string) => (): string => label;

export const kinds: Readonly<Record<OperationKind, Kind>> = {
  CARD: {
    code: '11',
    sign: 'D',
    amount: (dice) => (dice.chance(0.85) ? dice.int(190, 9_900) : dice.int(10_000, 89_900)),
    text: (dice, day) => `CB ${dice.pick(SHOPS)} ${dayMonth(day)}`,
  },
  ATM: {
    code: '13',
    sign: 'D',
    amount: (dice) => dice.int(1, 20) * 2_000,
    text: (dice, day, city) => `RETRAIT DAB ${dayMonth(day)} ${city}`,
  },
  TRANSFER_OUT: {
    code: '06',
    sign: 'D',
    amount: between(1_500, 180_000),
    text: (dice) => `VIR SEPA ${dice.chance(0.5) ? 'INST ' : ''}${surname(dice)}`,
  },
  TRANSFER_IN: {
    code: '05',
    sign: 'C',
    amount: between(1_000, 120_000),
    text: (dice) => `VIR SEPA RECU ${surname(dice)}`,
  },
  SALARY: {
    code: '05',
    sign: 'C',
    amount: between(135_000, 420_000),
    text: (dice) => `VIR SALAIRE ${legacyText(dice.faker.company.name())}`,
  },
  PENSION: {
    code: '05',
    sign: 'C',
    amount: between(90_000, 240_000),
    text: always('VIR CAISSE DE RETRAITE'),
  },
  RENT: { code: '06', sign: 'D', amount: fixed(74_500), text: always('VIR SEPA LOYER') },
  DIRECT_DEBIT: {
    code: '08',
    sign: 'D',
    amount: between(990, 18_000),
    text: (dice) => `PRLV SEPA ${dice.pick(CREDITORS)}`,
  },
  DIRECT_DEBIT_REJECTED: {
    code: '09',
    sign: 'C',
    amount: between(1_990, 18_000),
    text: (dice) => `REJET PRLV ${dice.pick(CREDITORS)}`,
  },
  CHEQUE: {
    code: '01',
    sign: 'D',
    amount: between(1_000, 60_000),
    text: (dice) => `CHEQUE ${dice.int(1_000_000, 9_999_999)}`,
  },
  CHEQUE_IN: { code: '02', sign: 'C', amount: between(2_000, 80_000), text: always('REMISE CHEQUE') },
  CHEQUE_REJECTED: { code: '03', sign: 'C', amount: between(1_000, 60_000), text: always('REJET CHEQUE') },
  SAVING: {
    code: '05',
    sign: 'C',
    amount: (dice) => dice.int(1, 30) * 1_000,
    text: always('VERSEMENT EPARGNE'),
  },
  FEE_INTERVENTION: {
    code: '62',
    sign: 'D',
    amount: fixed(800, 800, 800, 400),
    text: always('COMMISSION D INTERVENTION'),
  },
  // Some rejections were charged above the legal limit of 20 EUR: a rule can find and refund them.
  FEE_REJECTION: {
    code: '62',
    sign: 'D',
    amount: fixed(2_000, 2_000, 2_000, 2_500),
    text: always('FRAIS REJET PRELEVEMENT'),
  },
  FEE_CHEQUE_REJECTION: { code: '62', sign: 'D', amount: fixed(3_000), text: always('FRAIS REJET CHEQUE') },
  FEE_OFFER: { code: '62', sign: 'D', amount: fixed(300), text: always('COTISATION OFFRE SPECIFIQUE') },
  FEE_ACCOUNT: { code: '62', sign: 'D', amount: fixed(200, 250), text: always('FRAIS TENUE DE COMPTE') },
  FEE_CARD: { code: '62', sign: 'D', amount: fixed(4_500, 13_900), text: always('COTISATION CARTE') },
  FEE_INTEREST: {
    code: '91',
    sign: 'D',
    amount: between(50, 1_900),
    text: always('INTERETS DEBITEURS AGIOS'),
  },
  REFUND: { code: '05', sign: 'C', amount: fixed(0), text: always('REMB RECLAMATION') },
};
