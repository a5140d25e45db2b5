import {
  getNamedType,
  getNullableType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isLeafType,
  isListType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import type { Classification, Classified } from '../policy/types';
import { connectionTarget } from './classification';
import { documentOf } from './walk-text';

/** One field of a step's selection. */
export interface Picked {
  readonly name: string;
  /** e.g. `Claim.messages`. */
  readonly coordinate: string;
  /**
   * `leaf`: a value. `part`: an object, or a list of them, with its own fields. `page`: a connection, whose nodes have
   * these fields. `link`: the key of an object that another step reads, or has read.
   */
  readonly kind: 'leaf' | 'part' | 'page' | 'link';
  /** The type that it leads to, through lists and connections. */
  readonly type: string;
  readonly fields: readonly Picked[];
}

/** Reads one object of a type whole, by key. */
export interface Step {
  readonly type: string;
  /** Where the object stands in the answer: a field of `Query` that takes its key, and single fields below it. */
  readonly path: readonly [string, ...string[]];
  readonly fields: readonly Picked[];
  /** The first page of every connection and everything else. Variable: `$id`. */
  readonly document: string;
  /** The further pages of one connection. Variables: `$id`, `$after`. */
  readonly pages: ReadonlyMap<string, string>;
}

/** How everything about a data subject is read, computed from the graph: no field of it is named by hand. */
export interface Walk {
  /** The type at which it starts. */
  readonly start: string;
  readonly steps: ReadonlyMap<string, Step>;
  /** Ways from the start by leaf, e.g. `DataSubject.customer.claims.survey.nps`. */
  readonly reached: ReadonlyMap<string, string>;
}

/** The root field at which every walk starts. */
const START = 'dataSubject';

/** How an entity was first met. */
interface Met {
  readonly owner: string;
  readonly field: string;
  readonly single: boolean;
}

/**
 * Plans the walk: breadth first, each entity by the way on which it is met first. What leads back to an entity that was
 * met before is read as its key; a connection that leads back is not read at all.
 *
 * Not read are: fields that need arguments, what the rules let a caller do, what is about members of staff, what nobody
 * has classified, unions and interfaces, connections of objects that have no key.
 *
 * @param schema a supergraph as it is written.
 */
export function planWalk(schema: GraphQLSchema, classification: Classification): Walk {
  const entities = entityTypes(schema);
  const roots = rootsByKey(schema);
  const start = [...roots].find(([, field]) => field === START)?.[0];
  const steps = new Map<string, Step>();
  const reached = new Map<string, string>();
  if (start === undefined) return { start: '-', steps, reached };

  const met = new Map<string, Met | undefined>([[start, undefined]]);
  const partsOf = (type: GraphQLObjectType, seen: ReadonlySet<string> = new Set()): GraphQLObjectType[] =>
    seen.has(type.name)
      ? []
      : [
          type,
          ...walkable(type, classification).flatMap(({ type: output }) => {
            const target = getNamedType(output);
            return isObjectType(target) && !entities.has(connectionTarget(target)) && !isConnection(target)
              ? partsOf(target, new Set([...seen, type.name]))
              : [];
          }),
        ];
  for (const name of met.keys()) {
    for (const owner of partsOf(objectType(schema, name))) {
      for (const field of walkable(owner, classification)) {
        const target = targetOf(field);
        if (target === undefined || !entities.has(target) || met.has(target)) continue;
        const single = owner.name === name && isObjectType(getNullableType(field.type)) && !isPage(field);
        met.set(target, { owner: name, field: field.name, single });
      }
    }
  }

  const isPageToFollow = (owner: string, field: GraphQLField<unknown, unknown>): boolean => {
    const target = targetOf(field);
    if (!isPage(field) || target === undefined) return false;
    if (!entities.has(target)) return true;
    const first = met.get(target);
    return first?.owner === owner && first.field === field.name;
  };
  /** An entity whose lists have pages is read by its own key; others where they are met. */
  const isDeep = (name: string): boolean =>
    walkable(objectType(schema, name), classification).some((field) => isPageToFollow(name, field));
  const pathOf = (name: string): Step['path'] | undefined => {
    const first = met.get(name);
    const above = first?.single ? pathOf(first.owner) : undefined;
    if (first && above && steps.has(first.owner)) return [...above, first.field];
    const root = roots.get(name);
    return root === undefined ? undefined : [root];
  };

  const wayTo = (name: string): string => {
    const first = met.get(name);
    return first ? `${wayTo(first.owner)}.${first.field}` : name;
  };

  /** @param chain the types above and this one: what holds itself is not read again. */
  function pick(owner: GraphQLObjectType, entity: string, way: string, chain: readonly string[]): Picked[] {
    return walkable(owner, classification).flatMap((field): Picked[] => {
      const coordinate = `${owner.name}.${field.name}`;
      const place = `${way}.${field.name}`;
      const named = getNamedType(field.type);
      if (isLeafType(named)) {
        if (!isRead(classification.get(coordinate))) return [];
        reached.set(coordinate, place);
        return [{ name: field.name, coordinate, kind: 'leaf', type: named.name, fields: [] }];
      }
      const target = targetOf(field);
      if (target === undefined) return [];
      const top = chain.length === 1;
      const as = (kind: 'part' | 'page' | 'link', fields: Picked[]): Picked[] =>
        kind !== 'link' && fields.length === 0
          ? []
          : [{ name: field.name, coordinate, kind, type: target, fields }];
      const page = isPage(field);
      if (page && (!top || !isPageToFollow(entity, field))) return [];
      if (entities.has(target)) {
        const first = met.get(target);
        const here = first?.owner === entity && first.field === field.name;
        if (!here || isDeep(target)) return page ? as('page', [keyOf(target)]) : as('link', []);
      }
      if (chain.includes(target)) return [];
      const owned = entities.has(target) ? target : entity;
      const fields = pick(objectType(schema, target), owned, place, [...chain, target]);
      return as(page ? 'page' : 'part', fields);
    });
  }

  for (const name of met.keys()) {
    if (name !== start && !isDeep(name)) continue;
    const path = pathOf(name);
    if (!path) continue;
    const fields = pick(objectType(schema, name), name, wayTo(name), [name]);
    const pages = new Map(
      fields.flatMap((each) =>
        each.kind === 'page' ? [[each.name, documentOf(path, [each], each.name)] as const] : [],
      ),
    );
    steps.set(name, { type: name, path, fields, document: documentOf(path, fields), pages });
  }
  return { start, steps, reached };
}

const keyOf = (type: string): Picked => ({
  name: 'id',
  coordinate: `${type}.id`,
  kind: 'leaf',
  type: 'ID',
  fields: [],
});

/** Whether a leaf is read: neither what the caller may do, nor about staff, nor unclassified. */
const isRead = (classified: Classified | undefined): boolean =>
  classified !== undefined &&
  classified.subject !== 'employee' &&
  (classified.category.includes('.') && !/^(system\.access|staff\.)/.test(classified.category));

/** Fields that can be asked for without knowing anything, of objects that hold data. */
const walkable = (
  type: GraphQLObjectType,
  classification: Classification,
): readonly GraphQLField<unknown, unknown>[] =>
  Object.values(type.getFields()).filter(
    ({ name, args }) =>
      !args.some(isRequiredArgument) && classification.get(`${type.name}.${name}`)?.category !== 'system.access',
  );

const isConnection = (type: GraphQLObjectType): boolean => connectionTarget(type) !== type.name;

const isPage = ({ type }: GraphQLField<unknown, unknown>): boolean => {
  const named = getNamedType(type);
  return !isListType(getNullableType(type)) && isObjectType(named) && isConnection(named);
};

/** The object type that a field leads to, through lists and connections; none of a leaf, a union, an interface. */
function targetOf({ type }: GraphQLField<unknown, unknown>): string | undefined {
  const named = getNamedType(type);
  return isObjectType(named) ? connectionTarget(named) : undefined;
}

function objectType(schema: GraphQLSchema, name: string): GraphQLObjectType {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new Error(`${name} is no object type`);
  return type;
}

/** Types with a key. */
function entityTypes(schema: GraphQLSchema): ReadonlySet<string> {
  const isKeyed = (type: GraphQLObjectType): boolean =>
    (type.astNode?.directives ?? []).some(
      ({ name, arguments: given }) =>
        name.value === 'join__type' && given?.some((each) => each.name.value === 'key'),
    );
  const types = Object.values(schema.getTypeMap()).filter(isObjectType).filter(isKeyed);
  return new Set(types.map(({ name }) => name));
}

/** The field of `Query` that finds an object by its key alone, by the object's type. */
function rootsByKey(schema: GraphQLSchema): ReadonlyMap<string, string> {
  const fields = Object.values(schema.getQueryType()?.getFields() ?? {});
  return new Map(
    fields.flatMap(({ name, type, args }) => {
      const named = getNullableType(type);
      const [key, ...others] = args;
      return isObjectType(named) && key?.name === 'id' && !others.some(isRequiredArgument)
        ? [[named.name, name] as const]
        : [];
    }),
  );
}
