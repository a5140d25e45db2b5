import { aaaammjj, addDays, addMonths, cyymmdd, type Day, FIRST_DAY, TODAY } from './calendar';
import { ribKey } from './keys';
import { kinds, type OperationKind } from './operation-kinds';
import type { Customer } from './people';
import { BANK_CODE } from './places';
import type { Dice } from './random';
import type { AccountRow, CardRow, OperationRow } from './shapes';

/** One operation, before it is spelled as a row. */
export interface Operation {
  readonly row: OperationRow;
  readonly kind: OperationKind;
  readonly day: Day;
  /** Cents, without a sign. */
  readonly cents: number;
  readonly account: Account;
}

export interface Account {
  readonly number: string;
  readonly holder: Customer;
  readonly type: string;
  readonly openedOn: Day;
  readonly closedOn: Day | undefined;
  readonly deleted: boolean;
  readonly cards: CardRow[];
  readonly operations: Operation[];
  /** Cents before the first operation. */
  readonly opening: number;
}

/** CPT_TYP of accounts for daily use. */
const DAILY = ['001', '010', '020'];
const LETTERS = 'ABCDEFGHJKLMNPRSTUVWXYZ';

/** Books operations and hands out their references. */
export interface Ledger {
  readonly accounts: readonly Account[];
  book(account: Account, kind: OperationKind, day: Day, cents?: number, label?: string): Operation;
}

export const isDaily = (account: Account): boolean => DAILY.includes(account.type);
export const isOpenOn = (account: Account, day: Day): boolean =>
  !account.deleted && account.openedOn <= day && (account.closedOn === undefined || day < account.closedOn);

