import {
  buildSchema,
  defaultTypeResolver,
  type DocumentNode,
  execute,
  type ExecutionResult,
  type GraphQLField,
  type GraphQLInputField,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import { compile, type AccessTable } from '../../schema/policy/compile';
import type { Classified } from '../../schema/policy/types';
import { smallPolicy } from './small-policy';

/** A graph with everything that makes cutting hard: interfaces, unions, lists, non-null, arguments. */
export const schema = buildSchema(`
  interface Named { name: String, next: Named, many: [Thing!] }
  type Person implements Named { name: String, next: Named, many: [Thing!], phone: String, strict: String!, home: Place }
  type Place implements Named { name: String, next: Named, many: [Thing!], city: String, owner: Person! }
  union Thing = Person | Place
  input Filter { secret: String, open: String, inner: Filter }
  type Query { person: Person, place: Place, named: [Named], things: [[Thing]], find(by: String, filter: Filter): [Person!] }
  type Mutation { rename(to: String): Person, touch: Place }
`);

interface Datum {
  readonly [field: string]: unknown;
}
const person: Record<string, unknown> = { __typename: 'Person', name: 'p', phone: '1', strict: 's' };
const place: Record<string, unknown> = {
  __typename: 'Place',
  name: 'q',
  city: 'c',
  owner: person,
  next: null,
  many: null,
};
Object.assign(person, { next: place, many: [place, person], home: place });

/** The values that every field of the graph has. */
export const world: Datum = {
  person,
  place,
  named: [person, place, null],
  things: [[place, person], null, []],
  find: [person],
  rename: person,
  touch: place,
};

/** Runs a document on the world, naming each field that is resolved. */
export function run(
  document: DocumentNode,
  variableValues: Record<string, unknown>,
  operationName?: string,
  resolved: (coordinate: string) => void = () => undefined,
): ExecutionResult {
  return execute({
    schema,
    document,
    variableValues,
    operationName: operationName ?? null,
    rootValue: world,
    typeResolver: defaultTypeResolver,
    fieldResolver: (parent: Datum, _args, _context, info) => {
      resolved(`${info.parentType.name}.${info.fieldName}`);
      return parent[info.fieldName];
    },
  }) as ExecutionResult;
}

const POLICY = smallPolicy({
  rules: [
    { id: 'R-OPEN', categories: 'system.operations', roles: 'staff,partner:one', decision: 'ALLOW' },
    { id: 'R-BAND', categories: 'user.financial', roles: 'staff', decision: '{ mask: amount_band }' },
    {
      id: 'R-ROW',
      categories: 'bank.claim',
      roles: 'staff',
      decision: 'ALLOW',
      when: 'relation in [same_branch]',
    },
  ],
  actions: `
  - { id: A-ALL, mutations: [rename, touch], roles: [staff], purposes: [work], scope: write, legalBasis: contract, because: "Names change." }`,
  scopes: '{ "places:read": [Place] }',
});

/** Every coordinate of the graph. */
export const coordinates = Object.values(schema.getTypeMap()).flatMap((type) => {
  if (type.name.startsWith('__') || !(isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)))
    return [];
  return Object.values<GraphQLField<unknown, unknown> | GraphQLInputField>(type.getFields()).flatMap(
    (field) => [
      `${type.name}.${field.name}`,
      ...('args' in field ? field.args.map((arg) => `${type.name}.${field.name}(${arg.name}:)`) : []),
    ],
  );
});

/** The rules of a world in which nobody may see these coordinates, and some are of another category. */
export function tableWith(
  denied: readonly string[],
  others: Readonly<Record<string, string>> = {},
): AccessTable {
  const classification = new Map<string, Classified>(
    coordinates.map((coordinate) => [
      coordinate,
      { category: denied.includes(coordinate) ? 'user.name' : (others[coordinate] ?? 'system.operations') },
    ]),
  );
  return compile(classification, POLICY);
}

/** An answer as nested entries: keys in their order, `__proto__` a key like any other. */
export function entries(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(entries);
  if (typeof value !== 'object' || value === null) return value;
  return Object.keys(value).map((key) => [key, entries(Object.getOwnPropertyDescriptor(value, key)!.value)]);
}
