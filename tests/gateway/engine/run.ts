import { createHash } from 'node:crypto';
import { type DocumentNode, type GraphQLError, type GraphQLSchema, parse } from 'graphql';
import pino from 'pino';
import { answerBytes } from '../../../gateway/answer/bytes';
import type { SubgraphFetch } from '../../../gateway/execute/fetch';
import type { ExecutionContext, GatewayExecutor, InnerGateway } from '../../../gateway/execute/hub-gateway';

/** What a gateway said, in a form that can be compared: errors sorted, places of missing values apart. */
export interface Said {
  readonly data: unknown;
  readonly errors: readonly { message: string; path: unknown; code: unknown }[];
  readonly missing: readonly string[];
}

/** A gateway that answers by function call. */
export interface Runner {
  readonly schema: GraphQLSchema;
  run(
    query: string,
    variables: object,
    fetch: SubgraphFetch,
    operationName?: string,
    signal?: AbortSignal,
  ): Promise<Said>;
  stop(): Promise<void>;
}

/** Loads a gateway. */
export async function startRunner(gateway: InnerGateway, supergraph: string): Promise<Runner> {
  const log = pino({ level: 'silent' });
  const inner = gateway(supergraph, log);
  let schema: GraphQLSchema | undefined;
  inner.onSchemaLoadOrUpdate(({ apiSchema }) => (schema = apiSchema));
  const { executor } = await inner.load({} as never);
  if (!executor || !schema) throw new Error('It is not loaded.');
  const documents = new Map<string, DocumentNode>();
  return {
    schema,
    async run(query, variables, fetch, operationName, signal = new AbortController().signal) {
      let document = documents.get(query);
      if (!document) documents.set(query, (document = parse(query)));
      const context = { fetch, run: { signal } } as ExecutionContext;
      const result = await executor({
        document,
        queryHash: createHash('sha256').update(query).digest('hex'),
        request: { query, variables, operationName },
        context,
        metrics: {},
        logger: log,
      } as unknown as Parameters<GatewayExecutor>[0]);
      const extensions = result.extensions as { valueCompletion?: GraphQLError[] } | undefined;
      return {
        data: result.data === undefined ? undefined : asSent(result.data),
        errors: (result.errors ?? [])
          .map(({ message, path, extensions: { code } = {} }) => ({ message, path: path ?? null, code }))
          .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
        missing: (extensions?.valueCompletion ?? []).map(({ path }) => JSON.stringify(path)).sort(),
      };
    },
    stop: () => inner.stop?.() ?? Promise.resolve(),
  };
}

function asSent(data: Record<string, unknown> | null): unknown {
  const body = JSON.parse(answerBytes({ data }).toString()) as { data: unknown };
  return body.data;
}
