import type { Money } from '../../schema/kernel/money';
import { ownerOf } from './account.record';
import type { Cell } from '../shared/cell';
import { cellOf, type TableRecord, tableReader } from '../shared/projection/table-reader';
import type { RepairColumn } from '../shared/code-page';
import type { Wanted } from '../shared/projection/wanted';
import {
  centsAmount,
  centuryDay,
  compactDay,
  matching,
  text,
  timestamp,
  whole,
} from '../shared/table-values';

/** One operation of the ledger (TMVT0010): of its fields those that the operation needs. */
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

type Column = keyof typeof COLUMNS;

/** M is TMVT0010, A the account's TCPT0010. */
const COLUMNS = {
  MVT_ID: 'M.MVT_ID',
  MVT_CPT: 'M.MVT_CPT',
  CPT_TIERS: 'A.CPT_TIERS',
  CPT_GUI: 'A.CPT_GUI',
  MVT_DTO: 'M.MVT_DTO',
  MVT_DTV: 'CAST(M.MVT_DTV AS CHAR(10))',
  MVT_HOR: 'CAST(M.MVT_HOR AS CHAR(26))',
  MVT_MNT: 'CAST(M.MVT_MNT AS CHAR(15))',
  MVT_SNS: 'M.MVT_SNS',
  MVT_DEV: 'M.MVT_DEV',
  MVT_COD: 'M.MVT_COD',
  MVT_LIB: 'M.MVT_LIB',
} as const;

type OperationKey = Pick<OperationRecord, 'reference' | 'account' | 'customer' | 'branch'>;

const OPERATION: TableRecord<Column, OperationKey, Omit<OperationRecord, keyof OperationKey>> = {
  type: 'Operation',
  columns: COLUMNS,
  always: ['MVT_ID', 'MVT_CPT', 'CPT_TIERS', 'CPT_GUI'],
  key: ({ at }) => ({
    reference: text(at('MVT_ID'), 'TMVT0010.MVT_ID'),
    account: text(at('MVT_CPT'), 'TMVT0010.MVT_CPT'),
    ...ownerOf(at('CPT_TIERS'), at('CPT_GUI')),
  }),
  fields: {
    booked: { of: ['MVT_DTO'], read: ({ at }) => whole(at('MVT_DTO'), 'TMVT0010.MVT_DTO') },
    bookedOn: cellOf<Column, string | null>(['MVT_DTO'], (at) =>
      centuryDay(at('MVT_DTO'), 'TMVT0010.MVT_DTO'),
    ),
    valueOn: cellOf<Column, string | null>(['MVT_DTV'], (at) =>
      compactDay(at('MVT_DTV'), 'TMVT0010.MVT_DTV'),
    ),
    postedAt: cellOf<Column, Date>(['MVT_HOR'], (at) => timestamp(at('MVT_HOR'), 'TMVT0010.MVT_HOR')),
    amount: cellOf<Column, Money>(['MVT_MNT', 'MVT_SNS', 'MVT_DEV'], (at) =>
      centsAmount({
        value: at('MVT_MNT'),
        sign: at('MVT_SNS'),
        currency: at('MVT_DEV'),
        places: { value: 'TMVT0010.MVT_MNT', sign: 'TMVT0010.MVT_SNS', currency: 'TMVT0010.MVT_DEV' },
      }),
    ),
    code: cellOf<Column, string>(['MVT_COD'], (at) =>
      matching(at('MVT_COD'), /^[\dA-Z]{2}$/, 'an operation code', 'TMVT0010.MVT_COD'),
    ),
    label: cellOf<Column, string>(['MVT_LIB'], (at) => text(at('MVT_LIB'), 'TMVT0010.MVT_LIB')),
  },
};

/** Reads operations for one operation of a caller. */
export type OperationReader = ReturnType<typeof operationReader>;

/** @param wanted the fields that the operation needs; of a record the others are missing. */
export const operationReader = (wanted: Wanted, repair?: RepairColumn) =>
  // An account's operations stand in the order of their booking.
  tableReader(
    OPERATION,
    (type, field) => wanted(type, field) || (field === 'booked' && wanted('Account', 'operations')),
    repair,
  );

/** Columns by which lists are ordered, as they are selected. */
export const ORDER_COLUMNS = [COLUMNS.MVT_DTO, COLUMNS.MVT_ID] as const;
