import type { GraphQLSchema } from 'graphql';
import type { Caller } from '../../schema/kernel/caller';
import type { RegisteredOperation } from '../persisted/manifest';
import { createDocumentReader } from '../plan/document';
import { DEFAULT_LIMITS } from '../plan/limits';

/** The graph as one kind of caller reads documents by it. */
export interface Audience {
  /** For whoever asked, e.g. `adviser for complaint_handling`. */
  readonly name: string;
  readonly schema: GraphQLSchema;
}

/** The graph and who reads it. */
export interface CheckedGraph {
  /** All that exists. */
  readonly whole: GraphQLSchema;
  /** What exists for a caller. */
  readBy(caller: Caller): GraphQLSchema;
}

/**
 * Reads operations as the hub would, for the first audience that may send each of them.
 *
 * @returns one sentence per mistake, with the operation and the place.
 */
export function mistakesIn(
  operations: readonly RegisteredOperation[],
  whole: GraphQLSchema,
  audiences: readonly Audience[],
): readonly string[] {
  const reader = createDocumentReader(whole, DEFAULT_LIMITS);
  return operations.flatMap(({ name, body }, at) => {
    let mistakes: readonly string[] = [];
    for (const { schema } of audiences) {
      const { errors } = reader.read(body, schema);
      if (errors.length === 0) return [];
      if (mistakes.length > 0) continue;
      mistakes = errors.map(({ message, locations }) => {
        const [place] = locations ?? [];
        const where = place ? ` (line ${place.line}, column ${place.column})` : '';
        return `operations[${at}] ${name}: ${message}${where}`;
      });
    }
    return mistakes;
  });
}
