/** A branch of the bank. */
export interface Agency {
  /** 5 digits: `codeAgence` of the customer file and `CPT_GUI` of the ledger. */
  readonly code: string;
  readonly city: string;
  readonly postalCode: string;
  /** Staff numbers of its advisers. */
  readonly advisers: readonly string[];
  /** How many customers it has, against the others. */
  readonly weight: number;
}

const agency = (code: string, city: string, postalCode: string, weight: number): Agency => ({
  code,
  city,
  postalCode,
  weight,
  advisers: [0, 1, 2].map((n) => `A${Number(code) * 10 + 100_000 + n}`),
});

/** The branch of the first customer and of the actor `adviser`. */
export const HOME = agency('01042', 'PARIS', '75011', 4);
/** The staff number of the actor `adviser`. */
export const HOME_ADVISER = HOME.advisers[0]!;

export const AGENCIES: readonly Agency[] = [
  HOME,
  agency('01057', 'PARIS', '75015', 2),
  agency('02011', 'LYON', '69003', 2),
  agency('02026', 'DIJON', '21000', 1),
  agency('03004', 'MARSEILLE', '13006', 2),
  agency('03019', 'NICE', '06000', 1),
  agency('04008', 'TOULOUSE', '31000', 2),
  agency('04023', 'BORDEAUX', '33000', 1),
  agency('05012', 'NANTES', '44000', 2),
  agency('05031', 'RENNES', '35000', 1),
  agency('06007', 'LILLE', '59000', 2),
  agency('07015', 'STRASBOURG', '67000', 1),
];

/** The complaints service sits at the head office. */
export const HEAD_OFFICE = '00001';
/** Staff numbers of the complaints service. */
export const OFFICERS: readonly string[] = ['C200118', 'C200231', 'C200374', 'C200405', 'C200562', 'C200617'];

export const BANK_CODE = '18959';
