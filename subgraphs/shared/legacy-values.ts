import { Temporal } from 'temporal-polyfill';
import { LegacyDataError } from '../../schema/kernel/source-errors';
import { minorUnitsFromText, type Money } from '../../schema/kernel/money';

/**
 * Values as the bank's SOAP services write them, and ours. Each function takes the text and its place, and throws
 * `LegacyDataError` with that place where the text is not what the format says.
 */

/** @returns `O` (oui) → true, `N` (non) → false. */
export const flag = (text: string, place: string): boolean => code({ O: true, N: false }, text, place);

/**
 * Reads a code of a closed list.
 *
 * @param table ours by theirs, e.g. `{ F: 'FR', GB: 'EN' }`.
 */
export function code<Ours>(table: Readonly<Record<string, Ours>>, text: string, place: string): Ours {
  const key = text.trim();
  if (!Object.hasOwn(table, key)) throw new LegacyDataError(place, `one of ${Object.keys(table).join(', ')}`);
  return table[key] as Ours;
}

/** How the services say "no date" where their format has no room for nothing. */
const NO_DAY = new Set(['', '00000000', '0001-01-01', '9999-12-31', '01010001', '31129999']);

/**
 * @param text `AAAA-MM-JJ` (`xsd:date`; some servers add their offset, which a calendar day does not have).
 * @returns `2026-01-15`; `null` for the spellings of "none": empty, `0001-01-01`, `9999-12-31`.
 */
export function day(text: string, place: string): string | null {
  const [, date = ''] = /^(\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d)?$/.exec(text.trim()) ?? [];
  return NO_DAY.has(date || text.trim()) ? null : calendarDay(date, place, 'a date AAAA-MM-JJ');
}

/**
 * @param text `JJMMAAAA`.
 * @returns `1980-02-29`; `null` for the spellings of "none": empty, `00000000`, and the first and last day of time.
 */
export function compactDay(text: string, place: string): string | null {
  const trimmed = text.trim();
  if (NO_DAY.has(trimmed)) return null;
  const [, dd, mm, yyyy] = /^(\d\d)(\d\d)(\d{4})$/.exec(trimmed) ?? [];
  return calendarDay(yyyy === undefined ? '' : `${yyyy}-${mm}-${dd}`, place, 'a date JJMMAAAA');
}

/** @returns `JJMMAAAA` of `1980-02-29`, for a request. */
export const compactDayText = (isoDay: string): string => isoDay.split('-').reverse().join('');

function calendarDay(iso: string, place: string, expected: string): string {
  try {
    return Temporal.PlainDate.from(iso, { overflow: 'reject' }).toString();
  } catch {
    throw new LegacyDataError(place, expected);
  }
}

/**
 * @param text `2026-07-15T09:30:00`: a clock in Paris. Of the hour that comes twice in October, the first is meant;
 *   an hour that March skips moves on. A text that names its offset is taken at its word.
 * @returns the instant.
 */
export function parisInstant(text: string, place: string): Date {
  const trimmed = text.trim();
  try {
    const instant = /(?:Z|[+-]\d\d:\d\d)$/.test(trimmed)
      ? Temporal.Instant.from(trimmed)
      : Temporal.PlainDateTime.from(trimmed, { overflow: 'reject' })
          .toZonedDateTime('Europe/Paris')
          .toInstant();
    return new Date(instant.epochMilliseconds);
  } catch {
    throw new LegacyDataError(place, 'a date and time');
  }
}

/** @param text `xsd:decimal` with at most two places, e.g. `120.5`. */
export function amount(text: string, currency: string, place: string): Money {
  const minorUnits = minorUnitsFromText(text);
  if (minorUnits === undefined) throw new LegacyDataError(place, 'an amount with at most two decimals');
  if (!/^[A-Z]{3}$/.test(currency)) throw new LegacyDataError(place, 'an amount in an ISO 4217 currency');
  return { minorUnits, currency };
}

/** @returns a whole number that GraphQL's `Int` can carry. */
export function count(text: string, place: string): number {
  const parsed = /^\d{1,10}$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (!(parsed <= 2_147_483_647)) throw new LegacyDataError(place, 'a whole number below 2^31');
  return parsed;
}
