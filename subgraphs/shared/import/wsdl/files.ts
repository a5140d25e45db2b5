import { kebab, pascal } from '../names';
import { fileGroups, type Files, type ObjectModel, reachable } from '../model';
import { contextFile } from '../templates/context';
import { entityFile } from '../templates/entity';
import { schemaFile } from '../templates/schema';
import { argumentsOf, selectionOf, testFile } from '../templates/test';
import { fileNames, typeFile } from '../templates/type';
import { argsFile } from './args.template';
import { indexFile } from './index.template';
import type { PlannedEntity, PlannedQuery, WsdlPlan } from './plan';
import { recordFile } from './record.template';
import { queryFile } from './resolver.template';
import { KEY, sampleAnswer, type SampleKey } from './sample';
import { fileName, sourceFile } from './source.template';

/** @returns all files of one imported contract but the contract itself. */
export function wsdlFiles(plan: WsdlPlan, port: number): Files {
  const { name, queries, entities } = plan;
  const targets = [...entities, ...queries].map(({ target }) => target.object);
  const objects = reachable(targets);
  const groups = fileGroups(objects);
  const fileOf = fileNames(groups);
  const keyed = new Set<ObjectModel>(entities.map(({ target }) => target.object));
  const folder = `subgraphs/${name}`;
  const files: Files = new Map();
  const write = (file: string, text: string | undefined): unknown =>
    text === undefined ? undefined : files.set(`${folder}/${file}`, text);

  for (const group of new Set(groups.values())) {
    if (group[0] === undefined || files.has(`${folder}/${fileOf(group[0])}.type.ts`)) continue;
    write(`${fileOf(group[0])}.type.ts`, typeFile(group, keyed, fileOf));
    write(`${fileOf(group[0])}.record.ts`, recordFile(group, fileOf));
  }
  for (const query of queries) {
    write(`${fileName(query)}.args.ts`, argsFile(query));
    write(`${fileName(query)}.resolver.ts`, queryFile(name, query, keyed.has(query.target.object), fileOf));
  }
  for (const entity of entities) {
    write(
      `${fileOf(entity.target.object)}.resolver.ts`,
      entityFile(name, kindOf(name, entity), { ...entity, object: entity.target.object }, fileOf),
    );
  }
  write(`${name}.source.ts`, sourceFile(plan, fileOf));
  write('context.ts', contextFile(name, [...keyed], fileOf));
  write('schema.ts', schemaFile(name, resolversOf(plan, fileOf)));
  write('index.ts', indexFile(plan, port));
  writeAnswers(plan, files);
  return files;
}

const kindOf = (name: string, { target }: PlannedEntity): string => `x-${name}-${kebab(target.object.name)}`;

const resolversOf = ({ entities, queries }: WsdlPlan, fileOf: (object: ObjectModel) => string) => [
  ...entities.map(({ target, byId }) => ({
    name: `${target.object.name}Resolver`,
    file: `${fileOf(target.object)}.resolver`,
    entity: { type: target.object.name, load: `${byId}ById` },
  })),
  ...queries.map((query) => ({
    name: `${pascal(query.name)}Resolver`,
    file: `${fileName(query)}.resolver`,
  })),
];

/** The stand-in's answers, and the test that reads them back. */
function writeAnswers({ name, entities, queries }: WsdlPlan, files: Files): void {
  const tested = (planned: PlannedEntity | PlannedQuery, field: string, asked: string, key?: SampleKey) => {
    const { operation, target } = planned;
    const { xml, value } = sampleAnswer(operation, target, key);
    files.set(`mocks/imported/${name}/answers/${operation.input.element}.xml`, xml);
    const isList = target.many && key === undefined;
    const query = `{ ${field}${asked} ${selectionOf(target.object)} }`;
    return { query, data: { [field]: isList ? [value] : value } };
  };
  const questions = [
    ...entities.map((entity) => {
      const { asked, key, byKey } = entity;
      return tested(entity, byKey, `(${key.name}: "${KEY}")`, { field: key, asked });
    }),
    ...queries.map((query) => tested(query, query.name, argumentsOf(query.inputs))),
  ];
  const keys = entities.map((entity) => ({
    type: entity.target.object.name,
    kind: kindOf(name, entity),
    key: KEY,
  }));
  files.set(`tests/subgraphs/${name}/${name}.test.ts`, testFile(name, questions, keys));
}
