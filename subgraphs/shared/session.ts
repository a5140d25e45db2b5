import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { OperationContext } from '../../schema/kernel/operation';
import { maskedCoordinates } from './access/mask';
import { describeError } from './error-answer';
import { createExecutor } from './executor';
import type { GraphAnswer, GraphRequest } from './graph-request';
import type { Subgraph } from './module';

/** One gateway operation's visit to one subgraph. All its fetches share loaders, so that equal keys are asked for once. */
export interface SubgraphSession {
  /** @returns one answer per request, in order. Never rejects. */
  run(requests: readonly GraphRequest[]): Promise<GraphAnswer[]>;
  /** @returns coordinates of fields that were masked so far. */
  masked(): readonly string[];
}

/** A subgraph that is ready to serve operations, by function call or behind a server. */
export interface ServedSubgraph {
  readonly name: string;
  open(operation: OperationContext): SubgraphSession;
  ready(timeoutMs: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param schema what is executed: the subgraph's own schema with the access rules around it.
 */
export function serveSubgraph(subgraph: Subgraph, schema: GraphQLSchema, log: Logger): ServedSubgraph {
  const executor = createExecutor(schema, (error) =>
    log.error({ subgraph: subgraph.name, ...describeError(error) }, 'internal error in a subgraph'),
  );
  return {
    name: subgraph.name,
    open(operation) {
      const fresh = (): object => ({ ...subgraph.context(operation), operation });
      let context: object | undefined;
      return {
        run: (requests) =>
          Promise.all(
            requests.map((request) => {
              if (!executor.isMutation(request)) return executor.run(request, (context ??= fresh()));
              context = undefined; // What was loaded before a change is not what is there after it.
              return executor.run(request, fresh());
            }),
          ),
        masked: () => maskedCoordinates(operation),
      };
    },
    ready: (timeoutMs) => subgraph.ready(timeoutMs),
    close: () => subgraph.close(),
  };
}
