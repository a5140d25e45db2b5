import type { OperationContext } from '../../schema/kernel/operation';
import { SourceInvalidData, type SourceName } from '../../schema/kernel/source-errors';
import type { RawRow, SqlReader, SqlValue } from '../../schema/ports/sql';
import { askingFor } from './asking';
import { type Cell, cell } from './cell';

/** One question to a legacy table. */
export interface TableQuestion<R> {
  /** For logs and metrics, e.g. `accounts.byNumber`. */
  readonly name: string;
  /** A constant text: see `SqlQuery`. */
  readonly text: string;
  readonly values: readonly SqlValue[];
  /** How many keys it asks for, for the numbers in `extensions.sources`. */
  readonly keys: number;
  /** @throws {LegacyDataError} the row is not what its columns are for. */
  readonly parse: (row: RawRow, source: SourceName) => R;
}

/** A row as it came, and what it reads as. A row that cannot be read is an error for its own readers only. */
export interface TableRow<R> {
  readonly raw: RawRow;
  readonly record: Cell<R>;
}

/**
 * Asks, within the operation's time and signal, and has it counted.
 *
 * @throws {HubError} a `SOURCE_…` error.
 */
export type AskTable = <R>(question: TableQuestion<R>) => Promise<readonly TableRow<R>[]>;

/** @param timeoutMs for each statement. */
export function createAskTable(reader: SqlReader, operation: OperationContext, timeoutMs: number): AskTable {
  const { source } = reader;
  return <R>({ name, text, values, keys, parse }: TableQuestion<R>) =>
    operation.sources.measure(source, keys, (cost) =>
      reader.read<TableRow<R>>({
        name,
        text,
        values,
        timeoutMs,
        ...askingFor(operation, cost),
        parse: (raw) => ({ raw, record: cell(source, () => parse(raw, source)) }),
      }),
    );
}

/** @returns the records of a list. @throws {SourceInvalidData} one of them cannot be read: a list that hides a row would be a wrong answer. */
export function complete<R>(rows: readonly TableRow<R>[]): R[] {
  return rows.map(({ record }) => {
    if (record instanceof SourceInvalidData) throw record;
    return record;
  });
}

/** @returns the rows by one of their key columns, without its padding, in the order in which they came. */
export function byColumn<R>(
  rows: readonly TableRow<R>[],
  column: number,
): ReadonlyMap<string, TableRow<R>[]> {
  return Map.groupBy(rows, ({ raw }) => String(raw[column]).trim());
}

/** @returns a batch's answer for one key: what `read` gives or the error that it throws, which is that key's alone. */
export function settled<T>(read: () => T): T | Error {
  try {
    return read();
  } catch (error) {
    if (error instanceof SourceInvalidData) return error;
    throw error;
  }
}
