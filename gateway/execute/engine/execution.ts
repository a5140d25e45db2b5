import type { GraphQLError } from 'graphql';
import type { SubgraphFetch } from '../fetch';
import type { JsonObject } from './json';

/** One operation while its plan is executed. */
export interface Execution {
  /** Everything that was fetched so far. */
  readonly data: JsonObject;
  readonly variables: Readonly<JsonObject>;
  readonly errors: GraphQLError[];
  readonly fetch: SubgraphFetch;
  /** Whether whoever asked has gone away. */
  readonly isLeft: () => boolean;
  /** Objects and lists that stand, as one and the same, at several places of what was fetched. */
  readonly shared: Set<object>;
}

/** A part of a plan, ready to run. Never rejects for what a subgraph does. */
export type Step = (execution: Execution) => Promise<void>;
