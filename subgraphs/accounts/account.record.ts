import type { Money } from '../../schema/kernel/money';
import type { SourceName } from '../../schema/kernel/source-errors';
import type { RawRow } from '../../schema/ports/sql';
import { code } from '../shared/legacy-values';
import { AccountType } from './account.enum';
import { type Cell, cell } from '../shared/cell';
import { centuryDay, currency, decimalAmount, matching, text } from '../shared/table-values';
import { ibanOf } from './rib.record';

/** One account of the ledger (TCPT0010). */
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

/** What `accountRecord` reads, in this order; A is TCPT0010. */
export const ACCOUNT_COLUMNS =
  'A.CPT_NUM, A.CPT_TIERS, A.CPT_GUI, A.CPT_BQE, A.CPT_CLE, A.CPT_TYP, A.CPT_DEV, CAST(A.CPT_SLD AS CHAR(17)), A.CPT_SNS, A.CPT_DTO, A.CPT_DTF';

const TYPES: Readonly<Record<string, AccountType>> = {
  '001': AccountType.CURRENT,
  '002': AccountType.LIVRET_A,
  '003': AccountType.LDDS,
  '004': AccountType.PEL,
  '010': AccountType.JOINT,
  '020': AccountType.BUSINESS,
};

/** @throws {LegacyDataError} the account cannot be told, or whose it is: nobody may see the rest. */
export function accountRecord(row: RawRow, source: SourceName): AccountRecord {
  const [number, customer, branch, bank, key, type, unit, balance, sign, openedOn, closedOn] = row;
  const of = <T>(read: () => T): Cell<T> => cell(source, read);
  const facts = {
    number: matching(number, /^[\dA-Z]{11}$/, 'an account number', 'TCPT0010.CPT_NUM'),
    ...ownerOf(customer, branch),
  };
  return {
    ...facts,
    iban: of(() =>
      ibanOf(
        {
          bank: text(bank, 'TCPT0010.CPT_BQE'),
          branch: facts.branch,
          account: facts.number,
          key: text(key, 'TCPT0010.CPT_CLE'),
        },
        'TCPT0010.CPT_CLE',
      ),
    ),
    type: of(() => code(TYPES, text(type, 'TCPT0010.CPT_TYP'), 'TCPT0010.CPT_TYP')),
    currency: of(() => currency(unit, 'TCPT0010.CPT_DEV')),
    balance: of(() =>
      decimalAmount({
        value: balance,
        sign,
        currency: unit,
        places: { value: 'TCPT0010.CPT_SLD', sign: 'TCPT0010.CPT_SNS', currency: 'TCPT0010.CPT_DEV' },
      }),
    ),
    openedOn: of(() => centuryDay(openedOn, 'TCPT0010.CPT_DTO')),
    closedOn: of(() => centuryDay(closedOn, 'TCPT0010.CPT_DTF')),
  };
}

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
