import { Temporal } from 'temporal-polyfill';
import { parisDay, startOfParisDay } from '../../shared/paris-day';
import type { Channel, Product } from '../claim.enum';
import type { ClaimEventType, DeadlineKind, DeadlineRuleName, DeadlineStatus } from '../timeline.enum';
import { addWorkingDays } from './calendar';
import { pausedMs } from './pauses';
import { calendarFor, type DeadlineRule, type DeadlineRules } from './rules';
import { statusOf } from './status';

/** What the clocks need to know of a claim. */
export interface ClockedClaim {
  readonly product: `${Product}`;
  /** Whether the claim is about one operation of an account. */
  readonly aboutOperation: boolean;
  /** The way it came in; without it, clocks of certain channels only do not run. */
  readonly channel?: `${Channel}` | null;
  /** Code (5 digits) of the branch that looks after it: some keep other holidays. */
  readonly branch?: string | null;
  /** Postmark of a letter or date of an e-mail, where known. */
  readonly sentAt: Date | null;
  readonly receivedAt: Date;
  /** The latest day of the answer, where a holding reply named it. */
  readonly promisedOn?: Temporal.PlainDate | null;
  /** The timeline, oldest first. */
  readonly events: readonly { readonly type: `${ClaimEventType}`; readonly at: Date }[];
}

/** One clock of one claim. */
export interface ClaimDeadline {
  readonly rule: `${DeadlineRuleName}`;
  readonly kind: `${DeadlineKind}`;
  readonly legalReference: string;
  readonly startsAt: Date;
  /** Days count from the day after. */
  readonly startsOn: Temporal.PlainDate;
  /** The last day that is in time. */
  readonly dueOn: Temporal.PlainDate;
  /** The first instant that is late. */
  readonly dueAt: Date;
  /** A calendar's name; `CIVIL` where days, months or minutes count as they come. */
  readonly calendar: string;
  readonly status: `${DeadlineStatus}`;
}

const PAYMENT_PRODUCTS: readonly string[] = ['CARD', 'TRANSFER', 'DIRECT_DEBIT', 'CHEQUE'];

/**
 * The clocks of a claim, all levels of handling together. Those of the law never pause.
 *
 * @param now decides what is still running: a clock is missed from the day after its last.
 * @returns in the order of the rules file.
 */
export function deadlinesOf(claim: ClockedClaim, rules: DeadlineRules, now: Date): ClaimDeadline[] {
  return rulesFor(claim, rules).flatMap((entry) => {
    const startsAt = startOf(claim, entry);
    const last = startsAt && lastOf(claim, entry, startsAt, rules, now);
    if (!startsAt || !last) return [];
    const { rule, kind, legalReference } = entry;
    const metAt = metBy(claim, entry, startsAt);
    const clock = { rule, kind, legalReference, startsAt, startsOn: parisDay(startsAt), ...last };
    return [{ ...clock, status: statusOf(clock, entry, metAt, pausedMs(claim, entry, now).now, now) }];
  });
}

/** The rules that a claim is under: of several entries of one, that which counted when the claim was received. */
export function rulesFor(
  claim: Pick<ClockedClaim, 'product' | 'aboutOperation' | 'channel' | 'receivedAt'>,
  { rules }: Pick<DeadlineRules, 'rules'>,
): DeadlineRule[] {
  const received = parisDay(claim.receivedAt);
  return rules
    .filter(({ appliesTo }) => appliesTo === 'ALL_CLAIMS' || isPayment(claim))
    .filter(({ channels }) => !channels || channels.some((each) => each === claim.channel))
    .filter((entry) => entry === inForce(entry.rule, rules, received));
}

const isPayment = ({ product, aboutOperation }: Pick<ClockedClaim, 'product' | 'aboutOperation'>): boolean =>
  aboutOperation || PAYMENT_PRODUCTS.includes(product);

/** @returns the latest entry of a rule that had begun on a day. */
export function inForce(
  name: `${DeadlineRuleName}`,
  rules: readonly DeadlineRule[],
  on: Temporal.PlainDate,
): DeadlineRule | undefined {
  return rules
    .filter(({ rule, validFrom }) => rule === name && Temporal.PlainDate.compare(validFrom, on) <= 0)
    .toSorted((a, b) => Temporal.PlainDate.compare(a.validFrom, b.validFrom))
    .at(-1);
}

function startOf(claim: ClockedClaim, { startsFrom }: DeadlineRule): Date | undefined {
  if (startsFrom === 'RECEIPT') return claim.receivedAt;
  if (startsFrom === 'SENDING') return claim.sentAt ?? claim.receivedAt;
  return claim.events.find(({ type }) => type === startsFrom)?.at;
}

function metBy(
  { events }: ClockedClaim,
  { metBy: words, startsFrom }: DeadlineRule,
  startsAt: Date,
): Date | undefined {
  // A clock that an event starts is not met by what happened before; sending and receipt come before everything.
  const since = startsFrom === 'SENDING' || startsFrom === 'RECEIPT' ? -Infinity : startsAt.getTime();
  return events.find(({ type, at }) => (words as readonly string[]).includes(type) && at.getTime() >= since)
    ?.at;
}

function lastOf(
  claim: ClockedClaim,
  entry: DeadlineRule,
  startsAt: Date,
  rules: DeadlineRules,
  now: Date,
): Pick<ClaimDeadline, 'dueOn' | 'dueAt' | 'calendar'> | undefined {
  const { within } = entry;
  const start = parisDay(startsAt);
  const until = (dueOn: Temporal.PlainDate, calendar = 'CIVIL') => ({
    dueOn,
    dueAt: startOfParisDay(dueOn.add({ days: 1 })),
    calendar,
  });
  if ('calendar' in within) {
    const { name, calendar } = calendarFor(rules, within.calendar, claim.branch);
    return until(addWorkingDays(start, within.workingDays, calendar), name);
  }
  if ('promised' in within) return claim.promisedOn ? until(claim.promisedOn) : undefined;
  if ('months' in within) return until(start.add({ months: within.months }));
  if ('days' in within) return until(start.add({ days: within.days }));
  const paused = pausedMs(claim, entry, now).total;
  const dueAt = new Date(startsAt.getTime() + within.minutes * 60_000 + paused);
  return { dueOn: parisDay(dueAt), dueAt, calendar: 'CIVIL' };
}