/** @returns every account and its life over the 24 months. */
export function createLedger(dice: Dice, people: readonly Customer[]): Ledger {
  const numbers = new Set<string>();
  let sequence = 0;
  let cardSequence = 0;

  function accountNumber(): string {
    for (;;) {
      const letter = dice.chance(0.1) ? dice.pick([...LETTERS]) : '0';
      const number = `${letter}${String(dice.int(0, 9_999_999_999)).padStart(10, '0')}`;
      if (!numbers.has(number)) {
        numbers.add(number);
        return number;
      }
    }
  }

  function card(account: string, expired: boolean): CardRow {
    const month = expired ? addMonths(TODAY, -dice.int(1, 20)) : addMonths(TODAY, dice.int(0, 36));
    return {
      CAR_ID: String((cardSequence += 1)).padStart(12, '0'),
      CAR_CPT: account,
      CAR_PAN: `${dice.pick(['497012', '497034', '513210'])}******${String(dice.int(0, 9999)).padStart(4, '0')}`,
      CAR_TYP: dice.weighted([
        ['01', 6],
        ['02', 3],
        ['03', 1],
      ]),
      CAR_EXP: `${month.slice(2, 4)}${month.slice(5, 7)}`,
      CAR_OPP: dice.chance(0.06) ? 'O' : 'N',
    };
  }

  function open(holder: Customer, type: string, deleted = false): Account {
    const number = accountNumber();
    const daily = DAILY.includes(type);
    const openedOn = dice.chance(0.7) ? holder.since : addDays(holder.since, dice.int(0, 150));
    const cards: CardRow[] = [];
    if (daily && !deleted && dice.chance(0.92)) {
      cards.push(card(number, false));
      if (dice.chance(0.3)) cards.push(card(number, true));
    }
    const opening = daily ? dice.int(-20_000, 400_000) : dice.int(5_000, 2_200_000);
    return {
      number,
      holder,
      type,
      openedOn,
      closedOn: holder.until,
      deleted,
      cards,
      operations: [],
      opening,
    };
  }

  function book(account: Account, kind: OperationKind, day: Day, cents?: number, label?: string): Operation {
    const { code, sign, amount, text } = kinds[kind];
    const value = cents ?? amount(dice);
    const pad = (value: number, size = 2): string => String(value).padStart(size, '0');
    const clock = `${pad(dice.int(6, 21))}:${pad(dice.int(0, 59))}:${pad(dice.int(0, 59))}`;
    const row: OperationRow = {
      MVT_ID: `${aaaammjj(day)}${pad((sequence += 1), 8)}`,
      MVT_CPT: account.number,
      MVT_DTO: cyymmdd(day),
      MVT_DTV: dice.chance(0.02) ? 0 : aaaammjj(dice.chance(0.6) ? day : addDays(day, 1)),
      MVT_HOR: `${day} ${clock}.${pad(dice.int(0, 999_999), 6)}`,
      MVT_MNT: value,
      MVT_SNS: sign,
      MVT_DEV: 'EUR',
      MVT_COD: code,
      MVT_LIB: (label ?? text(dice, day, account.holder.agency.city)).slice(0, 32).trim(),
    };
    const operation = { row, kind, day, cents: value, account };
    account.operations.push(operation);
    return operation;
  }

  /** One month of one account for daily use: income, rent and bills come each month, the rest as it comes. */
  function live(account: Account, month: Day, busy: boolean, habits: readonly OperationKind[]): void {
    const on = (offset: number): Day => addDays(month, offset);
    const last = account.closedOn ?? TODAY;
    const happen = (kind: OperationKind, day: Day): void => {
      if (day >= account.openedOn && day < last && day >= FIRST_DAY) book(account, kind, day);
    };
    for (const kind of habits)
      happen(kind, on({ SALARY: 26, PENSION: 8, RENT: 3, DIRECT_DEBIT: 9 }[kind as string] ?? 14));
    for (let left = busy ? dice.int(7, 10) : dice.int(0, 2); left > 0; left -= 1) {
      const kind = dice.weighted<OperationKind>([
        ['CARD', 34],
        ['DIRECT_DEBIT', 12],
        ['TRANSFER_OUT', 14],
        ['TRANSFER_IN', 8],
        ['ATM', 10],
        ['CHEQUE', 6],
        ['CHEQUE_IN', 3],
        ['FEE_INTERVENTION', account.holder.fragile ? 16 : 4],
        ['DIRECT_DEBIT_REJECTED', 3],
        ['FEE_ACCOUNT', 4],
        ['FEE_CARD', 2],
        ['FEE_INTEREST', 2],
      ]);
      const day = on(dice.int(0, 27));
      happen(kind, day);
      if (kind === 'DIRECT_DEBIT_REJECTED') happen('FEE_REJECTION', day);
    }
  }

  const accounts = people.flatMap((holder, place) => {
    if (holder.standing === 'PROSPECT') return [];
    if (holder.record.typePersonne === 'M') return [open(holder, '020')];
    const own = [open(holder, place > 0 && dice.chance(0.18) ? '010' : '001')];
    if (place === 0 || dice.chance(0.6)) own.push(open(holder, '002'));
    if (dice.chance(0.25)) own.push(open(holder, '003'));
    if (dice.chance(0.1)) own.push(open(holder, '004'));
    if (dice.chance(0.02)) own.push(open(holder, '001', true));
    return own;
  });
  for (const account of accounts.filter((each) => !each.deleted)) {
    const first = account.holder === people[0];
    const income: OperationKind =
      account.type === '020' ? 'TRANSFER_IN' : dice.chance(0.7) ? 'SALARY' : 'PENSION';
    const habits: OperationKind[] = dice.chance(0.45) || first ? [income] : [];
    if (first) habits.push('RENT', 'DIRECT_DEBIT');
    for (let month = FIRST_DAY; month < TODAY; month = addMonths(month, 1)) {
      if (isDaily(account)) live(account, month, first, habits);
      else if (dice.chance(0.13) && isOpenOn(account, addDays(month, 15)) && addDays(month, 15) < TODAY)
        book(account, 'SAVING', addDays(month, 15));
    }
  }
  return { accounts, book };
}

/** @returns the row of an account, its balance being what its operations make of the opening one. */
export function accountRow({
  number,
  holder,
  type,
  openedOn,
  closedOn,
  deleted,
  operations,
  opening,
}: Account): AccountRow {
  const sum = operations.reduce(
    (total, { cents, row }) => total + (row.MVT_SNS === 'C' ? cents : -cents),
    opening,
  );
  // Who spends more than comes in had savings before the 24 months; one in five is overdrawn.
  const short = number.endsWith('3') || number.endsWith('7') ? -(-sum % 90_000) : (-sum % 700_000) + 1_250;
  const balance = closedOn ? 0 : sum >= 0 ? sum : short;
  const cents = String(Math.abs(balance)).padStart(3, '0');
  return {
    CPT_NUM: number,
    CPT_BQE: BANK_CODE,
    CPT_GUI: holder.agency.code,
    CPT_CLE: ribKey(BANK_CODE, holder.agency.code, number),
    CPT_TIERS: holder.record.numeroTiers,
    CPT_TYP: type,
    CPT_DEV: 'EUR',
    CPT_SLD: `${cents.slice(0, -2)}.${cents.slice(-2)}`,
    CPT_SNS: balance < 0 ? 'D' : 'C',
    CPT_DTO: cyymmdd(openedOn),
    CPT_DTF: closedOn ? cyymmdd(closedOn) : Number(number.slice(-1)) % 3 === 0 ? 9_999_999 : 0,
    CPT_TOP: deleted ? 'S' : ' ',
  };
}
