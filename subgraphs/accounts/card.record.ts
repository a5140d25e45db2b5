import type { SourceName } from '../../schema/kernel/source-errors';
import type { RawRow } from '../../schema/ports/sql';
import { code } from '../shared/legacy-values';
import { CardType } from './account.enum';
import { ownerOf } from './account.record';
import { type Cell, cell } from '../shared/cell';
import { flag, matching, monthEnd, text } from '../shared/table-values';

/** One payment card of the ledger (TCAR0010). */
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

/** What `cardRecord` reads, in this order; C is TCAR0010, A the account's TCPT0010. */
export const CARD_COLUMNS =
  'C.CAR_ID, C.CAR_CPT, A.CPT_TIERS, A.CPT_GUI, C.CAR_PAN, C.CAR_TYP, C.CAR_EXP, C.CAR_OPP';

const TYPES: Readonly<Record<string, CardType>> = {
  '01': CardType.IMMEDIATE_DEBIT,
  '02': CardType.DEFERRED_DEBIT,
  '03': CardType.SYSTEMATIC_AUTHORISATION,
};

/** @throws {LegacyDataError} the card cannot be told, or whose it is: nobody may see the rest. */
export function cardRecord(row: RawRow, source: SourceName): CardRecord {
  const [reference, account, customer, branch, number, type, expiry, blocked] = row;
  const of = <T>(read: () => T): Cell<T> => cell(source, read);
  return {
    reference: text(reference, 'TCAR0010.CAR_ID'),
    account: text(account, 'TCAR0010.CAR_CPT'),
    ...ownerOf(customer, branch),
    // A whole number has no business here: it is withheld like any other value of the wrong form.
    maskedNumber: of(() =>
      matching(number, /^\d{4,6}\*{4,}\d{4}$/, 'a card number without its middle', 'TCAR0010.CAR_PAN'),
    ),
    type: of(() => code(TYPES, text(type, 'TCAR0010.CAR_TYP'), 'TCAR0010.CAR_TYP')),
    expiresOn: of(() => monthEnd(expiry, 'TCAR0010.CAR_EXP')),
    blocked: of(() => flag(blocked, 'TCAR0010.CAR_OPP')),
  };
}
