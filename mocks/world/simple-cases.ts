import { addDays, type Day } from './calendar';
import type { Account, Ledger, Operation } from './ledger';
import type { OperationKind } from './operation-kinds';
import type { Dice } from './random';

/** A contested fee with what the bank's own records say of it. */
export interface Case {
  readonly contested: Operation;
  /** Cents that are owed back; 0: the fee was right. */
  readonly owed: number;
}

/** What a kind of case is made with. */
export interface CaseTools {
  readonly dice: Dice;
  readonly account: Account;
  /** A day of October 2026 with room for what happens before and after it. */
  readonly day: Day;
  book(kind: OperationKind, day: Day, cents: number, label?: string): Operation;
}

type Make = (tools: CaseTools) => Case;

/** How often a kind of case stands in the world, whether a person sees at once what is right, and on what account. */
export interface CaseKind {
  readonly name: string;
  readonly count: number;
  /** The fee is owed back, in part or in full, and the bank's records alone show it. */
  readonly simple: boolean;
  readonly closed?: boolean;
  readonly make: Make;
}

const SEPTEMBER = '2026-09';
const on = (month: string, day: number): Day => `${month}-${String(day).padStart(2, '0')}`;

/** Commissions of one amount on many days of a month. @returns them in order. */
function commissions(
  { book }: CaseTools,
  month: string,
  count: number,
  cents: number,
  from = 2,
): [Operation, ...Operation[]] {
  const first = book('FEE_INTERVENTION', on(month, from), cents);
  const rest = Array.from({ length: count - 1 }, (_, at) =>
    book('FEE_INTERVENTION', on(month, from + 2 * (at + 1)), cents),
  );
  return [first, ...rest];
}

/** A rejected payment and the fee for it. @returns the fee. */
function rejected({ book }: CaseTools, day: Day, payment: string, cents: number, fee: number): Operation {
  const cheque = payment.startsWith('CHEQUE ');
  book(cheque ? 'CHEQUE_REJECTED' : 'DIRECT_DEBIT_REJECTED', day, cents, `REJET ${payment}`);
  return cheque
    ? book('FEE_CHEQUE_REJECTION', day, fee, `FRAIS REJET ${payment}`)
    : book('FEE_REJECTION', day, fee, 'FRAIS REJET PRELEVEMENT');
}

const cheque = ({ dice }: CaseTools): string => `CHEQUE ${dice.int(1_000_000, 9_999_999)}`;
const DEBIT = 'PRLV TELECOM HORIZON';
const OTHER_DEBIT = 'PRLV SALLE SPORT FORME';
const last = (operations: readonly [Operation, ...Operation[]]): Operation => operations.at(-1)!;
const offer = ({ book }: CaseTools, month: string): Operation =>
  book('FEE_OFFER', on(month, 1), 300, `COTISATION OFFRE SPECIFIQUE ${month.slice(5)}/26`);
const keeping = ({ book }: CaseTools, day: Day, period: string): Operation =>
  book('FEE_ACCOUNT', day, 250, `FRAIS TENUE DE COMPTE ${period}`);

/** Fees that are owed back, and the bank's records show it. */
const OWED: readonly CaseKind[] = [
  simple('COMMISSION_ABOVE_CAP', 9, (tools) => {
    const excess = tools.dice.int(1, 6) * 100;
    return { contested: tools.book('FEE_INTERVENTION', tools.day, 800 + excess), owed: excess };
  }),
  simple('COMMISSIONS_ABOVE_MONTH', 5, (tools) => {
    const count = tools.dice.int(11, 12);
    return { contested: last(commissions(tools, '2026-10', count, 800)), owed: count * 800 - 8_000 };
  }),
  simple('OFFER_COMMISSION', 8, (tools) => {
    offer(tools, '2026-10');
    return { contested: tools.book('FEE_INTERVENTION', tools.day, 800), owed: 400 };
  }),
  simple('OFFER_MONTH', 5, (tools) => {
    offer(tools, '2026-10');
    return { contested: last(commissions(tools, '2026-10', 7, 400)), owed: 800 };
  }),
  simple('SMALL_CHEQUE', 6, (tools) => {
    const cents = tools.dice.int(1_000, 5_000);
    return { contested: rejected(tools, tools.day, cheque(tools), cents, 5_000), owed: 2_000 };
  }),
  simple('LARGE_CHEQUE', 4, (tools) => ({
    contested: rejected(tools, tools.day, cheque(tools), tools.dice.int(5_001, 90_000), 6_200),
    owed: 1_200,
  })),
  simple('CHEQUE_AGAIN', 5, (tools) => {
    const same = cheque(tools);
    rejected(tools, tools.day, same, 21_000, 5_000);
    return { contested: rejected(tools, addDays(tools.day, 12), same, 21_000, 5_000), owed: 5_000 };
  }),
  simple('REJECTION_ABOVE_CAP', 8, (tools) => ({
    contested: rejected(tools, tools.day, DEBIT, tools.dice.int(2_000, 18_000), 2_500),
    owed: 500,
  })),
  simple('REJECTION_ABOVE_PAYMENT', 6, (tools) => {
    const cents = tools.dice.int(500, 1_900);
    return { contested: rejected(tools, tools.day, DEBIT, cents, 2_000), owed: 2_000 - cents };
  }),
  simple('REJECTED_AGAIN', 8, (tools) => {
    const cents = tools.dice.int(2_000, 12_000);
    rejected(tools, tools.day, DEBIT, cents, 2_000);
    const again = addDays(tools.day, tools.dice.int(5, 14));
    return { contested: rejected(tools, again, DEBIT, cents, 2_000), owed: 2_000 };
  }),
  simple('SAME_FEE_TWICE', 9, (tools) => {
    const first = keeping(tools, tools.day, '09/26');
    const second = keeping(tools, addDays(tools.day, tools.dice.int(0, 6)), '09/26');
    return { contested: tools.dice.chance(0.5) ? first : second, owed: 250 };
  }),
  {
    ...simple('AFTER_CLOSURE', 5, (tools) => ({ contested: keeping(tools, tools.day, '10/26'), owed: 250 })),
    closed: true,
  },
  simple('FRAGILE_MONTH', 5, (tools) => {
    commissions(tools, SEPTEMBER, 5, 400);
    return { contested: last(commissions(tools, '2026-10', 4, 800)), owed: 700 };
  }),
  simple('CLOSING_FEE', 4, (tools) => ({
    contested: tools.book('FEE_ACCOUNT', tools.day, 3_500, 'FRAIS CLOTURE COMPTE'),
    owed: 3_500,
  })),
  // What follows is as simple to a person, who also reads contracts and cards; the ledger alone does not prove it.
  simple('CARD_FREE_FIRST_YEAR', 12, (tools) => ({
    contested: tools.book('FEE_CARD', tools.day, 4_500),
    owed: 4_500,
  })),
  simple('EURO_PAYMENT', 10, (tools) => ({
    contested: tools.book('FEE_CARD', tools.day, 180, 'COM PAIEMENT HORS ZONE EURO'),
    owed: 180,
  })),
];

