import type { GraphQLFormattedError } from 'graphql';
import { HubError } from '../../schema/kernel/errors';
import { SourceInvalidData } from '../../schema/kernel/source-errors';
import { INTERNAL_ERROR } from '../../subgraphs/shared/error-answer';
import type { GraphAnswer } from '../../subgraphs/shared/graph-request';
import { type FetchedAnswer, REPEATED } from './repeated-json/answer';

type Path = readonly (string | number)[];

/** What a request asks for: a root field, or a list of so many entities. */
export interface Asked {
  /** Its response key. */
  readonly key: string;
  readonly entities?: number;
}

/** What a subgraph said to one thing that it was asked for. Its errors begin with the key, or have no place at all. */
export interface Answered {
  readonly data: unknown;
  readonly errors: readonly GraphQLFormattedError[];
}

/** The answer of a subgraph that gave none: one error for everything that was asked of it. */
export function failedAnswer(asked: readonly Asked[], cause: unknown): GraphAnswer {
  return { data: null, errors: spread(asked, [describe(cause)]) };
}

/** The same where nobody hears it: one error that has no place. A thousand clients that leave at once cost nothing. */
export const unheardAnswer = (cause: unknown): GraphAnswer => ({ data: null, errors: [describe(cause)] });

function describe(cause: unknown): GraphQLFormattedError {
  const { message, code, facts } =
    cause instanceof HubError ? cause : { ...INTERNAL_ERROR, facts: {} as HubError['facts'] };
  return { message, extensions: { ...facts, code } };
}

/**
 * Makes an answer one that the executor can merge: an error of the whole request is given a place in the graph, and
 * entities that are not as many as were asked for count as no answer.
 */
export function soundAnswer(subgraph: string, asked: readonly Asked[], answer: FetchedAnswer): FetchedAnswer {
  const { data, errors } = answer;
  if (data === null || data === undefined) {
    const placed = errors?.filter(({ path }) => path !== undefined) ?? [];
    const unplaced = errors?.filter(({ path }) => path === undefined) ?? [];
    return { data: null, errors: [...placed, ...spread(asked, unplaced)] };
  }
  const broken = asked.filter(({ key, entities }) => {
    const given = data[key];
    return entities !== undefined && !(Array.isArray(given) && given.length === entities);
  });
  if (broken.length === 0) return answer;
  const failed = failedAnswer(broken, new SourceInvalidData(subgraph)).errors ?? [];
  const others = errors?.filter(({ path }) => !broken.some(({ key }) => path?.[0] === key)) ?? [];
  const left = Object.entries(data).filter(([name]) => !broken.some(({ key }) => key === name));
  return {
    data: left.length > 0 ? Object.fromEntries(left) : null,
    errors: [...others, ...failed],
    ...(answer[REPEATED] ? { [REPEATED]: answer[REPEATED] } : {}),
  };
}

/** Gives errors the places of what a request asks for: each entity, or each root field. */
function spread(
  asked: readonly Asked[],
  errors: readonly GraphQLFormattedError[],
): readonly GraphQLFormattedError[] {
  if (errors.length === 0) return [];
  return asked
    .flatMap(({ key, entities }): Path[] =>
      entities === undefined ? [[key]] : Array.from({ length: entities }, (_, index) => [key, index]),
    )
    .flatMap((path) => errors.map((error) => ({ ...error, path })));
}
