import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import type { ExecutionContext, InnerGateway } from '../../../gateway/execute/hub-gateway';
import { failedAnswer, soundAnswer } from '../../../gateway/execute/failure';
import { quietLog } from '../../../gateway/execute/quiet-log';

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
        return soundAnswer(subgraph, request, answer);
      } catch (cause) {
        return failedAnswer(request, cause);
      }
    },
  };
}
