import { Temporal } from 'temporal-polyfill';
import { parisDay } from '../../shared/paris-day';
import type { Product } from '../claim.enum';
import type { ClaimEventType, DeadlineRuleName, DeadlineStatus } from '../timeline.enum';
import { addWorkingDays } from './calendar';
import type { DeadlineRule, DeadlineRules } from './rules';

/** What the clocks need to know of a claim. */
export interface ClockedClaim {
  readonly product: `${Product}`;
  /** Whether the claim is about one operation of an account. */
  readonly aboutOperation: boolean;
  /** Postmark of a letter or date of an e-mail, where known. */
  readonly sentAt: Date | null;
  readonly receivedAt: Date;
  /** The timeline, oldest first. */
  readonly events: readonly { readonly type: `${ClaimEventType}`; readonly at: Date }[];
}

/** One clock of one claim. */
export interface ClaimDeadline {
  readonly rule: `${DeadlineRuleName}`;
  readonly legalReference: string;
  /** Days count from the day after. */
  readonly startsOn: Temporal.PlainDate;
  /** The last day that is in time. */
  readonly dueOn: Temporal.PlainDate;
  /** A calendar's name; `CIVIL` where months count. */
  readonly calendar: string;
  readonly status: `${DeadlineStatus}`;
}

const PAYMENT_PRODUCTS: readonly string[] = ['CARD', 'TRANSFER', 'DIRECT_DEBIT', 'CHEQUE'];

/**
 * The legal clocks of a claim. They never pause, and all levels of handling share them.
 *
 * @param now decides what is still running: a clock is missed from the day after its last.
 * @returns in the order of the rules file.
 */
export function deadlinesOf(
  claim: ClockedClaim,
  { rules, calendars }: DeadlineRules,
  now: Date,
): ClaimDeadline[] {
  const payment = claim.aboutOperation || PAYMENT_PRODUCTS.includes(claim.product);
  const startOf = ({ startsFrom }: DeadlineRule): Temporal.PlainDate =>
    parisDay((startsFrom === 'SENDING' ? claim.sentAt : null) ?? claim.receivedAt);

  return rules
    .filter(({ appliesTo }) => appliesTo === 'ALL_CLAIMS' || payment)
    .filter((entry) => inForce(entry, rules, startOf(entry)))
    .map((entry) => {
      const startsOn = startOf(entry);
      const dueOn = lastDay(startsOn, entry, calendars);
      return {
        rule: entry.rule,
        legalReference: entry.legalReference,
        startsOn,
        dueOn,
        calendar: 'calendar' in entry.within ? entry.within.calendar : 'CIVIL',
        status: statusOf(dueOn, metOn(claim, entry), parisDay(now)),
      };
    });
}

/** Of several entries of one rule, the latest that had begun on the start day. */
function inForce(entry: DeadlineRule, rules: readonly DeadlineRule[], start: Temporal.PlainDate): boolean {
  const begun = rules.filter(
    ({ rule, validFrom }) => rule === entry.rule && Temporal.PlainDate.compare(validFrom, start) <= 0,
  );
  return begun.toSorted((a, b) => Temporal.PlainDate.compare(a.validFrom, b.validFrom)).at(-1) === entry;
}

function lastDay(
  start: Temporal.PlainDate,
  { within }: DeadlineRule,
  calendars: DeadlineRules['calendars'],
): Temporal.PlainDate {
  if ('months' in within) return start.add({ months: within.months });
  const calendar = calendars.get(within.calendar);
  if (!calendar) throw new RangeError('a rule names a calendar that there is not');
  return addWorkingDays(start, within.workingDays, calendar);
}

function metOn(claim: ClockedClaim, { metBy }: DeadlineRule): Temporal.PlainDate | undefined {
  const met = claim.events.find(({ type }) => (metBy as readonly string[]).includes(type));
  return met && parisDay(met.at);
}

function statusOf(
  dueOn: Temporal.PlainDate,
  metOn: Temporal.PlainDate | undefined,
  today: Temporal.PlainDate,
): `${DeadlineStatus}` {
  const late = Temporal.PlainDate.compare(metOn ?? today, dueOn) > 0;
  if (metOn) return late ? 'MET_LATE' : 'MET';
  return late ? 'MISSED' : 'RUNNING';
}
