import type { Money } from '../../schema/kernel/money';
import type { SourceName } from '../../schema/kernel/source-errors';
import type { RawRow } from '../../schema/ports/sql';
import { ownerOf } from './account.record';
import { type Cell, cell } from '../shared/cell';
import {
  centsAmount,
  centuryDay,
  compactDay,
  matching,
  text,
  timestamp,
  whole,
} from '../shared/table-values';

/** One operation of the ledger (TMVT0010). */
export interface OperationRecord {
  /** MVT_ID, 16 characters. */
  readonly reference: string;
  /** MVT_CPT, the account. */
  readonly account: string;
  /** The account's holder and branch. */
  readonly customer: string;
  readonly branch: string;
  /** MVT_DTO as it stands (CYYMMDD): the operation's place among the others. */
  readonly booked: number;
  readonly bookedOn: Cell<string | null>;
  readonly valueOn: Cell<string | null>;
  readonly postedAt: Cell<Date>;
  /** Negative for a debit. */
  readonly amount: Cell<Money>;
  readonly code: Cell<string>;
  readonly label: Cell<string>;
}

/** What `operationRecord` reads, in this order; M is TMVT0010, A the account's TCPT0010. */
export const OPERATION_COLUMNS = [
  'M.MVT_ID',
  'M.MVT_CPT',
  'A.CPT_TIERS',
  'A.CPT_GUI',
  'M.MVT_DTO',
  'CAST(M.MVT_DTV AS CHAR(10))',
  'CAST(M.MVT_HOR AS CHAR(26))',
  'CAST(M.MVT_MNT AS CHAR(15))',
  'M.MVT_SNS',
  'M.MVT_DEV',
  'M.MVT_COD',
  'M.MVT_LIB',
] as const;

/** @throws {LegacyDataError} the operation cannot be told, its place, or whose it is: nobody may see the rest. */
export function operationRecord(row: RawRow, source: SourceName): OperationRecord {
  const [reference, account, customer, branch, bookedOn, valueOn, postedAt, cents, sign, unit, code, label] =
    row;
  const of = <T>(read: () => T): Cell<T> => cell(source, read);
  return {
    reference: text(reference, 'TMVT0010.MVT_ID'),
    account: text(account, 'TMVT0010.MVT_CPT'),
    ...ownerOf(customer, branch),
    booked: whole(bookedOn, 'TMVT0010.MVT_DTO'),
    bookedOn: of(() => centuryDay(bookedOn, 'TMVT0010.MVT_DTO')),
    valueOn: of(() => compactDay(valueOn, 'TMVT0010.MVT_DTV')),
    postedAt: of(() => timestamp(postedAt, 'TMVT0010.MVT_HOR')),
    amount: of(() =>
      centsAmount({
        value: cents,
        sign,
        currency: unit,
        places: { value: 'TMVT0010.MVT_MNT', sign: 'TMVT0010.MVT_SNS', currency: 'TMVT0010.MVT_DEV' },
      }),
    ),
    code: of(() => matching(code, /^[\dA-Z]{2}$/, 'an operation code', 'TMVT0010.MVT_COD')),
    label: of(() => text(label, 'TMVT0010.MVT_LIB')),
  };
}
