import { LegacyDataError, SourceInvalidData, type SourceName } from '../../schema/kernel/source-errors';

/** What became of one datum of a row: its value, or the error that its readers get in its place. */
export type Cell<T> = T | SourceInvalidData;

/**
 * Reads one datum. One that cannot be read withholds itself and neither its row nor the fifty rows that came with it:
 * a resolver that returns the error shows `null`, with the source's name in the errors.
 */
export function cell<T>(source: SourceName, read: () => T): Cell<T> {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof LegacyDataError) return new SourceInvalidData(source, { cause });
    throw cause;
  }
}