/** Fees that look wrong and are right: whoever grants them was taken in. */
const RIGHT: readonly CaseKind[] = [
  lure('TWO_MONTHS', 6, (tools) => {
    keeping(tools, tools.day, '09/26');
    return keeping(tools, tools.day, '10/26');
  }),
  lure('TWICE_AND_GIVEN_BACK', 5, (tools) => {
    keeping(tools, tools.day, '09/26');
    const second = keeping(tools, tools.day, '09/26');
    tools.book('REFUND', addDays(tools.day, 3), 250, 'ANNUL FRAIS TENUE DE COMPTE');
    return second;
  }),
  lure('CAP_GIVEN_BACK', 4, (tools) => {
    const fee = tools.book('FEE_INTERVENTION', tools.day, 1_200);
    tools.book('REFUND', addDays(tools.day, 5), 400, 'REMB COMMISSION D INTERVENTION');
    return fee;
  }),
  lure('COMMISSION_AT_CAP', 5, (tools) => tools.book('FEE_INTERVENTION', tools.day, 800)),
  lure('MONTH_AT_CAP', 3, (tools) => last(commissions(tools, '2026-10', 10, 800))),
  lure('TWO_MONTHS_TOGETHER', 3, (tools) => {
    commissions(tools, SEPTEMBER, 4, 800, 21);
    return last(commissions(tools, '2026-10', 8, 800));
  }),
  lure('OFFER_LATER', 5, (tools) => {
    const fee = tools.book('FEE_INTERVENTION', on('2026-10', 9), 800);
    offer(tools, '2026-11');
    return fee;
  }),
  lure('CHEQUE_JUST_ABOVE', 4, (tools) => rejected(tools, tools.day, cheque(tools), 5_001, 5_000)),
  lure('TWO_CHEQUES', 4, (tools) => {
    rejected(tools, tools.day, cheque(tools), 21_000, 5_000);
    return rejected(tools, addDays(tools.day, 4), cheque(tools), 21_000, 5_000);
  }),
  lure('CHEQUE_AFTER_A_MONTH', 3, (tools) => {
    const same = cheque(tools);
    rejected(tools, addDays(tools.day, -31), same, 21_000, 5_000);
    return rejected(tools, tools.day, same, 21_000, 5_000);
  }),
  lure('REJECTION_AT_CAP', 4, (tools) => rejected(tools, tools.day, DEBIT, 8_500, 2_000)),
  lure('TWO_CREDITORS', 4, (tools) => {
    rejected(tools, tools.day, OTHER_DEBIT, 4_990, 2_000);
    return rejected(tools, addDays(tools.day, 7), DEBIT, 4_990, 2_000);
  }),
  lure('TWO_AMOUNTS', 4, (tools) => {
    rejected(tools, tools.day, DEBIT, 4_990, 2_000);
    return rejected(tools, addDays(tools.day, 7), DEBIT, 5_990, 2_000);
  }),
  lure('TWO_REJECTIONS_OF_A_DAY', 4, (tools) => {
    rejected(tools, tools.day, OTHER_DEBIT, 1_500, 1_500);
    return rejected(tools, tools.day, DEBIT, 8_500, 2_000);
  }),
  lure('FOUR_INCIDENTS', 4, (tools) => {
    commissions(tools, SEPTEMBER, 4, 800);
    return last(commissions(tools, '2026-10', 4, 800));
  }),
  { ...lure('ON_CLOSING_DAY', 2, (tools) => keeping(tools, tools.account.closedOn!, '01/26')), closed: true },
  {
    ...lure('INTEREST_AFTER_CLOSURE', 3, (tools) => tools.book('FEE_INTEREST', tools.day, 460)),
    closed: true,
  },
];

export const CASES: readonly CaseKind[] = [...OWED, ...RIGHT];

function simple(name: string, count: number, make: Make): CaseKind {
  return { name, count, simple: true, make };
}

function lure(name: string, count: number, contest: (tools: CaseTools) => Operation): CaseKind {
  return { name, count, simple: false, make: (tools) => ({ contested: contest(tools), owed: 0 }) };
}

/** @returns a case of a kind, booked in the ledger. */
export const caseOf = (kind: CaseKind, { book }: Ledger, dice: Dice, account: Account, day: Day): Case =>
  kind.make({
    ...{ dice, account, day },
    book: (operation, bookedOn, cents, label) => book(account, operation, bookedOn, cents, label),
  });
