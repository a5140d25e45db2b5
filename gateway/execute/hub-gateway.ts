import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Caller } from '../../schema/kernel/caller';
import { introspect, joinAnswers, splitIntrospection } from '../audience/introspection';
import type { CutRequest, CutResult } from '../policy/types';
import { createEngine } from './engine/engine';
import { sharingEqual } from './equal-operations';
import type { SubgraphFetch } from './fetch';
import { lettingGo } from './let-go';
import type { OperationRun } from './transport';

/** What Apollo Server asks of a gateway, and the types of what they hand to each other. */
export type GatewayInterface = ApolloServerOptionsWithGateway<ExecutionContext>['gateway'];
/** Executes one operation. */
export type GatewayExecutor = NonNullable<Awaited<ReturnType<GatewayInterface['load']>>['executor']>;
type GatewayGraphQLRequestContext = Parameters<GatewayExecutor>[0];
type GatewayExecutionResult = Awaited<ReturnType<GatewayExecutor>>;

/** What the executor finds in the context of each operation. */
export interface ExecutionContext {
  readonly run: OperationRun;
  readonly fetch: SubgraphFetch;
  /** Fetches for a run of its own: present where equal fetches that are under way at a time are made once. */
  readonly share?: (run: OperationRun) => SubgraphFetch;
}

/** Takes from an operation what its caller may never see. */
export type Cut = (request: Omit<CutRequest, 'table'>) => CutResult;

/** What plans and executes operations that are cut already. */
export type InnerGateway = (supergraph: string, log: Logger) => GatewayInterface;

/** What the gateway is made of. */
export interface HubGatewayOptions {
  /** The supergraph's SDL. */
  readonly supergraph: string;
  readonly log: Logger;
  /** Absent: the graph is served without access rules. */
  readonly cut?: Cut;
  /** The schema that answers a caller's questions about the graph; the whole one unless said. */
  readonly shown?: (whole: GraphQLSchema, caller: Caller) => GraphQLSchema;
  /** Our own engine unless said. */
  readonly inner?: InnerGateway;
}

/** A gateway whose schema is known once it is loaded. */
export interface HubGateway extends GatewayInterface {
  /** The API schema. @throws {Error} before `load`. */
  schema(): GraphQLSchema;
}

/**
 * Puts the access policy around an executor: cut, plan and execute what is left, restore. The inner gateway never sees
 * what was cut, and its plans are kept under the key of the cut document, so that no caller runs another one's plan.
 */
export function createHubGateway({
  supergraph,
  log,
  cut,
  shown = (whole) => whole,
  inner = createEngine,
}: HubGatewayOptions): HubGateway {
  const gateway = inner(supergraph, log);
  let schema: GraphQLSchema | undefined;
  gateway.onSchemaLoadOrUpdate(({ apiSchema }) => (schema = apiSchema));

  const schemaNow = (): GraphQLSchema => {
    if (!schema) throw new Error('The supergraph is not loaded yet.');
    return schema;
  };
  return {
    schema: schemaNow,
    onSchemaLoadOrUpdate: (callback) => gateway.onSchemaLoadOrUpdate(callback),
    async load(options) {
      const { executor } = await gateway.load(options);
      if (!executor) throw new Error('The gateway has no executor.');
      const once = sharingEqual(executor);
      return {
        executor: lettingGo(cut ? cutting(introspecting(once, shown, schemaNow), cut, schemaNow) : once),
      };
    },
    stop: () => gateway.stop(),
  };
}

function cutting(executor: GatewayExecutor, cut: Cut, schema: () => GraphQLSchema): GatewayExecutor {
  return async (requestContext): Promise<GatewayExecutionResult> => {
    const { document, request } = requestContext;
    const { operationName, variables = {} } = request;
    const outcome = cut({
      document,
      operationName,
      variables,
      schema: schema(),
      caller: callerOf(requestContext),
    });
    (requestContext.context as ExecutionContext).run.notes.denials = outcome.denials;
    if (outcome.kind === 'rejected') {
      return { errors: [new GraphQLError(outcome.error.message, { originalError: outcome.error })] };
    }
    const left = { ...requestContext, document: outcome.document, queryHash: outcome.key };
    return outcome.restore(await executor(left)) as GatewayExecutionResult;
  };
}

/** Answers questions about the graph by what the caller may know of it: the inner executor never hears of them. */
function introspecting(
  executor: GatewayExecutor,
  shown: NonNullable<HubGatewayOptions['shown']>,
  schema: () => GraphQLSchema,
): GatewayExecutor {
  return async (requestContext) => {
    const { document, request, queryHash } = requestContext;
    const split = splitIntrospection(document, request.operationName);
    if (!split.introspection) return executor(requestContext);
    const own = shown(schema(), callerOf(requestContext));
    const about = introspect(own, split.introspection, request.variables ?? {}) as GatewayExecutionResult;
    if (!split.data) return about;
    const rest = await executor({ ...requestContext, document: split.data, queryHash: `${queryHash} data` });
    return joinAnswers(split, about, rest) as GatewayExecutionResult;
  };
}

const callerOf = ({ context }: GatewayGraphQLRequestContext): Caller =>
  (context as ExecutionContext).run.caller;
