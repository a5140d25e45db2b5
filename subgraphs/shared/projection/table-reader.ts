import type { SourceName } from '../../../schema/kernel/source-errors';
import type { RawRow } from '../../../schema/ports/sql';
import { type Cell, cell } from '../cell';
import type { RepairColumn } from '../code-page';
import { type FieldSource, type FieldSources, readerOf } from './field-sources';
import type { Wanted } from './wanted';

/** One row, by the names of its columns; a column that was not selected is `undefined`. */
export interface NamedRow<Column extends string> {
  readonly at: (column: Column) => unknown;
  readonly source: SourceName;
}

/** How rows of a legacy table become records. */
export interface TableRecord<Column extends string, Key, Fields> {
  /** The graph's name of what the records are. */
  readonly type: string;
  /** What selects each column, in the order in which statements name them: those that are always read come first. */
  readonly columns: Readonly<Record<Column, string>>;
  /** Key and row facts: read for every operation. */
  readonly always: readonly Column[];
  /** @throws {LegacyDataError} the row cannot be told, or whose it is: nobody may see the rest. */
  readonly key: (row: NamedRow<Column>) => Key;
  readonly fields: FieldSources<Fields, NamedRow<Column>>;
}

/** Reads the rows of one operation. */
export interface TableReader<Key, Fields> {
  /**
   * What stands after SELECT: the columns that are needed, always in the same order, so that equal needs make one text
   * and the database keeps few plans.
   */
  readonly columns: readonly string[];
  /** @returns the record; of its fields those that are needed. */
  parse(row: RawRow, source: SourceName): Key & Fields;
}

/**
 * @param wanted the fields that the operation needs.
 * @param repair puts values right that arrive misread.
 */
export function tableReader<Column extends string, Key, Fields>(
  { type, columns, always, key, fields }: TableRecord<Column, Key, Fields>,
  wanted: Wanted,
  repair: RepairColumn = (_, value) => value,
): TableReader<Key, Fields> {
  const reader = readerOf(type, fields, wanted);
  const needed = new Set<string>([...always, ...reader.parts]);
  const names = (Object.keys(columns) as Column[]).filter((name) => needed.has(name));
  const places = new Map(names.map((name, place) => [name, place]));
  return {
    columns: names.map((name) => columns[name]),
    parse(raw, source) {
      const at = (column: Column): unknown => repair(column, raw[places.get(column) ?? -1]);
      const row = { at, source };
      return { ...key(row), ...reader.read(row) };
    },
  };
}

/** A field made of these columns: one that cannot be read withholds itself alone. */
export const cellOf = <Column extends string, T>(
  of: readonly Column[],
  read: (at: (column: Column) => unknown) => T,
): FieldSource<NamedRow<Column>, Cell<T>> => ({
  of,
  read: ({ at, source }) => cell(source, () => read(at)),
});
