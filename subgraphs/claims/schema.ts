import type { GraphQLSchema } from 'graphql';
import { createSubgraphSchema } from '../shared/subgraph-schema';
import { ClaimPartsResolver } from './claim-parts.resolver';
import { ClaimResolver } from './claim.resolver';
import { claimById, type ClaimsContext } from './context';
import { FilingResolver } from './filing.resolver';
import { ChangeResolver } from './lifecycle/change.resolver';
import {
  accountByKey,
  AccountClaimsResolver,
  customerByKey,
  CustomerClaimsResolver,
  operationByKey,
  OperationClaimsResolver,
} from './links.resolver';

/** @returns the claims subgraph's schema. */
export const claimsSchema = (): GraphQLSchema =>
  createSubgraphSchema<ClaimsContext>(
    {
      resolvers: [
        ClaimResolver,
        ClaimPartsResolver,
        FilingResolver,
        ChangeResolver,
        CustomerClaimsResolver,
        AccountClaimsResolver,
        OperationClaimsResolver,
      ],
    },
    {
      Claim: ({ id }, context) => claimById(id, context),
      Customer: customerByKey,
      Account: accountByKey,
      Operation: operationByKey,
    },
  );
