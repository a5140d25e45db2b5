import { importOf, spellingOf } from '../graph';
import { camel } from '../names';
import { comment, literal } from '../text';
import type { ColumnField } from './columns';
import type { PlannedTable } from './plan';

/** How a column's value becomes ours. */
function read({ type, legacy }: ColumnField, value: string): string {
  const place = literal(legacy);
  switch (type) {
    case 'int':
      return `integer(${value}, ${place})`;
    case 'float':
      return `real(${value}, ${place})`;
    case 'date':
      return `day(text(${value}, ${place}), ${place})`;
    case 'dateTime':
      return `timestamp(${value}, ${place})`;
    default:
      return `text(${value}, ${place})`;
  }
}

/** Writes how the rows of one table are read. */
export function tableRecordFile({ object }: PlannedTable): string {
  const { name, legacy, fields } = object;
  const reading = fields.map((field) =>
    field.required ? read(field, field.name) : `given(${field.name}, (value) => ${read(field, 'value')})`,
  );
  const uses = (tool: string): boolean => reading.some((each) => new RegExp(`\\b${tool}\\(`).test(each));
  const tools = ['integer', 'real', 'text', 'timestamp'].filter(uses);
  return `${[
    importOf(['type RawRow'], '../../schema/ports/sql'),
    importOf(uses('day') ? ['day'] : [], '../shared/legacy-values'),
    importOf(tools, '../shared/table-values'),
    importOf(uses('given') ? ['given'] : [], '../shared/xsd-values'),
  ]
    .filter((line) => line !== '')
    .join('\n')}

/** One row of ${comment(legacy)}. */
export interface ${name}Record {
${fields.map(member).join('\n')}
}

/** What \`${camel(name)}Record\` reads, in this order; T is the table. */
export const ${camel(name)}Columns = [${fields.map(({ select }) => literal(select)).join(', ')}] as const;

/** @throws {LegacyDataError} a column is not what the catalogue says. */
export function ${camel(name)}Record(row: RawRow): ${name}Record {
  const [${fields.map((field) => field.name).join(', ')}] = row;
  return {
${fields.map((field, at) => `    ${field.name}: ${reading[at] ?? ''},`).join('\n')}
  };
}
`;
}

const member = ({ name, type, required, legacy }: ColumnField): string =>
  `  /** ${legacy.split('.').at(-1) ?? ''}. */
  readonly ${name}: ${spellingOf(type).ts}${required && type !== 'date' ? '' : ' | null'};`;
