import { camel, pascal } from '../names';
import { literal } from '../text';
import type { Db2Plan, PlannedTable } from './plan';
import type { ObjectModel } from '../model';

/** Writes the statements: keys in batches, pages by key. */
export function tableSourceFile({ name, tables }: Db2Plan, fileOf: (object: ObjectModel) => string): string {
  const own = `${pascal(name)}Source`;
  return `import DataLoader from 'dataloader';
import { IN_MAX, inList } from '../../schema/ports/sql';
import { type AskTable, byColumn, complete } from '../shared/table-ask';
${tables.map(({ object }) => `import { ${camel(object.name)}Columns, type ${object.name}Record, ${camel(object.name)}Record } from './${fileOf(object)}.record';`).join('\n')}

/** One page of a table, in the order of its keys. */
export interface TablePage {
  /** At most so many rows, 1 to 101. */
  readonly limit: number;
  /** Only what comes after this key. */
  readonly after?: string;
}

/** Tables of the database, asked for one operation of the graph. */
export interface ${own} {
${tables.map(promises).join('\n')}
}

/** Few sizes of pages make few statement texts: the database keeps their plans. */
const PAGE_SIZES = [6, 21, 51, 101];
const sizeOf = (limit: number): number => PAGE_SIZES.find((size) => size >= limit) ?? limit;

export function create${own}(ask: AskTable): ${own} {
${tables.map((table) => loader(table)).join('\n\n')}

  return {
${tables.map((table) => answers(table)).join('\n')}
  };
}
`;
}

const promises = ({ object, byKey, list, key }: PlannedTable): string => `  /**
   * Batched: one statement for up to \`IN_MAX\` keys, each once per operation.
   *
   * @param ${key.name} ${key.column.name}.
   * @returns \`undefined\` where there is no such row.
   */
  ${byKey}(${key.name}: string): Promise<${object.name}Record | undefined>;
  /** In the order of their keys. */
  ${list}(page: TablePage): Promise<readonly ${object.name}Record[]>;`;

const selectOf = ({ object, table }: PlannedTable): string =>
  `SELECT \${${camel(object.name)}Columns.join(', ')} FROM ${table.schema}.${table.name} T`;

/** The key's place among the columns. */
const placeOf = ({ object, key }: PlannedTable): number => object.fields.indexOf(key);

const loader = (planned: PlannedTable): string => {
  const { object, byKey, key } = planned;
  return `  const ${byKey} = new DataLoader<string, ${object.name}Record | undefined>(
    async (keys) => {
      const { markers, values } = inList(keys);
      const rows = await ask({
        name: ${literal(`${camel(object.name)}.byKey`)},
        text: \`${selectOf(planned)} WHERE T.${key.column.name} IN (\${markers})\`,
        values,
        keys: keys.length,
        parse: ${camel(object.name)}Record,
      });
      const found = byColumn(rows, ${placeOf(planned)});
      return keys.map((key) => found.get(key)?.[0]?.record);
    },
    { maxBatchSize: IN_MAX },
  );`;
};

const answers = (planned: PlannedTable): string => {
  const { object, byKey, list, key } = planned;
  return `    ${byKey}: (${key.name}) => ${byKey}.load(${key.name}),
    async ${list}({ limit, after }) {
      const beyond = after === undefined ? '' : ' WHERE T.${key.column.name} > ?';
      const rows = await ask({
        name: ${literal(`${camel(object.name)}.page`)},
        text: \`${selectOf(planned)}\${beyond} ORDER BY T.${key.column.name} FETCH FIRST \${sizeOf(limit)} ROWS ONLY\`,
        values: after === undefined ? [] : [after],
        keys: 1,
        parse: ${camel(object.name)}Record,
      });
      return complete(rows).slice(0, limit);
    },`;
};
