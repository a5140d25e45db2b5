/** What JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/**
 * The one text of a JSON value (RFC 8785): members by name, no blanks. Equal values give equal texts, so that a hash
 * of the text stands for the value.
 *
 * @throws {TypeError} a number that JSON has not (`NaN`, an infinity).
 */
export function canonicalJson(value: Json): string {
  if (isCanonical(value)) return JSON.stringify(value);
  if (typeof value === 'number') throw new TypeError('JSON has no such number');
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  // One text that grows: lists of parts, joined again at each level, are twice the work.
  let text = '';
  if (isList(value)) {
    for (const each of value) text += `${text === '' ? '[' : ','}${canonicalJson(each)}`;
    return text === '' ? '[]' : `${text}]`;
  }
  for (const name of Object.keys(value).sort())
    text += `${text === '' ? '{' : ','}${JSON.stringify(name)}:${canonicalJson(value[name] as Json)}`;
  return text === '' ? '{}' : `${text}}`;
}

/** Whether members stand by name already, all the way down: then the platform's own writer gives the one text, in one go. */
function isCanonical(value: Json): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (value === null || typeof value !== 'object')
    return typeof value === 'string' || typeof value === 'boolean' || value === null;
  if (isList(value)) return value.every(isCanonical);
  let before = '';
  for (const name of Object.keys(value)) {
    if (name < before || !isCanonical(value[name] as Json)) return false;
    before = name;
  }
  return true;
}

const isList = (value: object): value is readonly Json[] => Array.isArray(value);
