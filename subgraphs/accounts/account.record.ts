import type { Money } from '../../schema/kernel/money';
import { code } from '../shared/legacy-values';
import { AccountType } from './account.enum';
import type { Cell } from '../shared/cell';
import { cellOf, type TableRecord, tableReader } from '../shared/projection/table-reader';
import type { RepairColumn } from '../shared/code-page';
import type { Wanted } from '../shared/projection/wanted';
import { centuryDay, currency, decimalAmount, matching, text } from '../shared/table-values';
import { ibanOf } from './rib.record';

/** One account of the ledger (TCPT0010): of its fields those that the operation needs. */
export interface AccountRecord {
  /** CPT_NUM, 11 digits or letters. */
  readonly number: string;
  /** CPT_TIERS, the holder's customer number. */
  readonly customer: string;
  /** CPT_GUI, 5 digits. */
  readonly branch: string;
  readonly iban: Cell<string>;
  readonly type: Cell<AccountType>;
  readonly currency: Cell<string>;
  /** Negative when overdrawn. */
  readonly balance: Cell<Money>;
  readonly openedOn: Cell<string | null>;
  readonly closedOn: Cell<string | null>;
}

const TYPES: Readonly<Record<string, AccountType>> = {
  '001': AccountType.CURRENT,
  '002': AccountType.LIVRET_A,
  '003': AccountType.LDDS,
  '004': AccountType.PEL,
  '010': AccountType.JOINT,
  '020': AccountType.BUSINESS,
};

type Column = keyof typeof COLUMNS;

/** A is TCPT0010. */
const COLUMNS = {
  CPT_NUM: 'A.CPT_NUM',
  CPT_TIERS: 'A.CPT_TIERS',
  CPT_GUI: 'A.CPT_GUI',
  CPT_BQE: 'A.CPT_BQE',
  CPT_CLE: 'A.CPT_CLE',
  CPT_TYP: 'A.CPT_TYP',
  CPT_DEV: 'A.CPT_DEV',
  CPT_SLD: 'CAST(A.CPT_SLD AS CHAR(17))',
  CPT_SNS: 'A.CPT_SNS',
  CPT_DTO: 'A.CPT_DTO',
  CPT_DTF: 'A.CPT_DTF',
} as const;

type AccountKey = Pick<AccountRecord, 'number' | 'customer' | 'branch'>;

const keyOf = (at: (column: Column) => unknown): AccountKey => ({
  number: matching(at('CPT_NUM'), /^[\dA-Z]{11}$/, 'an account number', 'TCPT0010.CPT_NUM'),
  ...ownerOf(at('CPT_TIERS'), at('CPT_GUI')),
});

const ACCOUNT: TableRecord<Column, AccountKey, Omit<AccountRecord, keyof AccountKey>> = {
  type: 'Account',
  columns: COLUMNS,
  always: ['CPT_NUM', 'CPT_TIERS', 'CPT_GUI'],
  key: ({ at }) => keyOf(at),
  fields: {
    iban: cellOf<Column, string>(['CPT_BQE', 'CPT_CLE'], (at) => {
      const { branch, number: account } = keyOf(at);
      const [bank, key] = [text(at('CPT_BQE'), 'TCPT0010.CPT_BQE'), text(at('CPT_CLE'), 'TCPT0010.CPT_CLE')];
      return ibanOf({ bank, branch, account, key }, 'TCPT0010.CPT_CLE');
    }),
    type: cellOf<Column, AccountType>(['CPT_TYP'], (at) =>
      code(TYPES, text(at('CPT_TYP'), 'TCPT0010.CPT_TYP'), 'TCPT0010.CPT_TYP'),
    ),
    currency: cellOf<Column, string>(['CPT_DEV'], (at) => currency(at('CPT_DEV'), 'TCPT0010.CPT_DEV')),
    balance: cellOf<Column, Money>(['CPT_SLD', 'CPT_SNS', 'CPT_DEV'], (at) =>
      decimalAmount({
        value: at('CPT_SLD'),
        sign: at('CPT_SNS'),
        currency: at('CPT_DEV'),
        places: { value: 'TCPT0010.CPT_SLD', sign: 'TCPT0010.CPT_SNS', currency: 'TCPT0010.CPT_DEV' },
      }),
    ),
    openedOn: cellOf<Column, string | null>(['CPT_DTO'], (at) =>
      centuryDay(at('CPT_DTO'), 'TCPT0010.CPT_DTO'),
    ),
    closedOn: cellOf<Column, string | null>(['CPT_DTF'], (at) =>
      centuryDay(at('CPT_DTF'), 'TCPT0010.CPT_DTF'),
    ),
  },
};

/** Reads accounts for one operation. */
export type AccountReader = ReturnType<typeof accountReader>;

/** @param wanted the fields that the operation needs; of a record the others are missing. */
export const accountReader = (wanted: Wanted, repair?: RepairColumn) => tableReader(ACCOUNT, wanted, repair);

/**
 * Whose an account is and which branch keeps it: what decides who may see anything of it.
 *
 * @throws {LegacyDataError} either is not what it has to be.
 */
export function ownerOf(customer: unknown, branch: unknown): Pick<AccountRecord, 'customer' | 'branch'> {
  return {
    customer: matching(customer, /^\d{12}$/, 'a customer number', 'TCPT0010.CPT_TIERS'),
    branch: matching(branch, /^\d{5}$/, 'a branch code', 'TCPT0010.CPT_GUI'),
  };
}
