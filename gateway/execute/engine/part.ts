import type { FetchNode } from '@apollo/query-planner';
import { GraphQLError, type GraphQLSchema, isInterfaceType } from 'graphql';
import type { Answered } from '../failure';
import { placeErrors } from './errors';
import type { Execution } from './execution';
import type { JsonObject } from './json';
import { copyOf, mergeInto } from './merge';
import { gatherer, type PlanPath } from './places';
import { compileRepresentations } from './representations';
import { compileRenames, compileRewrites } from './rewrites';

/** What one part of a request is about, in one execution. */
export interface Visit {
  /** What the subgraph is told of each entity; absent where the part asks about none. */
  readonly representations?: readonly JsonObject[];
  /** Takes over what the subgraph said: the entities in the order of the representations, or the root's fields. */
  receive(answered: Answered): void;
}

/** The same fetch at one or more places of the answer. */
export interface Part {
  readonly node: FetchNode;
  /** @returns what to ask; `undefined` where there is nothing to ask about. */
  visit(execution: Execution): Visit | undefined;
}

/**
 * Compiles one fetch: find the objects, tell the subgraph what it must know of them, add what it says.
 *
 * @param paths where the answer goes.
 * @param sharing whether objects that stand for one entity may hold one and the same value: not where another fetch adds
 *   to what this one brings, which may differ from place to place.
 */
export function compilePart(
  node: FetchNode,
  paths: readonly PlanPath[],
  supergraph: GraphQLSchema,
  sharing: boolean,
): Part {
  if (node.contextRewrites && node.contextRewrites.length > 0)
    throw new GraphQLError('Values from context are not supported by this gateway.');
  const { serviceName, requires } = node;
  const gathers = paths.map(gatherer);
  const rewriteOutput = compileRewrites(node.outputRewrites, supergraph);
  const rename = compileRenames(node.outputRewrites);
  const represent =
    requires && compileRepresentations(requires, compileRewrites(node.inputRewrites, supergraph), supergraph);

  const noteErrors = (
    { data, errors }: Execution,
    said: Answered['errors'],
    found: readonly (readonly JsonObject[])[],
    told?: readonly ReadonlyMap<JsonObject, number>[],
  ): void => {
    const areHere = told?.map((indices) => new Set(indices.values()));
    const isTold = ({ path: place }: Answered['errors'][number], at: number): boolean => {
      const index = place?.[1];
      // What has no place of its own is told once.
      if (place === undefined || (typeof index === 'number' && !areHere?.some((here) => here.has(index))))
        return at === found.findIndex(({ length }) => length > 0);
      return typeof index !== 'number' || !areHere || areHere[at]?.has(index) === true;
    };
    paths.forEach((path, at) => {
      const entities = found[at] ?? [];
      const here = said.filter((error) => isTold(error, at));
      if (entities.length === 0 || here.length === 0) return;
      const indices = told?.[at];
      const of = indices && { indices: entities.map((entity) => indices.get(entity) ?? -1) };
      errors.push(...placeErrors(here, serviceName, { root: data, path, entities, rename, ...of }));
    });
  };

  const visitRoot = (execution: Execution, found: readonly (readonly JsonObject[])[]): Visit => ({
    receive({ data, errors }) {
      if (errors.length > 0) noteErrors(execution, errors, found);
      if (!data) return;
      rewriteOutput?.(data as JsonObject);
      let again = false;
      for (const object of found.flat()) {
        mergeInto(object, again ? copyOf(data as JsonObject) : (data as JsonObject));
        again = true;
      }
    },
  });

  const isInterface = (name: unknown): boolean =>
    typeof name === 'string' && isInterfaceType(supergraph.getType(name));

  const completed = (received: JsonObject, entity: JsonObject): JsonObject => {
    if (received.__typename === undefined || isInterface(received.__typename)) {
      // A subgraph that knows an interface as an object type must not hide a truer type that is known already.
      received.__typename = entity.__typename ?? received.__typename;
    }
    rewriteOutput?.(received);
    return received;
  };

  /** Gives the entities of one place what was said of them. Other places may be asked for other things: they get copies. */
  const receiveAt = (
    indices: ReadonlyMap<JsonObject, number>,
    said: readonly (JsonObject | null)[],
    used: (JsonObject | undefined)[],
    shared: Set<object>,
  ): void => {
    const here: (JsonObject | undefined)[] = new Array<undefined>(said.length).fill(undefined);
    const noted = new Set<number>();
    for (const [entity, index] of indices) {
      const received = said[index];
      if (!received) continue;
      const earlier = here[index];
      if (earlier && sharing) {
        if (!noted.has(index)) noteShared(earlier, shared);
        noted.add(index);
        mergeInto(entity, earlier);
      } else {
        const known = used[index];
        const own = known ? copyOf(known) : completed(received, entity);
        used[index] = here[index] = own;
        mergeInto(entity, own);
      }
    }
  };

  return {
    node,
    visit(execution) {
      const found = gathers.map((gather) => gather(execution.data, execution.shared));
      if (found.every(({ length }) => length === 0)) return undefined;
      if (!represent) return visitRoot(execution, found);
      const { list, told } = represent(found);
      if (list.length === 0) return undefined;
      return {
        representations: list,
        receive({ data, errors }) {
          if (errors.length > 0) noteErrors(execution, errors, found, told);
          if (!data) return;
          const used: (JsonObject | undefined)[] = new Array<undefined>(list.length).fill(undefined);
          for (const indices of told)
            receiveAt(indices, data as readonly (JsonObject | null)[], used, execution.shared);
        },
      };
    },
  };
}

/** Notes what an object holds: it is about to be held by another one, too. */
function noteShared(received: JsonObject, shared: Set<object>): void {
  for (const key in received) {
    const value = received[key];
    if (typeof value === 'object' && value !== null) shared.add(value);
  }
}
