import { LegacyDataError } from '../../schema/kernel/source-errors';

/**
 * Values as XML Schema writes them, and ours. Each function takes the text and its place, and throws `LegacyDataError`
 * with that place where the text is not what its type says.
 */

/** @returns what `read` makes of a value that may be absent; `null` where it is. */
export const given = <From, To>(value: From | null | undefined, read: (value: From) => To): To | null =>
  value === null || value === undefined ? null : read(value);

/** @param text `xsd:boolean`: `true`, `1`, `false` or `0`. */
export function xsdBoolean(text: string, place: string): boolean {
  switch (text.trim()) {
    case 'true':
    case '1':
      return true;
    case 'false':
    case '0':
      return false;
    default:
      throw new LegacyDataError(place, 'true or false');
  }
}

/** @param text `xsd:int` and what is narrower: a whole number that GraphQL's `Int` can carry. */
export function xsdInt(text: string, place: string): number {
  const parsed = /^[+-]?\d{1,10}$/.test(text.trim()) ? Number(text) : Number.NaN;
  if (!(parsed >= -2_147_483_648 && parsed <= 2_147_483_647))
    throw new LegacyDataError(place, 'a 32-bit whole number');
  return parsed;
}

/** @param text `xsd:float` or `xsd:double`, a number: what is none or has no end is nothing that JSON can carry. */
export function xsdFloat(text: string, place: string): number {
  const parsed = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(parsed)) throw new LegacyDataError(place, 'a number');
  return parsed;
}
