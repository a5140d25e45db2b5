import type { GraphQLSchema } from 'graphql';
import { legacyHealthOf } from '../shared/legacy-health';
import { createSubgraphSchema } from '../shared/subgraph-schema';
import { customerById, CustomerResolver } from './customer.resolver';
import { CustomerSearchResolver } from './customer-search.resolver';
import { ContactChangeResolver } from './update-contact.resolver';

const LegacyHealthResolver = legacyHealthOf('customerFile', 'customer file (SOAP)');

/** @returns the customers subgraph's schema. */
export const customersSchema = (): GraphQLSchema =>
  createSubgraphSchema(
    { resolvers: [CustomerResolver, CustomerSearchResolver, ContactChangeResolver, LegacyHealthResolver] },
    { Customer: customerById },
  );
