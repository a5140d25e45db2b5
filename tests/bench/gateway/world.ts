import {
  type DocumentNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLSchema,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';

type Entity = Record<string, unknown>;

/** Objects that know each other, as every subgraph of a workload sees them. */
export interface World {
  readonly root: Entity;
  /** @returns the object of a type that holds what a representation tells of it. */
  find(representation: Entity): Entity | undefined;
}

const worldOf = (root: Entity, entities: readonly Entity[]): World => ({
  root,
  find: (representation) =>
    entities.find((entity) =>
      Object.entries(representation).every(
        ([key, value]) => !['__typename', 'id', 'code', 'upc'].includes(key) || entity[key] === value,
      ),
    ),
});

/** Sentences of about the length of a letter's paragraph. */
const text = (seed: number): string =>
  Array.from({ length: 60 }, (_, index) => WORDS[(seed * 7 + index * (seed + 3)) % WORDS.length]).join(' ');

const WORDS = (
  'the parcel came late but whole and its colour is not the one on the picture though nobody minds when ' +
  'rain falls on roofs while we wait for better shelves tables lamps and honest prices over time again'
).split(' ');

/** Six members, nine items, and eleven opinions between them. */
export function ownWorld(): World {
  const members: Entity[] = Array.from({ length: 6 }, (_, index) => ({
    __typename: 'Member',
    id: String(index + 1),
    name: `Member number ${index + 1}`,
    login: `member${index + 1}`,
    born: 1980 + index,
  }));
  const items: Entity[] = Array.from({ length: 9 }, (_, index) => ({
    __typename: 'Item',
    code: `item-${index + 1}`,
    title: `Item of kind ${index + 1}`,
    cost: 100 * (index + 1) + 9,
    grams: index % 3 === 0 ? 1_000 : 40 * (index + 1),
    available: index % 2 === 0,
    delivery: index % 3 === 0 ? 0 : 20 * (index + 1),
  }));
  const opinions: Entity[] = Array.from({ length: 11 }, (_, index) => ({
    __typename: 'Opinion',
    id: String(index + 1),
    text: text(index),
    item: items[(index * 2) % 5],
    writer: members[index % 3],
  }));
  const of = (key: string, entity: Entity): Entity[] => opinions.filter((each) => each[key] === entity);
  for (const member of members) member.opinions = of('writer', member);
  for (const item of items) item.opinions = of('item', item);
  return worldOf({ members, bestItems: items.slice(0, 5) }, [...members, ...items, ...opinions]);
}

/** Puts together again what an answer shows of its objects. */
export function recordedWorld(schema: GraphQLSchema, document: DocumentNode, answer: unknown): World {
  const entities = new Map<string, Entity>();
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const each of document.definitions)
    if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each);

  const record = (value: unknown, typeName: string, set: SelectionSetNode | undefined): unknown => {
    if (Array.isArray(value)) return value.map((item) => record(item, typeName, set));
    if (typeof value !== 'object' || value === null || !set) return value;
    const told = value as Entity;
    const identity = JSON.stringify([typeName, told.id ?? told.upc ?? told.code]);
    let entity = entities.get(identity);
    if (!entity) entities.set(identity, (entity = { __typename: typeName }));
    visit(told, typeName, set, entity);
    return entity;
  };
  const visit = (told: Entity, typeName: string, { selections }: SelectionSetNode, entity: Entity): void => {
    const type = schema.getType(typeName);
    for (const selection of selections) {
      if (selection.kind !== Kind.FIELD) {
        const fragment =
          selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
        if (fragment) visit(told, typeName, fragment.selectionSet, entity);
        continue;
      }
      const field = isObjectType(type) ? type.getFields()[selection.name.value] : undefined;
      if (!field) continue;
      const key = (selection.alias ?? selection.name).value;
      entity[field.name] = record(told[key], getNamedType(field.type).name, selection.selectionSet);
    }
  };
  const operation = document.definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
  const root = operation && record(answer, schema.getQueryType()?.name ?? 'Query', operation.selectionSet);
  return worldOf(root as Entity, [...entities.values()]);
}
