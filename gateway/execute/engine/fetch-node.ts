import type { FetchNode } from '@apollo/query-planner';
import { GraphQLError, type GraphQLSchema, isInterfaceType } from 'graphql';
import type { GraphAnswer, GraphRequest } from '../../../subgraphs/shared/graph-request';
import { failedAnswer, soundAnswer } from '../failure';
import type { SubgraphFetch } from '../fetch';
import { placeErrors } from './errors';
import type { JsonObject } from './json';
import { copyOf, mergeInto } from './merge';
import { gatherer, type PlanPath } from './places';
import { compileRepresentations } from './representations';
import { compileRenames, compileRewrites } from './rewrites';

/** One operation while its plan is executed. */
export interface Execution {
  /** Everything that was fetched so far. */
  readonly data: JsonObject;
  readonly variables: Readonly<JsonObject>;
  readonly errors: GraphQLError[];
  readonly fetch: SubgraphFetch;
}

/** A part of a plan, ready to run. */
export type Step = (execution: Execution) => Promise<void>;

/**
 * Compiles one fetch: find the objects, tell the subgraph what it must know of them, add what it says.
 *
 * @param sharing whether objects that stand for one entity may hold one and the same value: not where another fetch adds
 *   to what this one brings, which may differ from place to place.
 */
export function compileFetch(
  node: FetchNode,
  path: PlanPath,
  supergraph: GraphQLSchema,
  sharing: boolean,
): Step {
  const { serviceName, operation: query, operationName = null, variableUsages = [], requires } = node;
  if (node.contextRewrites && node.contextRewrites.length > 0)
    throw new GraphQLError('Values from context are not supported by this gateway.');
  const gather = gatherer(path);
  const rewriteOutput = compileRewrites(node.outputRewrites, supergraph);
  const rename = compileRenames(node.outputRewrites);
  const represent =
    requires && compileRepresentations(requires, compileRewrites(node.inputRewrites, supergraph), supergraph);

  const add = (entity: JsonObject, received: JsonObject, again: boolean): void =>
    mergeInto(entity, again && !sharing ? copyOf(received) : received);

  return async (execution) => {
    const { data, errors } = execution;
    const entities = gather(data);
    if (entities.length === 0) return;
    const variables = pickVariables(execution.variables, variableUsages);
    const representations = represent?.(entities);
    if (representations) {
      if (representations.list.length === 0) return;
      variables.representations = representations.list;
    }
    const answer = await ask(execution.fetch, serviceName, { query, variables, operationName });
    if (answer.errors && answer.errors.length > 0) {
      const indices = representations && { indices: representations.indices };
      errors.push(
        ...placeErrors(answer.errors, serviceName, { root: data, path, entities, rename, ...indices }),
      );
    }
    if (!answer.data) return;
    if (!representations) {
      rewriteOutput?.(answer.data);
      const received = answer.data;
      entities.forEach((entity, position) => add(entity, received, position > 0));
      return;
    }
    const { _entities } = answer.data as { _entities: (JsonObject | null)[] };
    const used = new Set<JsonObject>();
    entities.forEach((entity, position) => {
      const received = _entities[representations.indices[position] ?? -1];
      if (!received) return;
      const again = used.has(received);
      if (!again) {
        used.add(received);
        if (received.__typename === undefined || isInterface(received.__typename, supergraph)) {
          // A subgraph that knows an interface as an object type must not hide a truer type that is known already.
          received.__typename = entity.__typename ?? received.__typename;
        }
        rewriteOutput?.(received);
      }
      add(entity, received, again);
    });
  };
}

const isInterface = (name: unknown, supergraph: GraphQLSchema): boolean =>
  typeof name === 'string' && isInterfaceType(supergraph.getType(name));

async function ask(fetch: SubgraphFetch, subgraph: string, request: GraphRequest): Promise<GraphAnswer> {
  try {
    return soundAnswer(subgraph, request, await fetch(subgraph, request));
  } catch (cause) {
    return failedAnswer(request, cause);
  }
}

function pickVariables(given: Readonly<JsonObject>, names: readonly string[]): JsonObject {
  const picked = Object.create(null) as JsonObject;
  for (const name of names) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}
