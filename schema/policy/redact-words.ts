/** A part of a text: from where, to where (not included). */
export type Span = readonly [start: number, end: number];

const LOCAL = /[\p{L}\p{N}._%+'-]/u;
const DOMAIN = /[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/uy;

/** The longest that mail systems take. */
const LOCAL_MAX = 64;
const DOMAIN_MAX = 255;

/** @returns where e-mail addresses stand. */
export function emailSpans(text: string): Span[] {
  const spans: Span[] = [];
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    let start = at;
    while (start > 0 && at - start < LOCAL_MAX && LOCAL.test(text.charAt(start - 1))) start--;
    if (start === at) continue;
    const window = text.slice(at + 1, at + 1 + DOMAIN_MAX);
    DOMAIN.lastIndex = 0;
    const domain = DOMAIN.exec(window)?.[0];
    if (domain !== undefined) spans.push([start, at + 1 + domain.length]);
  }
  return spans;
}

// Every repetition is bounded, so that no text makes the search go back far.
const PHONES = [
  /** France: `06 12 34 56 78`, `+33 (0)6.12.34.56.78`. */
  /(?<![\d+])(?:(?:\+|00)33[ .-]{0,2}(?:\(0\)[ .-]{0,2})?[1-9]|0[1-9])(?:[ ./-]{0,2}\d{2}){4}(?!\d)/g,
  /** Elsewhere, with its country: 8 to 15 digits. */
  /(?<![\d+])(?:\+|00)(?!33)[1-9](?:[ ./()-]{0,2}\d){7,14}(?!\d)/g,
];

/** @returns where telephone numbers stand. */
export const phoneSpans = (text: string): Span[] =>
  PHONES.flatMap((pattern) =>
    [...text.matchAll(pattern)].map(({ index, 0: found }): Span => [index, index + found.length]),
  );

/** Words of a name that are also everyday words; alone they name nobody. */
const PARTICLES = new Set(['d', 'de', 'des', 'du', 'el', 'et', 'l', 'la', 'le', 'les', 'van', 'von']);

const WORD = /\p{L}[\p{L}\p{M}]*/gu;

/** Upper and lower case, with and without accents, are one name. */
const folded = (word: string): string => word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** @returns where words of the parties' names stand. */
export function nameSpans(text: string, names: readonly string[]): Span[] {
  const wanted = new Set<string>();
  for (const name of names) {
    const words = [...name.matchAll(WORD)].map(({ 0: word }) => folded(word));
    const telling = words.filter((word) => word.length > 1 && !PARTICLES.has(word));
    for (const word of telling.length > 0 ? telling : words) wanted.add(word);
  }
  if (wanted.size === 0) return [];
  return [...text.matchAll(WORD)].flatMap(({ index, 0: word }): Span[] =>
    wanted.has(folded(word)) ? [[index, index + word.length]] : [],
  );
}
