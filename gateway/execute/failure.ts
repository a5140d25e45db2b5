import { type GraphQLFormattedError, Kind, parse, type SelectionSetNode } from 'graphql';
import { HubError } from '../../schema/kernel/errors';
import { SourceInvalidData } from '../../schema/kernel/source-errors';
import { INTERNAL_ERROR } from '../../subgraphs/shared/error-answer';
import type { GraphAnswer, GraphRequest } from '../../subgraphs/shared/graph-request';

type Path = readonly (string | number)[];

/** The answer of a subgraph that gave none: one error for everything that was asked of it. */
export function failedAnswer(request: GraphRequest, cause: unknown): GraphAnswer {
  const { message, code, facts } =
    cause instanceof HubError ? cause : { ...INTERNAL_ERROR, facts: {} as HubError['facts'] };
  return { data: null, errors: spread(request, [{ message, extensions: { ...facts, code } }]) };
}

/**
 * Makes an answer one that the executor can merge: an error of the whole request is given a place in the graph, and
 * entities that are not as many as were asked for count as no answer.
 */
export function soundAnswer(subgraph: string, request: GraphRequest, answer: GraphAnswer): GraphAnswer {
  const { data, errors } = answer;
  if (data === null || data === undefined) {
    const placed = errors?.filter(({ path }) => path !== undefined) ?? [];
    const unplaced = errors?.filter(({ path }) => path === undefined) ?? [];
    return { data: null, errors: [...placed, ...spread(request, unplaced)] };
  }
  const { representations } = request.variables ?? {};
  if (!Array.isArray(representations)) return answer;
  const { _entities: entities } = data;
  const complete = Array.isArray(entities) && entities.length === representations.length;
  return complete ? answer : failedAnswer(request, new SourceInvalidData(subgraph));
}

/** Gives errors the places of what a request asks for: each entity, or each root field. */
function spread(request: GraphRequest, errors: readonly GraphQLFormattedError[]): GraphQLFormattedError[] {
  return placesOf(request).flatMap((path) => errors.map((error) => ({ ...error, path })));
}

function placesOf({ query, variables }: GraphRequest): Path[] {
  const { representations } = variables ?? {};
  if (Array.isArray(representations)) return representations.map((_, index) => ['_entities', index]);
  const operation = parse(query, { noLocation: true }).definitions.find(
    ({ kind }) => kind === Kind.OPERATION_DEFINITION,
  );
  return operation && 'selectionSet' in operation && operation.selectionSet
    ? [...new Set(keysOf(operation.selectionSet))].map((key) => [key])
    : [];
}

/** Response keys of the root fields; the planner spreads no fragments there. */
function keysOf({ selections }: SelectionSetNode): string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [(selection.alias ?? selection.name).value];
    return selection.kind === Kind.INLINE_FRAGMENT ? keysOf(selection.selectionSet) : [];
  });
}
