import { Temporal } from 'temporal-polyfill';
import type { Clock } from '../../schema/kernel/clock';
import { SourceUnavailable, type SourceName } from '../../schema/kernel/source-errors';
import type { DailyClosing, SourceLimits } from '../../schema/ports/limits';

/** Knows when a source is closed, by its timetable and by what it says itself. */
export interface ClosingHours {
  /** @throws {SourceUnavailable} `CLOSED`, with the time of reopening where the timetable tells it. */
  refuse(): void;
  /** It answered that it is closed. @returns the error for whoever asked. */
  said(cause: unknown): SourceUnavailable;
  /** It answered: whatever it said before is over. */
  opened(): void;
  /** @returns `undefined` while it is open; `reopensAt` where that is known. */
  closed(): { readonly reopensAt: Date | undefined } | undefined;
}

/** The bank's systems live by Paris time. */
const ZONE = 'Europe/Paris';

export function createClosingHours(
  source: SourceName,
  { closings, recheckMs }: Pick<SourceLimits, 'closings' | 'recheckMs'>,
  clock: Clock,
): ClosingHours {
  /** Until when its own word is taken. */
  let silentUntil = 0;
  /** What the timetable says for one minute: it speaks of whole ones, and every call asks it. */
  let minute: { readonly at: number; readonly reopening: Date | undefined } | undefined;
  const reopening = (now: Date): Date | undefined => {
    const at = Math.floor(now.getTime() / 60_000);
    if (minute?.at !== at) minute = { at, reopening: scheduledReopening(closings, now) };
    return minute.reopening;
  };
  const closed: ClosingHours['closed'] = () => {
    const now = clock.now();
    const scheduled = reopening(now);
    if (scheduled) return { reopensAt: scheduled };
    return now.getTime() < silentUntil ? { reopensAt: nextReopening(closings, now) } : undefined;
  };
  const error = (reopensAt: Date | undefined, cause?: unknown): SourceUnavailable =>
    new SourceUnavailable(source, { reason: 'CLOSED', ...(reopensAt && { reopensAt }), cause });
  return {
    closed,
    refuse() {
      const now = closed();
      if (now) throw error(now.reopensAt);
    },
    said(cause) {
      const now = clock.now();
      silentUntil = now.getTime() + recheckMs;
      return error(nextReopening(closings, now), cause);
    },
    opened: () => void (silentUntil = 0),
  };
}

/** @returns when the closing that `now` lies in ends; `undefined` where the timetable says open. */
export function scheduledReopening(closings: readonly DailyClosing[], now: Date): Date | undefined {
  const time = local(now).toPlainTime();
  const ends = closings.flatMap(({ from, to }) => {
    const [start, end] = [Temporal.PlainTime.from(from), Temporal.PlainTime.from(to)];
    const after = Temporal.PlainTime.compare(time, start) >= 0;
    const before = Temporal.PlainTime.compare(time, end) < 0;
    const pastMidnight = Temporal.PlainTime.compare(end, start) <= 0;
    return (pastMidnight ? after || before : after && before) ? [endAfter(now, to)] : [];
  });
  return latest(ends);
}

/** A source that closes early opens at its usual hour. */
function nextReopening(closings: readonly DailyClosing[], now: Date): Date | undefined {
  const ends = closings.map(({ to }) => endAfter(now, to));
  return ends.reduce<Date | undefined>((first, end) => (first && first < end ? first : end), undefined);
}

const local = (instant: Date): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO(ZONE);

/** @returns the next time that clocks in Paris show `to`. */
function endAfter(now: Date, to: string): Date {
  const here = local(now);
  const today = here.withPlainTime(to);
  const end =
    Temporal.ZonedDateTime.compare(today, here) > 0 ? today : here.add({ days: 1 }).withPlainTime(to);
  return new Date(end.epochMilliseconds);
}

const latest = (dates: readonly Date[]): Date | undefined =>
  dates.reduce<Date | undefined>((last, each) => (last && last > each ? last : each), undefined);
