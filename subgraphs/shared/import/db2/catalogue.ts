import { LegacyDataError } from '../../../../schema/kernel/source-errors';
import type { RawRow, SqlReader } from '../../../../schema/ports/sql';

/** One column of a legacy table, as the catalogue tells it. */
export interface Column {
  readonly name: string;
  /** In capitals, e.g. `CHAR`, `DECIMAL`, `TIMESTAMP`. */
  readonly type: string;
  /** Characters, or digits. */
  readonly length: number;
  /** Digits after the point. */
  readonly scale: number;
  readonly nullable: boolean;
  /** Its place in the primary key, from 1; 0 where it is not part of it. */
  readonly key: number;
  /** What the catalogue says about it, empty where nothing. */
  readonly remarks: string;
}

/** One legacy table. */
export interface Table {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly Column[];
}

/**
 * What drivers ask a Db2 of any platform about its tables: the catalogue's own tables are others on z/OS than on Linux.
 * Schema and table are patterns here, in which `_` is any character.
 */
const COLUMNS = `CALL SYSIBM.SQLCOLUMNS(NULL, ?, ?, '%', 'DATATYPE=''ODBC''')`;
const PRIMARY_KEY = `CALL SYSIBM.SQLPRIMARYKEYS(NULL, ?, ?, 'DATATYPE=''ODBC''')`;

/** The development stand-in. */
const INFORMATION_SCHEMA = `SELECT CAST(C.COLUMN_NAME AS VARCHAR(128)), CAST(C.DATA_TYPE AS VARCHAR(128)),
  COALESCE(C.CHARACTER_MAXIMUM_LENGTH, C.NUMERIC_PRECISION, 0), COALESCE(C.NUMERIC_SCALE, 0), CAST(C.IS_NULLABLE AS VARCHAR(3)),
  COALESCE((SELECT K.ORDINAL_POSITION FROM INFORMATION_SCHEMA.KEY_COLUMN_USAGE K
    JOIN INFORMATION_SCHEMA.TABLE_CONSTRAINTS T ON T.CONSTRAINT_NAME = K.CONSTRAINT_NAME
      AND T.TABLE_SCHEMA = K.TABLE_SCHEMA AND T.TABLE_NAME = K.TABLE_NAME AND T.CONSTRAINT_TYPE = 'PRIMARY KEY'
    WHERE K.TABLE_SCHEMA = C.TABLE_SCHEMA AND K.TABLE_NAME = C.TABLE_NAME AND K.COLUMN_NAME = C.COLUMN_NAME), 0),
  COALESCE(COL_DESCRIPTION(CAST(C.TABLE_SCHEMA || '.' || C.TABLE_NAME AS REGCLASS), C.ORDINAL_POSITION), '')
  FROM INFORMATION_SCHEMA.COLUMNS C
  WHERE UPPER(C.TABLE_SCHEMA) = ? AND UPPER(C.TABLE_NAME) = ? ORDER BY C.ORDINAL_POSITION`;

/** Types under the names that Db2 gives them. */
const ALIASES: Readonly<Record<string, string>> = {
  CHARACTER: 'CHAR',
  'CHARACTER VARYING': 'VARCHAR',
  NUMERIC: 'DECIMAL',
  'DOUBLE PRECISION': 'DOUBLE',
  'TIMESTAMP WITHOUT TIME ZONE': 'TIMESTAMP',
  'TIME WITHOUT TIME ZONE': 'TIME',
};

/** Milliseconds that the catalogue may take. */
const TIMEOUT_MS = 30_000;

/**
 * Reads what the catalogue says about one table.
 *
 * @param table `SCHEMA.TABLE`.
 * @param standIn whether the reader talks to the development stand-in.
 * @throws {Error} with a sentence: no such table, or not a name.
 */
export async function readTable(reader: SqlReader, table: string, standIn: boolean): Promise<Table> {
  const [, schema, name] = /^([A-Z_][A-Z\d_]*)\.([A-Z_][A-Z\d_]*)$/.exec(table.toUpperCase()) ?? [];
  if (schema === undefined || name === undefined) throw new Error(`"${table}" is not SCHEMA.TABLE.`);
  const ask: Ask = (query, parse) =>
    reader.read({
      name: 'catalogue',
      text: query.replace(/\s+/g, ' '),
      values: [schema, name],
      timeoutMs: TIMEOUT_MS,
      parse,
    });
  const columns = standIn ? await ask(INFORMATION_SCHEMA, columnOf) : await columnsByCall(ask, schema, name);
  if (columns.length === 0) throw new Error(`The catalogue has no table ${schema}.${name}.`);
  return { schema, name, columns };
}

type Ask = <T>(query: string, parse: (row: RawRow) => T) => Promise<readonly T[]>;

async function columnsByCall(ask: Ask, schema: string, table: string): Promise<readonly Column[]> {
  const keys = new Map(await ask(PRIMARY_KEY, ([, , , column, place]) => [text(column), place] as const));
  const rows = await ask(COLUMNS, (row) => row);
  return rows
    .filter(([, ofSchema, ofTable]) => text(ofSchema) === schema && text(ofTable) === table)
    .map(([, , , column, , type, length, , scale, , nullable, remarks]) => {
      const key = keys.get(text(column)) ?? 0;
      return columnOf([column, type, length, scale ?? 0, nullable === 0 ? 'N' : 'Y', key, remarks ?? '']);
    });
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new LegacyDataError('the catalogue', 'text');
  return value.trim();
}

function columnOf([name, type, length, scale, nullable, key, remarks]: RawRow): Column {
  const declared = text(type).toUpperCase();
  return {
    name: text(name).toUpperCase(),
    type: ALIASES[declared] ?? declared,
    length: Number(length),
    scale: Number(scale),
    nullable: text(nullable).startsWith('Y'),
    key: Number(key),
    remarks: text(remarks),
  };
}
