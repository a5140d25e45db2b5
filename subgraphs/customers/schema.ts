import type { GraphQLSchema } from 'graphql';
import { createSubgraphSchema } from '../shared/subgraph-schema';
import { customerById, CustomerResolver } from './customer.resolver';
import { CustomerSearchResolver } from './customer-search.resolver';

/** @returns the customers subgraph's schema. */
export const customersSchema = (): GraphQLSchema =>
  createSubgraphSchema({ resolvers: [CustomerResolver, CustomerSearchResolver] }, { Customer: customerById });
