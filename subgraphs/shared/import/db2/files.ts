import { kebab } from '../names';
import { fileGroups, type Files, type ObjectModel } from '../model';
import { contextFile } from '../templates/context';
import { entityFile } from '../templates/entity';
import { schemaFile } from '../templates/schema';
import { selectionOf, testFile } from '../templates/test';
import { fileNames, typeFile } from '../templates/type';
import { tableIndexFile } from './index.template';
import { listFile } from './list.template';
import type { Db2Plan, PlannedTable } from './plan';
import { tableRecordFile } from './record.template';
import { tableSourceFile } from './source.template';

/** Rows of each table of the stand-in. */
const ROWS = [1, 2, 3];

/** @returns all files of one imported database. */
export function db2Files(plan: Db2Plan, port: number): Files {
  const { name, tables } = plan;
  const objects = tables.map(({ object }) => object);
  const fileOf = fileNames(fileGroups(objects));
  const keyed = new Set<ObjectModel>(objects);
  const kindOf = ({ object }: PlannedTable): string => `x-${name}-${kebab(object.name)}`;
  const files: Files = new Map();
  const write = (file: string, text: string): unknown => files.set(`subgraphs/${name}/${file}`, text);
  for (const table of tables) {
    const file = fileOf(table.object);
    write(`${file}.type.ts`, typeFile([table.object], keyed, fileOf));
    write(`${file}.record.ts`, tableRecordFile(table));
    write(`${file}.resolver.ts`, entityFile(name, kindOf(table), table, fileOf));
    write(`${file}-list.resolver.ts`, listFile(name, table, fileOf));
  }
  write(`${name}.source.ts`, tableSourceFile(plan, fileOf));
  write('context.ts', contextFile(name, objects, fileOf));
  write(
    'schema.ts',
    schemaFile(
      name,
      tables.flatMap(({ object, byId }) => [
        {
          ...{ name: `${object.name}Resolver`, file: `${fileOf(object)}.resolver` },
          entity: { type: object.name, load: `${byId}ById` },
        },
        { name: `${object.name}ListResolver`, file: `${fileOf(object)}-list.resolver` },
      ]),
    ),
  );
  write('index.ts', tableIndexFile(plan, port));
  files.set(`mocks/imported/${name}/tables.sql`, tables.map(ddlOf).join('\n'));
  const queries = tables.flatMap(testedQueries);
  const entities = tables.map((table) => {
    const key = String(table.key.sample(ROWS[0] ?? 1).value);
    return { type: table.object.name, kind: kindOf(table), key };
  });
  files.set(`tests/subgraphs/${name}/${name}.test.ts`, testFile(name, queries, entities));
  return files;
}

function ddlOf({ table, object, key }: PlannedTable): string {
  const columns = object.fields.map(
    ({ column, ddl, required }) => `  ${column.name} ${ddl}${required ? ' NOT NULL' : ''}`,
  );
  const rows = ROWS.map((row) => `  (${object.fields.map(({ sample }) => sample(row).sql).join(', ')})`);
  const place = `${table.schema}.${table.name}`;
  return `CREATE SCHEMA IF NOT EXISTS ${table.schema};
CREATE TABLE ${place} (
${columns.join(',\n')},
  PRIMARY KEY (${key.column.name})
);
INSERT INTO ${place} (${object.fields.map(({ column }) => column.name).join(', ')}) VALUES
${rows.join(',\n')};
`;
}

const valueOf = ({ object }: PlannedTable, row: number): object =>
  Object.fromEntries(object.fields.map(({ name, sample }) => [name, sample(row).value]));

const testedQueries = (table: PlannedTable) => {
  const { object, key, byKey, list } = table;
  const selection = selectionOf(object);
  const [first = 1, second = 2] = ROWS;
  const nodes = [first, second].map((row) => ({ node: valueOf(table, row) }));
  return [
    {
      query: `{ ${byKey}(${key.name}: "${String(key.sample(second).value)}") ${selection} }`,
      data: { [byKey]: valueOf(table, second) },
    },
    {
      query: `{ ${list}(first: 2) { edges { node ${selection} } pageInfo { hasNextPage } } }`,
      data: { [list]: { edges: nodes, pageInfo: { hasNextPage: true } } },
    },
  ];
};
