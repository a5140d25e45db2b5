import type { GraphQLSchema } from 'graphql';
import { legacyHealthOf } from '../shared/legacy-health';
import { createSubgraphSchema } from '../shared/subgraph-schema';
import { accountById, AccountResolver } from './account.resolver';
import { cardById, CardResolver } from './card.resolver';
import { customerById, CustomerAccountsResolver } from './customer-accounts.resolver';
import { AccountOperationsResolver, operationById, OperationResolver } from './operation.resolver';

const LegacyHealthResolver = legacyHealthOf('accountLedger', 'account ledger (Db2)');

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
        LegacyHealthResolver,
      ],
    },
    { Account: accountById, Card: cardById, Operation: operationById, Customer: customerById },
  );
