import { startOfParisDay } from '../../shared/paris-day';
import type { PrivacyClock } from '../clock';

/** The stage of a clock's first late instant. */
const BREACH = 'BREACH';

/** What is to be told of a request's clock, and when there is more to tell. */
interface Told {
  /** The last stage that was reached: earlier ones that nobody was told of in time help nobody any more. */
  readonly stage: string | null;
  /** ISO 8601. */
  readonly next: string | null;
}

/** @param clock of a request that is not closed. */
export function noticeOf({ dueOn, warnDays }: Pick<PrivacyClock, 'dueOn' | 'warnDays'>, now: Date): Told {
  const stages = [
    ...warnDays
      .toSorted((a, b) => b - a)
      .map((days) => ({ stage: `${days} days`, at: startOfParisDay(dueOn.subtract({ days })) })),
    { stage: BREACH, at: startOfParisDay(dueOn.add({ days: 1 })) },
  ];
  return {
    stage: stages.findLast(({ at }) => at <= now)?.stage ?? null,
    next: stages.find(({ at }) => at > now)?.at.toISOString() ?? null,
  };
}
