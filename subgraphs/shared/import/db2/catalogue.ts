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

/** Db2 for Linux, UNIX, Windows. */
const SYSCAT = `SELECT C.COLNAME, C.TYPENAME, C.LENGTH, C.SCALE, C.NULLS, COALESCE(C.KEYSEQ, 0), COALESCE(C.REMARKS, '')
  FROM SYSCAT.COLUMNS C WHERE C.TABSCHEMA = ? AND C.TABNAME = ? ORDER BY C.COLNO`;

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
  const columns = await reader.read({
    name: 'catalogue.columns',
    text: (standIn ? INFORMATION_SCHEMA : SYSCAT).replace(/\s+/g, ' '),
    values: [schema, name],
    timeoutMs: TIMEOUT_MS,
    parse: columnOf,
  });
  if (columns.length === 0) throw new Error(`The catalogue has no table ${schema}.${name}.`);
  return { schema, name, columns };
}

function columnOf([name, type, length, scale, nullable, key, remarks]: RawRow): Column {
  const text = (value: unknown): string => {
    if (typeof value !== 'string') throw new LegacyDataError('SYSCAT.COLUMNS', 'text');
    return value.trim();
  };
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
