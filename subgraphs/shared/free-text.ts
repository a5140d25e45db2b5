import { BadUserInput } from '../../schema/kernel/errors';

// What XML 1.0 cannot say, even escaped: the old systems behind the hub would refuse it, or worse, drop it.
// Halves of a surrogate pair are no characters, and PostgreSQL keeps no NUL. A byte order mark at the beginning is
// taken for one by whatever decodes the text next, and lost.

const UNWRITABLE = /^\ufeff|[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/**
 * Checks a text that a person wrote. It is kept to the byte, or refused: nothing is trimmed, replaced or cut.
 *
 * @param argument its name, for the error.
 * @param max UTF-16 units, as `String.length` counts.
 * @throws {BadUserInput} blank, too long, or with characters that cannot be kept everywhere.
 */
export function checkFreeText(argument: string, text: string, max: number): void {
  if (text.length > max) throw new BadUserInput(argument, `at most ${max} characters are taken.`);
  if (text.trim() === '') throw new BadUserInput(argument, 'a text is expected.');
  if (UNWRITABLE.test(text) || !text.isWellFormed()) {
    throw new BadUserInput(argument, 'contains control characters or broken characters.');
  }
}
