import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import { classifySchema } from '../../schema/contract/classification';
import type { OperationContext } from '../../schema/kernel/operation';
import { compile } from '../../schema/policy/compile';
import type { Policy } from '../../schema/policy/types';
import type { ChangeReader } from '../../schema/ports/changes';
import { maskedCoordinates } from './access/mask';
import { describeError } from './error-answer';
import { createExecutor } from './executor';
import type { GraphAnswer, GraphRequest } from './graph-request';
import type { Subgraph } from './module';
import type { Coordinates } from './projection/selected';
import { createPermitted, type Wanted } from './projection/wanted';

/**
 * One gateway operation's visit to one subgraph. All its fetches share loaders, so that equal keys are asked for once;
 * a fetch that needs fields which those before it did not need gets loaders of its own, which read for all of them.
 */
export interface SubgraphSession {
  /** @returns one answer per request, in order. Never rejects. */
  run(requests: readonly GraphRequest[]): Promise<GraphAnswer[]>;
  /** @returns coordinates of fields that were masked so far. */
  masked(): readonly string[];
}

/** A subgraph that is ready to serve operations, by function call or behind a server. */
export interface ServedSubgraph {
  readonly name: string;
  readonly changes?: ChangeReader;
  open(operation: OperationContext): SubgraphSession;
  ready(timeoutMs: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param schema what is executed: the subgraph's own schema with the access rules around it.
 * @param policy the rules, by which sources read no more than the caller may be shown.
 */
export function serveSubgraph(
  subgraph: Subgraph,
  schema: GraphQLSchema,
  log: Logger,
  policy: Policy,
): ServedSubgraph {
  const executor = createExecutor(schema, (error) =>
    log.error({ subgraph: subgraph.name, ...describeError(error) }, 'internal error in a subgraph'),
  );
  const permitted = createPermitted(compile(classifySchema(schema), policy));
  return {
    name: subgraph.name,
    ...(subgraph.changes ? { changes: subgraph.changes } : {}),
    open(operation) {
      const need = (request: GraphRequest): Coordinates =>
        permitted(executor.selected(request), operation.caller);
      const fresh = (needed: Coordinates): object => {
        const wanted: Wanted = (type, field) => needed.has(`${type}.${field}`);
        return { ...subgraph.context(operation, wanted), operation };
      };
      let needed: Coordinates = new Set();
      let context: object | undefined;
      return {
        run(requests) {
          const queries = requests.filter((request) => !executor.isMutation(request));
          const all = new Set([...needed, ...queries.flatMap((request) => [...need(request)])]);
          if (all.size > needed.size) context = undefined;
          needed = all;
          return Promise.all(
            requests.map((request) => {
              if (!executor.isMutation(request)) return executor.run(request, (context ??= fresh(needed)));
              context = undefined; // What was loaded before a change is not what is there after it.
              return executor.run(request, fresh(need(request)));
            }),
          );
        },
        masked: () => maskedCoordinates(operation),
      };
    },
    ready: (timeoutMs) => subgraph.ready(timeoutMs),
    close: () => subgraph.close(),
  };
}
