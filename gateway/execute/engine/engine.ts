import { Supergraph } from '@apollo/federation-internals';
import { type DocumentNode, GraphQLError, type GraphQLSchema, parse } from 'graphql';
import type { Logger } from 'pino';
import { createBoundedCache } from '../../../subgraphs/shared/bounded-cache';
import { noteRepeating } from '../../answer/bytes';
import { introspect, joinAnswers, splitIntrospection } from '../../audience/introspection';
import type { ExecutionContext, GatewayExecutor, GatewayInterface, InnerGateway } from '../hub-gateway';
import { unexplained } from './errors';
import { inTime } from './planning/in-time';
import type { Step } from './execution';
import type { JsonObject } from './json';
import { createLocalPlanner } from './planning/local';
import { createThreadedPlanner } from './planning/planner';
import { refuseContext } from './refused';
import { requiredWithArguments } from './required';
import type { NormalOperation } from './normal/normalise';
import { type ClientOperation, readOperation, type Reading } from './operation';
import { createPlans, type Planner } from './plans';

/** Operations kept, and the letters of them. */
const KEPT = { entries: 1_000, weight: 400_000 };

/** What Apollo Server asks of a gateway whose schema never changes. */
type SchemaCallback = Parameters<GatewayInterface['onSchemaLoadOrUpdate']>[0];

/**
 * Executes operations on the plans of Apollo's query planner. Operations that differ in names, order and literals of the
 * client's alone share a plan; `queryHash` must tell apart any two documents, as the key of the cut document does.
 *
 * @param plannerOf makes plans for a supergraph.
 */
export const createEngineOn =
  (plannerOf: (supergraph: Supergraph, sdl: string, log: Logger) => Planner): InnerGateway =>
  (supergraphSdl, log) => {
    const callbacks = new Set<SchemaCallback>();
    let planner: Planner | undefined;
    return {
      onSchemaLoadOrUpdate(callback) {
        callbacks.add(callback);
        return () => callbacks.delete(callback);
      },
      async load() {
        const parsed = parse(supergraphSdl, { noLocation: true });
        refuseContext(parsed);
        const supergraph = Supergraph.build(parsed);
        const schema = supergraph.apiSchema().toGraphQLJSSchema();
        planner = plannerOf(supergraph, supergraphSdl, log);
        const plans = createPlans(planner, supergraph.schema.toGraphQLJSSchema());
        for (const callback of callbacks) callback({ apiSchema: schema, coreSupergraphSdl: supergraphSdl });
        return { executor: createExecutor({ schema, taken: requiredWithArguments(parsed) }, plans) };
      },
      stop: async () => planner?.stop(),
    };
  };

/** Plans in this process. */
export const createEngine: InnerGateway = createEngineOn(createLocalPlanner);

/** Plans in a thread of its own: operations that are planned already never wait for others. */
export const createThreadedEngine: InnerGateway = createEngineOn((_, sdl, log) =>
  createThreadedPlanner(sdl, log),
);

function createExecutor(reading: Reading, plans: (text: string) => Promise<Step>): GatewayExecutor {
  const operations = createBoundedCache<ClientOperation>(KEPT);
  const read = (key: string, ...[document, operationName]: ReadArguments): ClientOperation => {
    const operation = readOperation(reading, document, operationName);
    operations.set(key, operation, operation.normal.text.length);
    return operation;
  };
  const execute: GatewayExecutor = async ({ document, queryHash, request, context }) => {
    const { operationName, variables = {} } = request;
    const key = JSON.stringify([queryHash, operationName ?? null]);
    const operation = operations.get(key) ?? read(key, document, operationName);
    const { normal } = operation;
    const { fetch, run } = context as ExecutionContext;
    const step = (operation.step ??= await inTime(plans(normal.text), run.signal));
    const fetched = Object.create(null) as JsonObject;
    const failed: GraphQLError[] = [];
    const shared = new Set<object>();
    const isLeft = (): boolean =>
      run.signal.aborted && (run.signal.reason as Error | undefined)?.name !== 'TimeoutError';
    await step({
      ...{ data: fetched, variables: normal.variables(variables), errors: failed, shared },
      ...{ fetch, isLeft },
    });
    const errors = failed.map((error) => inClientsKeys(error, normal));
    const { data, errors: missing, repeated } = operation.projection(variables)(fetched, shared);
    if (data && repeated) noteRepeating(data, repeated);
    const valueCompletion = unexplained(missing, errors);
    return {
      data,
      ...(errors.length > 0 ? { errors } : {}),
      ...(valueCompletion.length > 0 ? { extensions: { valueCompletion } } : {}),
    };
  };
  return refusing(introspecting(execute, reading.schema));
}

type ReadArguments = [DocumentNode, string | null | undefined];

function inClientsKeys(error: GraphQLError, { clientPath }: NormalOperation): GraphQLError {
  const { message, path, originalError, extensions } = error;
  if (!path) return error;
  return new GraphQLError(message, { path: clientPath(path), originalError, extensions });
}

/** Answers questions about the schema by graphql-js; the planner never hears of them. */
const introspecting =
  (execute: GatewayExecutor, schema: GraphQLSchema): GatewayExecutor =>
  async (requestContext) => {
    const { document, queryHash, request } = requestContext;
    const split = splitIntrospection(document, request.operationName);
    if (!split.introspection) return execute(requestContext);
    const about = introspect(schema, split.introspection, request.variables ?? {});
    if (!split.data) return about as Awaited<ReturnType<GatewayExecutor>>;
    const rest = await execute({ ...requestContext, document: split.data, queryHash: `${queryHash} data` });
    return joinAnswers(split, about, rest) as Awaited<ReturnType<GatewayExecutor>>;
  };

/** What is wrong with an operation is an answer, not a failure. */
const refusing =
  (execute: GatewayExecutor): GatewayExecutor =>
  async (requestContext) => {
    try {
      return await execute(requestContext);
    } catch (error) {
      if (error instanceof GraphQLError) return { errors: [error] };
      throw error;
    }
  };
