import type { FetchNode } from '@apollo/query-planner';
import { GraphQLError, type GraphQLSchema, isInterfaceType } from 'graphql';
import type { Answered } from '../failure';
import { placeErrors } from './errors';
import type { Execution } from './execution';
import type { JsonObject } from './json';
import { copyOf, mergeInto } from './merge';
import { gatherer, noteShared, type PlanPath } from './places';
import { type Received, takeOver } from './repeats';
import { compileRepresentations, UNTOLD } from './representations';
import { compileRenames, compileRewrites } from './rewrites';

/** What one part of a request is about, in one execution. */
export interface Visit {
  /** What the subgraph is told of each entity; absent where the part asks about none. */
  readonly representations?: readonly JsonObject[];
  /** Takes over what the subgraph said: the entities in the order of the representations, or the root's fields. */
  receive(received: Received): void;
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
  const represent = requires && compileRepresentations(requires, node.inputRewrites, supergraph);

  const noteErrors = (
    { data, errors }: Execution,
    said: Answered['errors'],
    found: readonly (readonly JsonObject[])[],
    told?: readonly (readonly number[])[],
  ): void => {
    const areHere = told?.map((indices) => new Set(indices));
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
      const destinations = { root: data, path, entities, rename, ...(indices && { indices }) };
      errors.push(...placeErrors(here, serviceName, destinations));
    });
  };

  const visitRoot = (execution: Execution, found: readonly (readonly JsonObject[])[]): Visit => ({
    receive(received) {
      if (received.errors.length > 0) noteErrors(execution, received.errors, found);
      const data = takeOver(received, sharing, execution.shared);
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
    entities: readonly JsonObject[],
    indices: readonly number[],
    said: readonly (JsonObject | null)[],
    used: (JsonObject | undefined)[],
    shared: Set<object>,
  ): void => {
    const here: (JsonObject | undefined)[] = new Array<undefined>(said.length).fill(undefined);
    const noted = new Set<number>();
    for (let at = 0; at < entities.length; at += 1) {
      const entity = entities[at];
      const index = indices[at] ?? UNTOLD;
      const received = said[index];
      if (!entity || !received) continue;
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
        receive(received) {
          if (received.errors.length > 0) noteErrors(execution, received.errors, found, told);
          const data = takeOver(received, sharing, execution.shared);
          if (!data) return;
          const used: (JsonObject | undefined)[] = new Array<undefined>(list.length).fill(undefined);
          const said = data as readonly (JsonObject | null)[];
          told.forEach((indices, at) => receiveAt(found[at] ?? [], indices, said, used, execution.shared));
        },
      };
    },
  };
}
