import { Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import { createMemo } from '../../../schema/policy/memo';
import { introspect, joinAnswers, splitIntrospection } from '../../audience/introspection';
import type { ExecutionContext, GatewayExecutor, GatewayInterface, InnerGateway } from '../hub-gateway';
import { unexplained } from './errors';
import type { JsonObject } from './json';
import { type CompiledOperation, type Compiling, compileOperation } from './operation';

/** Plans kept: as many as there are registered operations of a large set of clients. */
const PLANS_MAX = 1_000;

/** What Apollo Server asks of a gateway whose schema never changes. */
type SchemaCallback = Parameters<GatewayInterface['onSchemaLoadOrUpdate']>[0];

/**
 * Executes operations on the plans of Apollo's query planner. A plan is made and compiled once for each key and
 * operation name; `queryHash` must tell apart any two documents, as the key of the cut document does.
 */
export const createEngine: InnerGateway = (supergraphSdl) => {
  const callbacks = new Set<SchemaCallback>();
  return {
    onSchemaLoadOrUpdate(callback) {
      callbacks.add(callback);
      return () => callbacks.delete(callback);
    },
    async load() {
      const supergraph = Supergraph.build(supergraphSdl);
      const api = supergraph.apiSchema();
      const schema = api.toGraphQLJSSchema();
      const compiling: Compiling = {
        planner: new QueryPlanner(supergraph),
        api,
        schema,
        supergraph: supergraph.schema.toGraphQLJSSchema(),
      };
      for (const callback of callbacks) callback({ apiSchema: schema, coreSupergraphSdl: supergraphSdl });
      return { executor: createExecutor(compiling) };
    },
    stop: async () => undefined,
  };
};

function createExecutor(compiling: Compiling): GatewayExecutor {
  const plans = createMemo<{ operation?: CompiledOperation }>(PLANS_MAX, () => ({}));
  const execute: GatewayExecutor = async ({ document, queryHash, request, context }) => {
    const { operationName, variables = {} } = request;
    const plan = plans(JSON.stringify([queryHash, operationName ?? null]));
    const operation = (plan.operation ??= compileOperation(compiling, document, operationName));
    const fetched = Object.create(null) as JsonObject;
    const errors: GraphQLError[] = [];
    const { fetch } = context as ExecutionContext;
    const shared = new Set<object>();
    await operation.run({ data: fetched, variables, errors, fetch, shared });
    const { data, errors: missing } = operation.projection(variables)(fetched, shared);
    const valueCompletion = unexplained(missing, errors);
    return {
      data,
      ...(errors.length > 0 ? { errors } : {}),
      ...(valueCompletion.length > 0 ? { extensions: { valueCompletion } } : {}),
    };
  };
  return refusing(introspecting(execute, compiling.schema));
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
