import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import { getOperationAST, Kind, parse, type SelectionSetNode } from 'graphql';
import type { ExecutionContext, InnerGateway } from '../../../gateway/execute/hub-gateway';
import { type Asked, failedAnswer, soundAnswer } from '../../../gateway/execute/failure';
import { quietLog } from '../../../gateway/execute/quiet-log';
import type { GraphRequest } from '../../../subgraphs/shared/graph-request';

/** @apollo/gateway, as it comes, on our own way to the subgraphs: what the engine is compared with. */
export const stockGateway: InnerGateway = (supergraphSdl, log) => {
  process.env.APOLLO_TELEMETRY_DISABLED = '1';
  return new ApolloGateway({
    supergraphSdl,
    logger: quietLog(log),
    __exposeQueryPlanExperimental: false,
    buildService: ({ name }) => dataSource(name),
  });
};

function dataSource(subgraph: string): GraphQLDataSource {
  return {
    async process({ request: { query = '', variables, operationName }, context }) {
      const request = { query, variables: variables ?? null, operationName: operationName ?? null };
      try {
        const answer = await (context as ExecutionContext).fetch(subgraph, request);
        return soundAnswer(subgraph, askedBy(request), answer);
      } catch (cause) {
        return failedAnswer(askedBy(request), cause);
      }
    },
  };
}

function askedBy({ query, variables, operationName }: GraphRequest): readonly Asked[] {
  const { representations } = variables ?? {};
  if (Array.isArray(representations)) return [{ key: '_entities', entities: representations.length }];
  const keysOf = ({ selections }: SelectionSetNode): string[] =>
    selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [(selection.alias ?? selection.name).value];
      return selection.kind === Kind.INLINE_FRAGMENT ? keysOf(selection.selectionSet) : [];
    });
  const operation = getOperationAST(parse(query), operationName);
  return operation ? [...new Set(keysOf(operation.selectionSet))].map((key) => ({ key })) : [];
}
