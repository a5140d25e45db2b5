import { LegacyDataError, SourceInvalidData, type SourceName } from '../../schema/kernel/source-errors';
import { flag } from './legacy-values';
import type { SoapElement } from './soap-element';

/** What became of one row of an answer: a record, or the error that its readers get in its place. */
export type Row<R> = R | SourceInvalidData;

/**
 * Reads one row of an answer that holds many. A row that cannot be read withholds itself and not its neighbours:
 * twenty customers share a call, and one odd flag is no reason to show none of them.
 */
export function readRow<R>(
  source: SourceName,
  element: SoapElement,
  read: (element: SoapElement) => R,
): Row<R> {
  try {
    return read(element);
  } catch (cause) {
    if (cause instanceof LegacyDataError) return new SourceInvalidData(source, { cause });
    throw cause;
  }
}

/** The most values that one call of these services takes. */
export const MAX_VALUES = 20;

/**
 * Reads how an answer goes on.
 *
 * @param flagName `indicateurSuite` or `topSuite`, as the service calls it.
 * @param asked the `cleRepositionnement` of this call.
 * @returns the next call's `cleRepositionnement`, blanks kept; `undefined` after the last page.
 * @throws {LegacyDataError} more is announced, with no key or the one just used: asking on would never end.
 */
export function nextPage(
  answer: SoapElement,
  flagName: string,
  asked: string | undefined,
): string | undefined {
  if (!flag(answer.text(flagName), flagName)) return undefined;
  const next = answer.text('cleRepositionnement');
  if (next.trim() === '' || next === asked) throw new LegacyDataError('cleRepositionnement', 'a new key');
  return next;
}

/** @returns all rows of one list, or the first error among them: a list that hides a row would be a wrong answer. */
export function complete<R>(rows: readonly Row<R>[]): readonly R[] | SourceInvalidData {
  const readable: R[] = [];
  for (const row of rows) {
    if (row instanceof SourceInvalidData) return row;
    readable.push(row);
  }
  return readable;
}
