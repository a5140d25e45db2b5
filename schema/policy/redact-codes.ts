import { isCard, isIban, isNir, isRib, isShortNir, isTruncatedCard } from './codes';
import type { Span } from './redact-words';

/** Letters and digits with at most two signs between them; stars stand in truncated card numbers. */
const RUN = /[A-Za-z0-9*]+(?:[ ./_-]{1,2}[A-Za-z0-9*]+)*/g;

/** A run without its signs. */
interface Compact {
  /** Upper case. */
  readonly text: string;
  /** Where each character stands in the searched text. */
  readonly at: readonly number[];
  /** Whether a word, or a change between letters and digits, begins at each character; one more, for the end. */
  readonly edge: readonly boolean[];
}

/** No code is longer: an IBAN has at most 34 characters. */
const LONGEST = 34;

/**
 * A kind of code: how long it may be, and whether a text of that length is one.
 * The longest are asked first, so that the key of a number is covered with it.
 */
interface Kind {
  readonly first: RegExp;
  readonly lengths: readonly number[];
  readonly holds: (text: string) => boolean;
}

const from = (longest: number, shortest: number): number[] =>
  Array.from({ length: longest - shortest + 1 }, (_, index) => longest - index);

const KINDS: readonly Kind[] = [
  { first: /[A-Z]/, lengths: from(LONGEST, 15), holds: isIban },
  { first: /\d/, lengths: [23], holds: isRib },
  { first: /[1-478]/, lengths: [15], holds: isNir },
  { first: /[12]/, lengths: [13], holds: isShortNir },
  { first: /\d/, lengths: from(19, 13), holds: isCard },
  { first: /\d/, lengths: from(19, 12), holds: isTruncatedCard },
];

/** @returns where account numbers, card numbers and national numbers stand. */
export function codeSpans(text: string): Span[] {
  const spans: Span[] = [];
  for (const { index, 0: run } of text.matchAll(RUN)) {
    if (run.length < 12) continue;
    const compact = compactOf(run, index);
    for (let start = 0; start < compact.text.length; start++) {
      if (compact.edge[start] === true) spans.push(...spansFrom(compact, start));
    }
  }
  return spans;
}

function spansFrom({ text, at, edge }: Compact, start: number): Span[] {
  const ahead = text.slice(start, start + LONGEST);
  const first = ahead.charAt(0);
  const startsAt = at[start] ?? 0;
  return KINDS.flatMap((kind): Span[] => {
    if (!kind.first.test(first)) return [];
    const length = kind.lengths.find(
      (each) => each <= ahead.length && edge[start + each] === true && kind.holds(ahead.slice(0, each)),
    );
    return length === undefined ? [] : [[startsAt, (at[start + length - 1] ?? 0) + 1]];
  });
}

function compactOf(run: string, offset: number): Compact {
  const at: number[] = [];
  const edge: boolean[] = [];
  let text = '';
  let before = ' ';
  for (let index = 0; index < run.length; index++) {
    const sign = run.charAt(index);
    if (/[A-Za-z0-9*]/.test(sign)) {
      edge.push(kindOf(sign) !== kindOf(before));
      at.push(offset + index);
      text += sign.toUpperCase();
    }
    before = sign;
  }
  // `IBANFR76…`: two letters before digits may be a country.
  for (let index = 2; index < text.length; index++) {
    if (/\d/.test(text.charAt(index)) && /^[A-Z]{2}$/.test(text.slice(index - 2, index)))
      edge[index - 2] = true;
  }
  return { text, at, edge: [...edge, true] };
}

const kindOf = (sign: string): 'letter' | 'digit' | 'other' =>
  /[A-Za-z]/.test(sign) ? 'letter' : /[\d*]/.test(sign) ? 'digit' : 'other';
