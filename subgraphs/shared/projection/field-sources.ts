import type { Wanted } from './wanted';

/** Of which parts of a row (columns of a table, elements of an answer) a field is made, and how. */
export interface FieldSource<Row, Value> {
  readonly of: readonly string[];
  /** @throws {LegacyDataError} a part is not what its system promises. */
  readonly read: (row: Row) => Value;
}

/** How every field of a record is made. */
export type FieldSources<Fields, Row> = { readonly [F in keyof Fields]: FieldSource<Row, Fields[F]> };

/** Reads of a row the fields that one operation needs. */
export interface FieldReader<Fields, Row> {
  /** What the system has to be asked for, each once. */
  readonly parts: readonly string[];
  /** @returns the fields that are needed; others are missing, and nobody asks for them. */
  read(row: Row): Fields;
}

/** @param type the name in the graph of the type that the fields belong to. */
export function readerOf<Fields, Row>(
  type: string,
  sources: FieldSources<Fields, Row>,
  wanted: Wanted,
): FieldReader<Fields, Row> {
  const names = (Object.keys(sources) as (keyof Fields & string)[]).filter((name) => wanted(type, name));
  return {
    parts: [...new Set(names.flatMap((name) => sources[name].of))],
    read: (row) => Object.fromEntries(names.map((name) => [name, sources[name].read(row)])) as Fields,
  };
}
