import { importOf, scalarImports, spellingOf } from '../graph';
import type { FieldModel, ObjectModel } from '../model';
import { kebab } from '../names';
import { lines, literal } from '../text';

/**
 * Writes what the graph shows of the types of one file.
 *
 * @param entities those that have a key.
 * @param fileOf the file of another type, without its ending.
 */
export function typeFile(
  objects: readonly ObjectModel[],
  entities: ReadonlySet<ObjectModel>,
  fileOf: (object: ObjectModel) => string,
): string {
  const fields = objects.flatMap((object) => object.fields);
  const scalars = scalarImports(fields);
  const keyed = objects.some((object) => entities.has(object));
  const used = objects.flatMap((object) => object.fields.map(({ type }) => type));
  const others = used.filter((type) => typeof type === 'object').filter((type) => !objects.includes(type));
  return `${lines(
    importOf(
      ['Field', 'ObjectType', ...(keyed ? ['Directive'] : []), ...(scalars.get('type-graphql') ?? [])],
      'type-graphql',
    ),
    keyed && "import type { RowFacts } from '../../schema/policy/row';",
    importOf(['Unclassified'], '../shared/classify'),
    importOf(scalars.get('../shared/scalars') ?? [], '../shared/scalars'),
    ...[...new Set(others)].flatMap((type) => [
      importOf([`type ${type.name}Record`], `./${fileOf(type)}.record`),
      importOf([type.name], `./${fileOf(type)}.type`),
    ]),
    ...ownRecords(objects).map((name) => importOf([`type ${name}Record`], `./${fileOf(objects[0]!)}.record`)),
  )}

${objects.map((object) => typeClass(object, entities.has(object))).join('\n\n')}
`;
}

/** Types of one file that are made of each other name each other's records: their classes do not exist yet. */
const ownRecords = (objects: readonly ObjectModel[]): readonly string[] => [
  ...new Set(
    objects.flatMap(({ fields }) =>
      fields.flatMap(({ type }) => (typeof type === 'object' && objects.includes(type) ? [type.name] : [])),
    ),
  ),
];

function typeClass(object: ObjectModel, keyed: boolean): string {
  const facts = `  /** Whose this is, for row rules; not part of the graph. */
  facts!: RowFacts;

`;
  return `${keyed ? `@Directive('@key(fields: "id")')\n` : ''}@ObjectType({ description: ${literal(object.description)} })
export class ${object.name} {
${keyed ? facts : ''}${object.fields.map(fieldOf).join('\n\n')}
}`;
}

function fieldOf({ name, type, many, description }: FieldModel): string {
  const graph = typeof type === 'object' ? type.name : spellingOf(type).graph;
  const ts = typeof type === 'object' ? `${type.name}Record` : spellingOf(type).ts;
  return `  @Unclassified()
  @Field(() => ${many ? `[${graph}]` : graph}, { nullable: true, description: ${literal(description)} })
  ${name}!: ${many ? `readonly ${ts}[]` : ts} | null;`;
}

/** @returns the file of a type: the first of its group names it. */
export const fileNames =
  (groups: ReadonlyMap<ObjectModel, readonly ObjectModel[]>) =>
  (object: ObjectModel): string =>
    kebab((groups.get(object)?.[0] ?? object).name);
