import type { GraphQLSchema } from 'graphql';
import { createSubgraphSchema } from '../shared/subgraph-schema';
import { accountById, AccountResolver } from './account.resolver';
import { cardById, CardResolver } from './card.resolver';
import { customerById, CustomerAccountsResolver } from './customer-accounts.resolver';
import { AccountOperationsResolver, operationById, OperationResolver } from './operation.resolver';

/** @returns the accounts subgraph's schema. */
export const accountsSchema = (): GraphQLSchema =>
  createSubgraphSchema(
    {
      resolvers: [
        AccountResolver,
        AccountOperationsResolver,
        CardResolver,
        OperationResolver,
        CustomerAccountsResolver,
      ],
    },
    { Account: accountById, Card: cardById, Operation: operationById, Customer: customerById },
  );
