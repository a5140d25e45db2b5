import { ApolloServer } from '@apollo/server';
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
  execute(parameters: Parameters, run: OperationRun): Promise<Executed>;
  stop(): Promise<void>;
}

/**
 * Starts Apollo Server on our gateway. It gets documents that are read and checked already, so it neither parses nor
 * validates; it speaks no HTTP; it reports nothing to anyone.
 */
export async function startApollo(options: ApolloExecutionOptions): Promise<ApolloExecution> {
  const { gateway, transports, deadlineMs, report } = options;
  /** Made once the schema is known, which is after the server has started. */
  const late: { documents?: DocumentReader } = {};
  const server = new ApolloServer<ExecutionContext>({
    gateway,
    logger: quietLog(options.log),
    nodeEnv: 'production',
    introspection: true,
    persistedQueries: false,
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    formatError: (_, error) => publicError(error, report),
    documentStore: {
      // The key ends with the text's hash.
      get: async (key) => late.documents?.byHash(key.slice(-64)),
      set: async () => undefined,
      delete: async () => undefined,
    },
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
  const documents = (late.documents = options.reader(schema));
  return {
    schema,
    documents,
    async execute({ query, operationName, variables }, run) {
      const { body } = await server.executeOperation(
        { query, variables: { ...variables }, ...(operationName === undefined ? {} : { operationName }) },
        { contextValue: { run, fetch: fetchFor(run), ...(shares ? { share: fetchFor } : {}) } },
      );
      if (body.kind !== 'single') throw new Error('an operation was answered in parts');
      return body.singleResult;
    },
    stop: () => server.stop(),
  };
}
