import type { FieldModel, ScalarKind } from '../model';
import { camel } from '../names';
import { sentence } from '../text';
import type { Column, Table } from './catalogue';

/** One column, and how it is read and declared. */
export interface ColumnField extends FieldModel {
  readonly column: Column;
  readonly type: ScalarKind;
  /** What stands in a statement: money, numbers beyond `Int`, dates and times travel as text. */
  readonly select: string;
  /** Its type in the stand-in's tables. */
  readonly ddl: string;
  /** A value for the stand-in's rows, as SQL and as the graph shows it. */
  readonly sample: (row: number) => { readonly sql: string; readonly value: unknown };
}

type Reading = Pick<ColumnField, 'type' | 'select' | 'ddl' | 'sample'>;

const quoted = (text: string): string => `'${text}'`;
const same =
  (sql: string, value: unknown): Reading['sample'] =>
  () => ({ sql, value });

/** @returns how a column is read; `undefined` for what the graph cannot show: large objects, XML, rare types. */
function readingOf({ name, type, length, scale, key }: Column): Reading | undefined {
  const column = `T.${name}`;
  const cast = (size: number): string => `CAST(${column} AS CHAR(${size}))`;
  switch (type) {
    case 'CHAR':
    case 'VARCHAR': {
      const text = name.replaceAll('_', '').slice(0, length);
      const numbered = (row: number): string => String(row).padStart(Math.min(length, 3), '0');
      const sample = (row: number): string => (key > 0 ? numbered(row) : text);
      const ddl = `${type}(${length})`;
      return {
        type: 'text',
        select: column,
        ddl,
        sample: (row) => ({ sql: quoted(sample(row)), value: sample(row) }),
      };
    }
    case 'SMALLINT':
    case 'INTEGER':
      if (key === 0) return { type: 'int', select: column, ddl: type, sample: same('7', 7) };
      return {
        type: 'text',
        select: cast(11),
        ddl: type,
        sample: (row) => ({ sql: String(row), value: String(row) }),
      };
    case 'BIGINT':
      return {
        type: 'text',
        select: cast(20),
        ddl: type,
        sample: (row) => ({ sql: String(row), value: String(row) }),
      };
    case 'DECIMAL': {
      const decimals = scale > 0 ? `.${'5'.padEnd(scale, '0')}` : '';
      const ddl = `DECIMAL(${length},${scale})`;
      const sample = (row: number): string => `${row}${decimals}`;
      return {
        type: 'text',
        select: cast(length + 2),
        ddl,
        sample: (row) => ({ sql: sample(row), value: sample(row) }),
      };
    }
    case 'REAL':
    case 'DOUBLE':
      return { type: 'float', select: column, ddl: 'DOUBLE PRECISION', sample: same('1.5', 1.5) };
    case 'DATE':
      return { type: 'date', select: cast(10), ddl: type, sample: same(quoted('2026-01-15'), '2026-01-15') };
    case 'TIME':
      return { type: 'text', select: cast(8), ddl: type, sample: same(quoted('09:30:00'), '09:30:00') };
    case 'TIMESTAMP':
      return {
        ...{ type: 'dateTime', select: cast(26), ddl: type },
        sample: same(quoted('2026-01-15 09:30:00'), '2026-01-15T08:30:00.000Z'),
      };
    default:
      return undefined;
  }
}

/** @param note told of each column that is left out. */
export function fieldsOf(
  { schema, name, columns }: Table,
  freeName: (wanted: string) => string,
  note: (line: string) => void,
): readonly ColumnField[] {
  return columns.flatMap((column): ColumnField[] => {
    const reading = readingOf(column);
    const place = `${schema}.${name}.${column.name}`;
    if (!reading) {
      note(`${place} is left out: ${column.type} is not shown in the graph.`);
      return [];
    }
    const said = column.remarks === '' ? '' : `${sentence(column.remarks, '')} `;
    return [
      {
        ...reading,
        column,
        legacy: place,
        name: freeName(camel(column.name)),
        description: `${said}Source: Db2 ${name}.${column.name}.`,
        many: false,
        required: !column.nullable,
      },
    ];
  });
}
