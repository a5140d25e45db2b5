import { codeSpans } from './redact-codes';
import { emailSpans, nameSpans, phoneSpans, type Span } from './redact-words';
import { COVER } from './masked-form';

/** What a text looks like to whoever searches it: one plain character for each that counts. */
interface Plain {
  readonly text: string;
  /** Where each character stands in the original; one more, for its end. */
  readonly at: readonly number[];
}

/** Characters that nobody sees; written between digits they would hide a number. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]/;

/** Wide digits and odd blanks are read as the plain ones that they stand for. */
function plainOf(original: string): Plain {
  let text = '';
  const at: number[] = [];
  for (let index = 0; index < original.length; index++) {
    const unit = original.charAt(index);
    if (unit > '\u007f' && INVISIBLE.test(unit)) continue;
    text += unit > '\u007f' ? plainUnit(unit) : unit;
    at.push(index);
  }
  return { text, at: [...at, original.length] };
}

function plainUnit(unit: string): string {
  if (/\s/.test(unit)) return ' ';
  if (/[\u2010-\u2015\u2212]/.test(unit)) return '-';
  const simple = unit.normalize('NFKC');
  return simple.length === 1 ? simple : unit;
}

/**
 * Covers, in a text that a person wrote, what names someone or an account: IBAN, RIB, card numbers (Luhn), national
 * numbers (NIR), e-mail addresses, telephone numbers, and the names of the parties as far as they are told. The rest of
 * the text stays as it is. Takes time in proportion to the text, whatever the text.
 *
 * @param names of the parties, e.g. `["DURAND", "Jean-Marc"]`.
 */
export function redact(original: string, names: readonly string[] = []): string {
  const { text, at } = plainOf(original);
  const spans: Span[] = [
    ...codeSpans(text),
    ...emailSpans(text),
    ...phoneSpans(text),
    ...nameSpans(text, names),
  ].sort((a, b) => a[0] - b[0]);
  let redacted = '';
  let from = 0;
  let covered = -1;
  for (const [start, end] of spans) {
    if (end <= covered) continue;
    if (start >= covered) redacted += original.slice(from, at[start]) + COVER;
    covered = end;
    from = (at[end - 1] ?? 0) + 1;
  }
  return redacted + original.slice(from);
}
