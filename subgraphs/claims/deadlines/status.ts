import { startOfParisDay } from '../../shared/paris-day';
import type { DeadlineStatus } from '../timeline.enum';
import type { ClaimDeadline } from './deadlines';
import type { DeadlineRule } from './rules';

/** What a warning depends on. */
type Warned = Pick<ClaimDeadline, 'dueOn' | 'dueAt'>;

/** One warning ahead of time, or the breach itself. */
export interface Warning {
  /** e.g. `5 days`; `BREACH` for the first instant that is late. */
  readonly stage: string;
  readonly at: Date;
}

/** When a clock is warned of, in order; the last is the breach. */
export function warningsOf({ dueOn, dueAt }: Warned, { warn }: Pick<DeadlineRule, 'warn'>): Warning[] {
  const ahead = [
    ...(warn.daysBefore ?? []).map((days) => ({
      stage: `${days} days`,
      at: startOfParisDay(dueOn.subtract({ days })),
    })),
    ...(warn.minutesBefore ?? []).map((minutes) => ({
      stage: `${minutes} minutes`,
      at: new Date(dueAt.getTime() - minutes * 60_000),
    })),
  ];
  return [...ahead.toSorted((a, b) => a.at.getTime() - b.at.getTime()), { stage: BREACH, at: dueAt }];
}

/** The stage of a clock's first late instant. */
export const BREACH = 'BREACH';

/** @param metAt when what it asks for was done. @param paused whether it stands still. */
export function statusOf(
  clock: Warned,
  rule: Pick<DeadlineRule, 'kind' | 'warn'>,
  metAt: Date | undefined,
  paused: boolean,
  now: Date,
): `${DeadlineStatus}` {
  const late = (metAt ?? now) >= clock.dueAt;
  if (metAt) return late ? 'MET_LATE' : 'MET';
  if (paused) return 'PAUSED';
  if (late) return rule.kind === 'CLAIMANT_RIGHT' ? 'LAPSED' : 'MISSED';
  const [first] = warningsOf(clock, rule);
  return first && now >= first.at ? 'APPROACHING' : 'RUNNING';
}
