import { code } from '../shared/legacy-values';
import { CardType } from './account.enum';
import { ownerOf } from './account.record';
import type { Cell } from '../shared/cell';
import { cellOf, type TableRecord, tableReader } from '../shared/projection/table-reader';
import type { RepairColumn } from '../shared/code-page';
import type { Wanted } from '../shared/projection/wanted';
import { flag, matching, monthEnd, text } from '../shared/table-values';

/** One payment card of the ledger (TCAR0010): of its fields those that the operation needs. */
export interface CardRecord {
  /** CAR_ID, 12 characters. */
  readonly reference: string;
  /** CAR_CPT, the account that it pays from. */
  readonly account: string;
  /** The account's holder and branch. */
  readonly customer: string;
  readonly branch: string;
  readonly maskedNumber: Cell<string>;
  readonly type: Cell<CardType>;
  readonly expiresOn: Cell<string | null>;
  readonly blocked: Cell<boolean>;
}

const TYPES: Readonly<Record<string, CardType>> = {
  '01': CardType.IMMEDIATE_DEBIT,
  '02': CardType.DEFERRED_DEBIT,
  '03': CardType.SYSTEMATIC_AUTHORISATION,
};

type Column = keyof typeof COLUMNS;

/** C is TCAR0010, A the account's TCPT0010. */
const COLUMNS = {
  CAR_ID: 'C.CAR_ID',
  CAR_CPT: 'C.CAR_CPT',
  CPT_TIERS: 'A.CPT_TIERS',
  CPT_GUI: 'A.CPT_GUI',
  CAR_PAN: 'C.CAR_PAN',
  CAR_TYP: 'C.CAR_TYP',
  CAR_EXP: 'C.CAR_EXP',
  CAR_OPP: 'C.CAR_OPP',
} as const;

type CardKey = Pick<CardRecord, 'reference' | 'account' | 'customer' | 'branch'>;

const CARD: TableRecord<Column, CardKey, Omit<CardRecord, keyof CardKey>> = {
  type: 'Card',
  columns: COLUMNS,
  always: ['CAR_ID', 'CAR_CPT', 'CPT_TIERS', 'CPT_GUI'],
  key: ({ at }) => ({
    reference: text(at('CAR_ID'), 'TCAR0010.CAR_ID'),
    account: text(at('CAR_CPT'), 'TCAR0010.CAR_CPT'),
    ...ownerOf(at('CPT_TIERS'), at('CPT_GUI')),
  }),
  fields: {
    // A whole number has no business here: it is withheld like any other value of the wrong form.
    maskedNumber: cellOf<Column, string>(['CAR_PAN'], (at) =>
      matching(at('CAR_PAN'), /^\d{4,6}\*{4,}\d{4}$/, 'a card number without its middle', 'TCAR0010.CAR_PAN'),
    ),
    type: cellOf<Column, CardType>(['CAR_TYP'], (at) =>
      code(TYPES, text(at('CAR_TYP'), 'TCAR0010.CAR_TYP'), 'TCAR0010.CAR_TYP'),
    ),
    expiresOn: cellOf<Column, string | null>(['CAR_EXP'], (at) =>
      monthEnd(at('CAR_EXP'), 'TCAR0010.CAR_EXP'),
    ),
    blocked: cellOf<Column, boolean>(['CAR_OPP'], (at) => flag(at('CAR_OPP'), 'TCAR0010.CAR_OPP')),
  },
};

/** Reads cards for one operation. */
export type CardReader = ReturnType<typeof cardReader>;

/** @param wanted the fields that the operation needs; of a record the others are missing. */
export const cardReader = (wanted: Wanted, repair?: RepairColumn) => tableReader(CARD, wanted, repair);
