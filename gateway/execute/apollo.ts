import { ApolloServer, type GraphQLRequest, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { ReportError } from '../../subgraphs/shared/error-answer';
import type { Executed } from '../answer/answer';
import { publicError } from '../answer/errors';
import type { Parameters } from '../http/parameters';
import type { DocumentReader } from '../plan/document';
import { createSubgraphFetch, type Transports } from './fetch';
import type { ExecutionContext, HubGateway } from './hub-gateway';
import { createHandover, type HandedOver } from './handover';
import { takeBody } from './let-go';
import { quietLog } from './quiet-log';
import type { OperationRun } from './transport';

/** What the server of operations is made of. */
export interface ApolloExecutionOptions {
  readonly gateway: HubGateway;
  readonly transports: Transports;
  /** Makes the reader of documents, once the schema is known. */
  readonly reader: (schema: GraphQLSchema) => DocumentReader;
  readonly log: Logger;
  readonly report: ReportError;
  readonly deadlineMs: number;
}

/** Executes operations through Apollo Server. */
export interface ApolloExecution {
  readonly schema: GraphQLSchema;
  readonly documents: DocumentReader;
  /** @param operation whose document is valid. */
  execute(operation: Parameters & HandedOver, run: OperationRun): Promise<Executed>;
  stop(): Promise<void>;
}

/**
 * Starts Apollo Server on our gateway. It gets documents that are read and checked already, so it neither parses nor
 * validates; it speaks no HTTP; it reports nothing to anyone.
 */
export async function startApollo(options: ApolloExecutionOptions): Promise<ApolloExecution> {
  const { gateway, transports, deadlineMs, report } = options;
  const handover = createHandover();
  // Both keys end with the text's hash.
  const handedBy = (key: string) => handover.get(key.slice(-HASH_LENGTH));
  const server = new ApolloServer<ExecutionContext>({
    gateway,
    logger: quietLog(options.log),
    nodeEnv: 'production',
    introspection: true,
    // What was read already is named by its hash, which is not made a second time.
    persistedQueries: { cache: { ...KEEPS_NOTHING, get: async (key) => handedBy(key)?.query } },
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    formatError: (_, error) => publicError(error, report),
    documentStore: { ...KEEPS_NOTHING, get: async (key) => handedBy(key)?.document },
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  const shares = [...transports.values()].every(({ sharesReads = false }) => sharesReads);
  const fetchFor = (run: OperationRun) => createSubgraphFetch(transports, run, deadlineMs);
  await server.start();
  const schema = gateway.schema();
  const documents = options.reader(schema);
  return {
    schema,
    documents,
    async execute(operation, run) {
      const { hash, operationName, variables } = operation;
      const request = {
        http: NO_HTTP,
        extensions: { persistedQuery: { version: 1, sha256Hash: hash } },
        ...(operationName === undefined ? {} : { operationName }),
        variables: { ...variables },
      };
      const contextValue = { run, fetch: fetchFor(run), ...(shares ? { share: fetchFor } : {}) };
      const body = takeBody(
        await handover.during(operation, () => server.executeOperation(request, { contextValue })),
      );
      if (body.kind !== 'single') throw new Error('an operation was answered in parts');
      return body.singleResult;
    },
    stop: () => server.stop(),
  };
}

/** Hexadecimal digits of a SHA-256. */
const HASH_LENGTH = 64;

const KEEPS_NOTHING = { set: async () => undefined, delete: async () => undefined };

/** What Apollo Server hears of HTTP: not even which forms of answers are taken, or it weighs them for each operation. */
const NO_HTTP: NonNullable<GraphQLRequest['http']> = {
  ...{ method: 'POST', search: '', body: undefined },
  headers: new HeaderMap([['accept', '']]),
};
