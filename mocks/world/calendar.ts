import { Temporal } from 'temporal-polyfill';
import type { Dice } from './random';

/** A plain date, `AAAA-MM-JJ`: sorts as text. */
export type Day = string;

/** The day on which the demo world stands still; nothing in it is younger than this afternoon. */
export const TODAY: Day = '2026-11-20';
export const NOW = '2026-11-20T16:30:00Z';
/** Everything that moves in the demo world moves within these 24 months. */
export const FIRST_DAY: Day = '2024-11-21';

const plain = (day: Day): Temporal.PlainDate => Temporal.PlainDate.from(day);

export const addDays = (day: Day, days: number): Day => plain(day).add({ days }).toString();
export const addMonths = (day: Day, months: number): Day => plain(day).add({ months }).toString();
/** @returns days from `from` to `to`, negative where `to` comes first. */
export const daysBetween = (from: Day, to: Day): number => plain(from).until(plain(to)).days;

/** Easter Sunday (Gauss, Butcher). */
function easter(year: number): Temporal.PlainDate {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return Temporal.PlainDate.from({ year, month: Math.floor(n / 31), day: (n % 31) + 1 });
}

const holidays = new Map<number, Set<Day>>();

/** @returns the French public holidays of a year. */
function holidaysOf(year: number): Set<Day> {
  let days = holidays.get(year);
  if (!days) {
    const fixed = ['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25'];
    const moving = [1, 39, 50].map((days) => easter(year).add({ days }).toString());
    holidays.set(year, (days = new Set([...fixed.map((day) => `${year}-${day}`), ...moving])));
  }
  return days;
}

/** A "jour ouvrable": Monday to Saturday, public holidays aside. */
export const isWorkingDay = (day: Day): boolean =>
  plain(day).dayOfWeek !== 7 && !holidaysOf(plain(day).year).has(day);

/** @returns the n-th working day after `day`; for 0 the day itself or the next working day. */
export function addWorkingDays(day: Day, days: number): Day {
  let at = day;
  for (let left = days; left > 0 || !isWorkingDay(at);) {
    at = addDays(at, 1);
    if (isWorkingDay(at)) left -= 1;
  }
  return at;
}

/** @returns an instant in UTC at some minute of that Paris day, between two hours of its clock. */
export function instantOn(day: Day, dice: Dice, fromHour = 8, toHour = 18): string {
  const time = new Temporal.PlainTime(dice.int(fromHour, toHour), dice.int(0, 59), dice.int(0, 59));
  return plain(day).toZonedDateTime({ timeZone: 'Europe/Paris', plainTime: time }).toInstant().toString();
}

const inParis = (instant: string): Temporal.ZonedDateTime =>
  Temporal.Instant.from(instant).toZonedDateTimeISO('Europe/Paris');

/** @returns the Paris day of an instant. */
export const dayOf = (instant: string): Day => inParis(instant).toPlainDate().toString();
/** @returns the Paris clock without a zone: `2026-01-15T09:30:05`. */
export const parisClock = (instant: string): string => inParis(instant).toPlainDateTime().toString();
/** @returns the instant `seconds` later. */
export const later = (instant: string, seconds: number): string =>
  Temporal.Instant.from(instant).add({ seconds }).toString();

/** Legacy spelling CYYMMDD: 2026-01-15 is 1260115. */
export const cyymmdd = (day: Day): number => Number(day.replaceAll('-', '')) - 19_000_000;
/** Legacy spelling AAAAMMJJ. */
export const aaaammjj = (day: Day): number => Number(day.replaceAll('-', ''));
/** Legacy spelling JJMMAAAA. */
export const jjmmaaaa = (day: Day): string => `${day.slice(8)}${day.slice(5, 7)}${day.slice(0, 4)}`;
/** How a French text writes a date: 15/01/2026. */
export const frenchDate = (day: Day): string => `${day.slice(8)}/${day.slice(5, 7)}/${day.slice(0, 4)}`;
