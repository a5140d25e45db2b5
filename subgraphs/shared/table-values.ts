import { Temporal } from 'temporal-polyfill';
import { minorUnitsFromText, type Money } from '../../schema/kernel/money';
import { LegacyDataError } from '../../schema/kernel/source-errors';
import { parisInstant } from './legacy-values';

/**
 * Values as legacy tables spell them, and ours. Each function takes one column of a row, as whatever driver
 * handed it over, and the column's name; it throws `LegacyDataError` with that name where the value is not what the
 * column is for.
 */

/** @returns a CHAR column without the blanks that pad it. */
export function text(column: unknown, place: string): string {
  if (typeof column !== 'string') throw new LegacyDataError(place, 'text');
  return column.trim();
}

/** @returns a CHAR column of a known form, e.g. `/^\d{5}$/`, without its padding. */
export function matching(column: unknown, form: RegExp, expected: string, place: string): string {
  const value = text(column, place);
  if (!form.test(value)) throw new LegacyDataError(place, expected);
  return value;
}

/** @param column an INTEGER, which arrives as a number, or a DECIMAL that was cast to CHAR: padded text. */
export function whole(column: unknown, place: string): number {
  const value = typeof column === 'string' && /^ *\d{1,15}\.? *$/.test(column) ? Number(column) : column;
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw new LegacyDataError(place, 'a whole number');
  return value;
}

/** @param column an INTEGER or a SMALLINT. @returns a number that GraphQL's `Int` can carry. */
export function integer(column: unknown, place: string): number {
  if (typeof column !== 'number' || !Number.isInteger(column))
    throw new LegacyDataError(place, 'a whole number');
  return column;
}

/** @param column a REAL or a DOUBLE: a number, or what the server prints of it. */
export function real(column: unknown, place: string): number {
  const value = typeof column === 'string' && column.trim() !== '' ? Number(column) : column;
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new LegacyDataError(place, 'a number');
  return value;
}

function calendarDay(year: number, monthAndDay: number, expected: string, place: string): string {
  const month = Math.floor(monthAndDay / 100);
  try {
    return Temporal.PlainDate.from(
      { year, month, day: monthAndDay % 100 },
      { overflow: 'reject' },
    ).toString();
  } catch {
    throw new LegacyDataError(place, expected);
  }
}

/** "No date" among the integers that are dates. */
const NO_DAY = new Set([0, 9_999_999, 99_999_999]);

/**
 * @param column CYYMMDD, where C is 0 for 19xx and 1 for 20xx: (year − 1900) × 10000 + MMDD.
 * @returns `2026-01-15` of 1260115; `null` of 0 and 9999999.
 */
export function centuryDay(column: unknown, place: string): string | null {
  const value = whole(column, place);
  if (NO_DAY.has(value)) return null;
  return calendarDay(1900 + Math.floor(value / 10_000), value % 10_000, 'a date CYYMMDD', place);
}

/**
 * @param column AAAAMMJJ.
 * @returns `2026-01-15` of 20260115; `null` of 0 and 99999999.
 */
export function compactDay(column: unknown, place: string): string | null {
  const value = whole(column, place);
  if (NO_DAY.has(value)) return null;
  return calendarDay(Math.floor(value / 10_000), value % 10_000, 'a date AAAAMMJJ', place);
}

/**
 * @param column AAMM of this century.
 * @returns the month's last day, e.g. `2028-02-29` of `2802`; `null` of blanks, 0000 and 9999.
 */
export function monthEnd(column: unknown, place: string): string | null {
  const value = text(column, place);
  if (value === '' || value === '0000' || value === '9999') return null;
  const [, year, month] = /^(\d\d)(\d\d)$/.exec(value) ?? [];
  const first = calendarDay(
    2000 + Number(year ?? NaN),
    Number(month ?? NaN) * 100 + 1,
    'a month AAMM',
    place,
  );
  return Temporal.PlainDate.from(first).add({ months: 1 }).subtract({ days: 1 }).toString();
}

/**
 * @param column a TIMESTAMP without a zone, in Paris: Db2 prints `2026-01-15-09.30.05.123456`, others
 *   `2026-01-15 09:30:05.123456`, and trailing zeros may be left out.
 * @returns the instant; its microseconds are cut to milliseconds.
 */
export function timestamp(column: unknown, place: string): Date {
  const [, day, hours, minutes, seconds, fraction = '0'] =
    /^(\d{4}-\d\d-\d\d)[-T ](\d\d)[.:](\d\d)[.:](\d\d)(?:[.,](\d{1,12}))?$/.exec(text(column, place)) ?? [];
  if (day === undefined) throw new LegacyDataError(place, 'a timestamp');
  return parisInstant(`${day}T${hours}:${minutes}:${seconds}.${fraction.slice(0, 9)}`, place);
}

/** @returns ISO 4217 letters; 978 is the euro's number, which old rows have instead. */
export function currency(column: unknown, place: string): string {
  const value = text(column, place);
  if (value === '978') return 'EUR';
  if (!/^[A-Z]{3}$/.test(value)) throw new LegacyDataError(place, 'a currency');
  return value;
}

/** @returns minor units with their sign: D (débit) is negative, C (crédit) is not. */
function signed(minorUnits: bigint, sign: unknown, place: string): bigint {
  switch (text(sign, place)) {
    case 'C':
      return minorUnits;
    case 'D':
      return -minorUnits;
    default:
      throw new LegacyDataError(place, 'D or C');
  }
}

/** The columns that make an amount, and the names of the first two. */
interface Amount {
  readonly value: unknown;
  readonly sign: unknown;
  readonly currency: unknown;
  readonly places: { readonly value: string; readonly sign: string; readonly currency: string };
}

/** @param amount its value a DECIMAL(n,2) without sign, cast to CHAR: `  1234.50` or, where the locale is French, `1234,50`. */
export function decimalAmount(amount: Amount): Money {
  const { places } = amount;
  const printed = text(amount.value, places.value);
  // `.50`: some versions leave the nought out.
  const minorUnits = minorUnitsFromText(/^[.,]/.test(printed) ? `0${printed}` : printed);
  if (minorUnits === undefined || minorUnits < 0n)
    throw new LegacyDataError(places.value, 'an amount without sign');
  return {
    minorUnits: signed(minorUnits, amount.sign, places.sign),
    currency: currency(amount.currency, places.currency),
  };
}

/** @param amount its value a DECIMAL(n,0) of cents without sign, cast to CHAR. */
export function centsAmount(amount: Amount): Money {
  const { places } = amount;
  const minorUnits = BigInt(whole(amount.value, places.value));
  return {
    minorUnits: signed(minorUnits, amount.sign, places.sign),
    currency: currency(amount.currency, places.currency),
  };
}

/** @returns O (oui) → true, N (non) → false. */
export function flag(column: unknown, place: string): boolean {
  return matching(column, /^[ON]$/, 'O or N', place) === 'O';
}
