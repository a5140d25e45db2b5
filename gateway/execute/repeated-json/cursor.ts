import { BRACE_END, BRACKET_END, COMMA } from '../../answer/letters';

/** A place in a text of JSON. */
export interface Cursor {
  readonly text: string;
  at: number;
  /** Where the next `\` is, as far as it is known. */
  escape: number;
}

export const startOf = (text: string): Cursor => ({ text, at: 0, escape: -1 });

/** The text is not written as plainly as machines write, or is no JSON at all. */
export class Unusual extends Error {}

const CONTROL = /[\0-\x1f]/;

/** Longer texts are parts of the text that they were taken from, and would keep all of it. */
const OWN = 12;

/** Reads what begins with a quote. @throws {Unusual | SyntaxError} it is no text. */
export function readText(cursor: Cursor): string {
  const { text } = cursor;
  const start = cursor.at + 1;
  const end = text.indexOf('"', start);
  if (end < 0) throw new Unusual();
  if (cursor.escape < start) cursor.escape = (text.indexOf('\\', start) + 1 || Infinity) - 1;
  if (end < cursor.escape) {
    cursor.at = end + 1;
    if (end - start > OWN) return JSON.parse(text.slice(start - 1, end + 1)) as string;
    const plain = text.slice(start, end);
    if (CONTROL.test(plain)) throw new Unusual();
    return plain;
  }
  let at = start;
  while (text[at] !== '"') {
    if (at >= text.length) throw new Unusual();
    at += text[at] === '\\' ? 2 : 1;
  }
  cursor.at = at + 1;
  return JSON.parse(text.slice(start - 1, at + 1)) as string;
}

/** Reads a number, `true`, `false` or `null`. @throws {Unusual | SyntaxError} it is none. */
export function readWord(cursor: Cursor): unknown {
  const { text, at: start } = cursor;
  let at = start;
  for (let code = text.charCodeAt(at); code !== COMMA && code !== BRACE_END && code !== BRACKET_END;) {
    at += 1;
    if (at > text.length) throw new Unusual();
    code = text.charCodeAt(at);
  }
  cursor.at = at;
  return JSON.parse(text.slice(start, at));
}

/** Takes a comma, or what ends it all. @returns whether something follows. @throws {Unusual} it is neither. */
export function goesOn(cursor: Cursor, end: number): boolean {
  const code = cursor.text.charCodeAt(cursor.at);
  cursor.at += 1;
  if (code !== end && code !== COMMA) throw new Unusual();
  return code === COMMA;
}
