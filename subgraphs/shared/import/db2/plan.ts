import { camel, createNames, pascal } from '../names';
import type { Notes, ObjectModel, Surroundings } from '../model';
import type { EntityNames } from '../templates/entity';
import type { Table } from './catalogue';
import { type ColumnField, fieldsOf } from './columns';

/** A row of a table as the graph shows it. */
interface TableObject extends ObjectModel {
  readonly fields: readonly ColumnField[];
}

/** One table, and what becomes of it. */
export interface PlannedTable extends EntityNames {
  readonly table: Table;
  readonly object: TableObject;
  readonly key: ColumnField;
  /** The field of `Query` that lists it. */
  readonly list: string;
}

/** All that is written for some tables of one database. */
export interface Db2Plan {
  readonly name: string;
  readonly tables: readonly PlannedTable[];
}

/** Names that the written files use for something else, beside what the graph has. */
const RESERVED = ['Connection', 'Date', 'Map', 'NotFound', 'Object', 'PageArgs', 'Promise', 'Record', 'Set'];

/** @param called by table, the name that whoever imports gave the thing. @throws {Error} with a sentence. */
export function planDb2(
  name: string,
  tables: readonly Table[],
  called: ReadonlyMap<Table, string>,
  surroundings: Surroundings,
  notes: Notes,
): Db2Plan {
  const freeType = createNames([...surroundings.types, ...RESERVED], name);
  const freeQuery = createNames(surroundings.queries, name);
  return {
    name,
    tables: tables.map((table) => {
      const place = `${table.schema}.${table.name}`;
      const freeField = createNames(['facts', 'id'], 'its');
      const fields = fieldsOf(table, freeField, (line) => notes.push(line));
      const keys = fields.filter(({ column }) => column.key > 0);
      const [key] = keys;
      if (!key || keys.length > 1) throw new Error(keySentence(place, keys));
      const type = freeType(pascal(called.get(table) ?? table.name));
      return {
        table,
        object: { name: type, legacy: place, description: `A row of ${place}.`, fields },
        key,
        byId: freeQuery(camel(type)),
        byKey: freeQuery(`${camel(type)}By${pascal(key.name)}`),
        list: freeQuery(`${camel(type)}List`),
      };
    }),
  };
}

const keySentence = (place: string, keys: readonly ColumnField[]): string =>
  keys.length === 0
    ? `${place} has no primary key: a thing of the graph needs one.`
    : `${place} has a primary key of ${keys.length} columns (${keys.map(({ column }) => column.name).join(', ')}): ` +
      'only tables with a key of one column are imported.';
