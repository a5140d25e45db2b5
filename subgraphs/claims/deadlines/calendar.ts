import type { Temporal } from 'temporal-polyfill';

/** Which days count. */
export interface WorkingCalendar {
  /** ISO weekdays that are worked: 1 Monday to 7 Sunday. */
  readonly weekdays: readonly number[];
  /** @returns the days of a year, `YYYY-MM-DD`, that are not worked whatever their weekday. */
  readonly holidays: (year: number) => ReadonlySet<string>;
}

const isWorked = (day: Temporal.PlainDate, { weekdays, holidays }: WorkingCalendar): boolean =>
  weekdays.includes(day.dayOfWeek) && !holidays(day.year).has(day.toString());

/**
 * The n-th working day after a day.
 *
 * @param start does not count itself, worked or not.
 * @param count 1 or more.
 */
export function addWorkingDays(
  start: Temporal.PlainDate,
  count: number,
  calendar: WorkingCalendar,
): Temporal.PlainDate {
  let day = start;
  for (let worked = 0; worked < count;) {
    day = day.add({ days: 1 });
    if (isWorked(day, calendar)) worked += 1;
  }
  return day;
}
