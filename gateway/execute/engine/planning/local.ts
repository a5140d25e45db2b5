import { operationFromDocument, type Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import { GraphQLError, parse } from 'graphql';
import type { Planner } from '../plans';
import { plannable } from './plannable';
import { withoutStandIns } from './split-fetches';

/** Plans in this process, as Apollo's query planner does. */
export function createLocalPlanner(given: Supergraph): Planner {
  const { supergraph, apart } = plannable(given);
  const planner = new QueryPlanner(supergraph);
  const api = supergraph.apiSchema();
  return {
    async plan(text) {
      const operation = operationFromDocument(api, parse(text, { noLocation: true }));
      const { node } = planner.buildQueryPlan(operation);
      if (node?.kind === 'Subscription') throw new GraphQLError('Subscriptions are not answered here.');
      return node && apart ? withoutStandIns(node, apart) : node;
    },
    stop: async () => undefined,
  };
}
