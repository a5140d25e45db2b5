import { addDays, type Day, daysBetween, FIRST_DAY, instantOn, TODAY } from './calendar';
import type { Course } from './claim-course';
import { type Account, isDaily, isOpenOn, type Ledger, type Operation } from './ledger';
import { type Motive, MOTIVES } from './motives';
import type { OperationKind } from './operation-kinds';
import type { Customer } from './people';
import type { Dice } from './random';
import { type Scripted, scriptedClaims } from './scripted-claims';
import type { Channel } from './shapes';
import { byText } from './write';

/** What a claim is about, before it is numbered. */
export interface Draft {
  readonly customer: Customer;
  readonly motive: Motive;
  readonly filedAt: string;
  readonly filedOn: Day;
  readonly channel: Channel;
  readonly account: Account | undefined;
  readonly operation: Operation | undefined;
  readonly course?: Partial<Course>;
  readonly handler?: string;
  /** The draft that this one was merged into. */
  readonly original?: Draft;
}

/** @returns what claims are about, in no order; the scripted ones of the first customer among them. */
export function createDrafts(
  dice: Dice,
  people: readonly Customer[],
  ledger: Ledger,
  count: number,
): Draft[] {
  const [first, ...others] = people;
  if (!first) throw new RangeError('a world needs people');
  const drafts: Draft[] = scriptedClaims(first, ledger).map((script) => fromScript(script));
  const accounts = Map.groupBy(
    ledger.accounts.filter((account) => !account.deleted),
    (account) => account.holder,
  );
  const operations = Map.groupBy(
    ledger.accounts.flatMap((account) => (account.holder === first ? [] : account.operations)),
    (operation) => operation.kind,
  );
  for (const list of operations.values()) list.sort(byText(({ row }) => row.MVT_ID));

  function fromScript({ motive, operation, account, filedAt, course, handler }: Scripted): Draft {
    const found = MOTIVES.find((each) => each.code === motive)!;
    const filedOn = filedAt.slice(0, 10);
    return {
      customer: first!,
      motive: found,
      filedAt,
      filedOn,
      channel: 'ONLINE',
      account,
      operation,
      course,
      handler,
    };
  }

  /** @returns an operation of one of these kinds, booked in the 40 days before. */
  function operationBefore(day: Day, kinds: readonly OperationKind[]): Operation | undefined {
    const from = addDays(day, -40);
    const candidates = (operations.get(dice.pick(kinds)) ?? []).filter(
      (each) => each.day >= from && each.day < day,
    );
    return candidates.length > 0 ? dice.pick(candidates) : undefined;
  }

  function known(customer: Customer, day: Day): boolean {
    if (customer.standing === 'PROSPECT') return true;
    return customer.since < day && (customer.until === undefined || daysBetween(customer.until, day) < 200);
  }

  /** Whoever and whatever fits the motive on that day. */
  function matter(motive: Motive, day: Day): Pick<Draft, 'customer' | 'account' | 'operation'> | undefined {
    if (motive.about === 'OPERATION') {
      const operation = operationBefore(day, motive.kinds);
      return operation && { customer: operation.account.holder, account: operation.account, operation };
    }
    const customer = dice.pick(others);
    if (!known(customer, day)) return undefined;
    const fitting = (accounts.get(customer) ?? []).filter((account) => {
      if (motive.about === 'CARD') return account.cards.length > 0 && isOpenOn(account, day);
      return motive.about === 'SAVINGS_ACCOUNT' ? !isDaily(account) : isDaily(account);
    });
    if (motive.about !== 'ANYTHING') {
      return fitting.length > 0 ? { customer, account: dice.pick(fitting), operation: undefined } : undefined;
    }
    const account = fitting.length > 0 && dice.chance(0.4) ? dice.pick(fitting) : undefined;
    return { customer, account, operation: undefined };
  }

  function draft(): Draft {
    for (;;) {
      const filedOn = filingDay(dice);
      // New Year's Day stays free: the first claim of 2026 is the scripted one.
      if (filedOn === '2026-01-01') continue;
      const motive = dice.weighted(
        MOTIVES.map((each) => [each, each.weight * (each.trend?.(filedOn) ?? 1)] as const),
      );
      const found = matter(motive, filedOn);
      if (found)
        return {
          ...found,
          motive,
          filedOn,
          channel: channelOn(dice, filedOn),
          filedAt: instantOn(filedOn, dice, 8, 21),
        };
    }
  }

  while (drafts.length < count) {
    const original = draft();
    drafts.push(original);
    if (!dice.chance(0.025)) continue;
    const filedOn = addDays(original.filedOn, dice.int(1, 6));
    if (filedOn >= TODAY || filedOn === '2026-01-01') continue;
    const channel = dice.pick<Channel>(['EMAIL', 'PHONE', 'SOCIAL', 'LETTER']);
    const filedAt = instantOn(filedOn, dice, 9, 20);
    drafts.push({ ...original, filedOn, filedAt, channel, original, course: { end: 'MERGED' } });
  }

  return drafts;
}

/** Claims grow over the two years, and a wave of them has just come in: there is something to do on the day of the demo. */
function filingDay(dice: Dice): Day {
  const span = daysBetween(FIRST_DAY, TODAY) - 1;
  if (dice.chance(0.05)) return addDays(TODAY, -dice.int(1, 28));
  return addDays(
    FIRST_DAY,
    dice.chance(0.3) ? Math.max(dice.int(0, span), dice.int(0, span)) : dice.int(0, span),
  );
}

/** Paper and telephone give way to the application over the two years. */
function channelOn(dice: Dice, day: Day): Channel {
  const progress = daysBetween(FIRST_DAY, day) / 730;
  return dice.weighted<Channel>([
    ['ONLINE', 34],
    ['MOBILE', 14 + 22 * progress],
    ['BRANCH', 14 - 6 * progress],
    ['PHONE', 14 - 6 * progress],
    ['EMAIL', 11],
    ['LETTER', 11 - 5 * progress],
    ['CHAT', 4],
    ['SOCIAL', 1],
  ]);
}
