import { execute, GraphQLError, type GraphQLSchema, parse } from 'graphql';
import { errorAnswer } from '../../../../subgraphs/shared/error-answer';
import type { GraphAnswer, GraphRequest } from '../../../../subgraphs/shared/graph-request';

/** Executes a valid document by graphql-js itself. */
export async function byTheBook(
  schema: GraphQLSchema,
  { query, variables }: GraphRequest,
  contextValue: object,
): Promise<GraphAnswer> {
  const { data, errors } = await execute({
    ...{ schema, contextValue },
    document: parse(query, { noLocation: true }),
    variableValues: variables ?? {},
  });
  if (data === undefined) throw new GraphQLError('Nothing was executed.');
  const told = errors?.map((error) => errorAnswer(error, () => undefined));
  return { data, ...(told ? { errors: told } : {}) };
}

/**
 * Compares two answers: their texts, and their errors.
 *
 * @param inOrder whether all happens in one order. Otherwise several errors may be the reason why a place holds nothing,
 *   and the first one that comes along is told.
 */
export function differenceOf(book: GraphAnswer, ours: GraphAnswer, inOrder: boolean): string | undefined {
  if (JSON.stringify(book.data) !== JSON.stringify(ours.data)) return 'data';
  if (inOrder) return JSON.stringify(book.errors) === JSON.stringify(ours.errors) ? undefined : 'errors';
  const reasons = (answer: GraphAnswer): Map<string, string[]> => {
    const byPlace = new Map<string, string[]>();
    for (const error of answer.errors ?? []) {
      const { path = [] } = error;
      const place = JSON.stringify(holderOf(answer.data, path));
      const reason = place === JSON.stringify(path) ? JSON.stringify(error) : 'something within';
      byPlace.set(place, [...(byPlace.get(place) ?? []), reason].sort());
    }
    return byPlace;
  };
  const [theirs, mine] = [reasons(book), reasons(ours)];
  const places = new Set([...theirs.keys(), ...mine.keys()]);
  for (const place of places) {
    const [one, other] = [theirs.get(place), mine.get(place)];
    if (!one || !other) return `errors at ${place}`;
    const contested = [...one, ...other].includes('something within');
    if (!contested && JSON.stringify(one) !== JSON.stringify(other)) return `errors at ${place}`;
  }
  return undefined;
}

/** The place within which an error's place is nothing. */
function holderOf(data: unknown, path: readonly (string | number)[]): readonly (string | number)[] {
  let value = data;
  for (const [index, step] of path.entries()) {
    if (value === null || value === undefined) return path.slice(0, index);
    value = Object.getOwnPropertyDescriptor(value, step)?.value;
  }
  return path;
}
