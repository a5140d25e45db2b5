import { addDays, addWorkingDays, type Day, instantOn, TODAY } from './calendar';
import { type Claim, writeClaim } from './claims';
import { type Account, isDaily, type Ledger } from './ledger';
import { MOTIVES } from './motives';
import type { Dice } from './random';
import { CASES, caseOf, type CaseKind } from './simple-cases';
import type { TruthRecord } from './shapes';

/** Accounts on which no fee was booked since then are the scene of one case each: nothing else plays a part. */
const QUIET_SINCE: Day = '2026-06-01';
/** Fees are booked in October, and contested in the first weeks of November. */
const LAST_FILING: Day = '2026-11-19';
const FEES = MOTIVES.find(({ code }) => code === 'FEES_CONTESTED')!;

/** Claims about fees on which the bank's own records have the last word, with that word. */
interface SimpleClaims {
  readonly claims: readonly Claim[];
  readonly truth: readonly TruthRecord[];
}

/** @param written what is there already: numbers go on after it, and its claims about fees have their truth too. */
export function createSimpleClaims(dice: Dice, written: readonly Claim[], ledger: Ledger): SimpleClaims {
  const scenes = createScenes(dice, ledger);
  const drawn = CASES.flatMap((kind) => Array.from({ length: kind.count }, () => kind)).map((kind) => {
    const account = scenes.next(kind);
    const { contested, owed } = caseOf(kind, ledger, dice, account, addDays('2026-10-05', dice.int(0, 9)));
    const filedOn = addDays('2026-11-03', dice.int(0, 16));
    return { kind, owed, contested, account, filedOn, filedAt: instantOn(filedOn, dice, 8, 21) };
  });
  drawn.sort((a, b) => (a.filedAt < b.filedAt ? -1 : 1));
  let number = Math.max(...written.map(({ record }) => numberOf(record.number)));
  const truth: TruthRecord[] = written.flatMap(({ record }) =>
    record.motive === 'FEES_CONTESTED' && record.status !== 'DRAFT'
      ? [truthOf(record.number, 'AS_IT_COMES', owedOf(record.operationReference, ledger))]
      : [],
  );
  const claims = drawn.map(({ kind, owed, contested, account, filedOn, filedAt }) => {
    const draft = {
      ...{ customer: account.holder, motive: FEES, filedAt, filedOn, account, operation: contested },
      channel: dice.pick(['ONLINE', 'MOBILE'] as const),
      course: { acknowledgedAfter: acknowledged(filedOn), answeredAfter: undefined },
    };
    const name = `RC-2026-${String((number += 1)).padStart(7, '0')}`;
    truth.push({ ...truthOf(name, kind.name, owed), simple: kind.simple });
    return writeClaim(dice, draft, name, null);
  });
  return { claims, truth };
}

const truthOf = (claim: string, kind: string, owedCents: number): TruthRecord => ({
  claim,
  kind,
  simple: owedCents > 0,
  owedCents,
});

const numberOf = (text: string): number => (text.startsWith('RC-2026-') ? Number(text.slice(8)) : 0);

/** The latest have not been looked at yet. */
const acknowledged = (filedOn: Day): number | undefined =>
  addWorkingDays(filedOn, 3) < TODAY && filedOn < LAST_FILING ? 1 : undefined;

/** What is owed back of a fee that came with a rejected direct debit: the least of 20 EUR and of the debit is its limit. */
function owedOf(reference: string | null, { accounts }: Ledger): number {
  if (reference === null) return 0;
  const all = accounts.find(({ operations }) =>
    operations.some(({ row }) => row.MVT_ID === reference),
  )!.operations;
  const at = all.findIndex(({ row }) => row.MVT_ID === reference);
  const fee = all[at]!;
  const payment = all[at - 1];
  if (fee.kind !== 'FEE_REJECTION' || payment?.kind !== 'DIRECT_DEBIT_REJECTED') return 0;
  return Math.max(0, fee.cents - Math.min(2_000, payment.cents));
}

function createScenes(dice: Dice, { accounts }: Ledger) {
  const quiet = accounts.filter(
    (account) =>
      isDaily(account) &&
      !account.deleted &&
      !account.holder.deceased &&
      account.holder.record.typePersonne === 'P' &&
      account.openedOn < QUIET_SINCE &&
      account.operations.every(({ row, day }) => row.MVT_COD !== '62' || day < QUIET_SINCE),
  );
  const pools = {
    open: quiet.filter(({ closedOn }) => closedOn === undefined),
    closed: quiet.filter(({ closedOn }) => closedOn !== undefined && closedOn > '2025-11-01'),
  };
  return {
    next({ name, closed }: CaseKind): Account {
      const pool = closed ? pools.closed : pools.open;
      const [account] = pool.splice(dice.int(0, pool.length - 1), 1);
      if (!account) throw new RangeError(`there is no account left for ${name}`);
      return account;
    },
  };
}
