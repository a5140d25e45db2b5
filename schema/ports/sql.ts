import { LegacyDataError, SourceInvalidData, type SourceName } from '../kernel/source-errors';
import type { Asking } from './limits';

/** What may be bound to a parameter marker. Money, ids and timestamps travel as text. */
export type SqlValue = string | number | null;

/** One row by position, as the driver hands it over: columns are known by their order in the statement alone. */
export type RawRow = readonly unknown[];

/** One statement against a legacy table. */
export interface SqlQuery<Row> extends Asking {
  /** A short constant name for logs and metrics, e.g. `accounts.byKey`. */
  readonly name: string;
  /**
   * Db2 SQL with `?` markers, a constant text: values never stand in it, `IN` lists are padded (`inList`).
   * Keep to what Db2, Derby and PostgreSQL read alike: `CAST(x AS CHAR(n))`, `FETCH FIRST n ROWS ONLY`.
   */
  readonly text: string;
  readonly values: readonly SqlValue[];
  /** Milliseconds, waiting for a connection included. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** From a row to a record. A `LegacyDataError` thrown here becomes `SourceInvalidData`. */
  readonly parse: (row: RawRow) => Row;
}

/** Reads one relational system. Writing needs `SqlStore`, which only our own database offers: legacy is read. */
export interface SqlReader {
  readonly source: SourceName;
  /**
   * @returns parsed rows in the order the system sent them; empty when nothing matches.
   * @throws {SourceTimeout} no answer within `timeoutMs`.
   * @throws {SourceUnavailable} connection refused, dropped, or no connection free in time.
   * @throws {SourceInvalidData} the statement was refused, or a row could not be parsed.
   */
  read<Row>(query: SqlQuery<Row>): Promise<readonly Row[]>;
  /** Resolves when one trivial read succeeds; rejects as `read` does. */
  ping(timeoutMs: number): Promise<void>;
  close(): Promise<void>;
}

/** Parses every row of an answer, as each `SqlReader` promises. */
export function parseRows<Row>(
  source: SourceName,
  rows: readonly RawRow[],
  parse: (row: RawRow) => Row,
): readonly Row[] {
  try {
    return rows.map((row) => parse(row));
  } catch (cause) {
    throw cause instanceof LegacyDataError ? new SourceInvalidData(source, { cause }) : cause;
  }
}

/** Sizes of padded `IN` lists: few distinct statement texts, so that the database keeps their plans. */
const IN_SIZES = [1, 5, 20, 50, 100];

/** The most keys one statement takes; callers split longer lists. */
export const IN_MAX = 100;

/**
 * A padded `IN` list: the last value repeats up to the next size.
 *
 * @param values 1 to `IN_MAX` of them.
 * @returns `markers` (`?,?,?`) to write between parentheses, and the `values` to bind to them.
 */
export function inList<T extends SqlValue>(values: readonly T[]): { markers: string; values: T[] } {
  const size = IN_SIZES.find((each) => each >= values.length);
  const last = values.at(-1);
  if (size === undefined || last === undefined)
    throw new RangeError(`an IN list takes 1 to ${IN_MAX} values`);
  const padded = [...values, ...Array.from({ length: size - values.length }, () => last)];
  return { markers: padded.map(() => '?').join(','), values: padded };
}
