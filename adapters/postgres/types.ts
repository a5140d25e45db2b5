/** PostgreSQL's numbers (OIDs) of the column types whose values the port promises as text. */
const BIGINT = 20;
const INTEGER = 23;
const DATE = 1082;
const TIMESTAMP = 1114;
const TIMESTAMPTZ = 1184;
const NUMERIC = 1700;

const asIs = (text: string): string => text;

/** How column values are read, by type OID; every other type as the driver does it. */
export const PARSERS: Readonly<Record<number, (text: string) => string>> = {
  [BIGINT]: asIs,
  [NUMERIC]: asIs,
  [DATE]: asIs,
  [TIMESTAMP]: asIs,
  [TIMESTAMPTZ]: isoInstant,
};

/** How a legacy table's columns are read: small integers as numbers, all else as the server prints it. */
export const LEGACY_PARSERS: Readonly<Record<number, (text: string) => unknown>> = { [INTEGER]: Number };

const INSTANT = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(?:\.(\d{1,6}))?([+-]\d{2}(?::?\d{2}){0,2})$/;

/**
 * `2026-01-15 09:30:05.12+00` → `2026-01-15T09:30:05.120Z`.
 *
 * @param text as the server prints a `timestamptz`, in whatever zone its session has.
 * @returns ISO 8601, UTC, with milliseconds, or with microseconds where the row has them; a special value
 *   (`infinity`) as it is.
 */
export function isoInstant(text: string): string {
  const [, date, time, fraction = '', offset] = INSTANT.exec(text) ?? [];
  if (date === undefined || time === undefined || offset === undefined) return text;
  const micros = fraction.padEnd(6, '0');
  const digits = micros.endsWith('000') ? micros.slice(0, 3) : micros;
  const seconds = /^[+-]00(:?00)*$/.test(offset) ? `${date}T${time}` : inUtc(date, time, offset);
  return `${seconds}.${digits}Z`;
}

function inUtc(date: string, time: string, offset: string): string {
  const [hours = '0', minutes = '0'] = offset.slice(1).split(':');
  const shift = (Number(hours) * 60 + Number(minutes)) * (offset.startsWith('-') ? -1 : 1);
  const instant = new Date(Date.parse(`${date}T${time}Z`) - shift * 60_000);
  return instant.toISOString().slice(0, 19);
}
