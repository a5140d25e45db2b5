import type { GraphQLSchema } from 'graphql';
import { NotFound } from '../../schema/kernel/errors';
import { createSubgraphSchema } from '../shared/subgraph-schema';
import { dataSubjectById, type PrivacyContext } from './context';
import { CustomerDataSubjectResolver, DataSubjectResolver } from './data-subject.resolver';
import type { Customer } from './data-subject.type';
import { RequestResolver } from './request.resolver';
import { StandingResolver } from './standing.resolver';

/** @returns the privacy subgraph's schema. */
export const privacySchema = (): GraphQLSchema =>
  createSubgraphSchema<PrivacyContext>(
    { resolvers: [DataSubjectResolver, CustomerDataSubjectResolver, RequestResolver, StandingResolver] },
    { DataSubject: ({ id }, context) => dataSubjectById(id, context), Customer: customerByKey },
  );

/** A customer as this subgraph knows them: a key that opens. @throws {NotFound} not a key of a customer. */
async function customerByKey({ id }: { readonly id: string }, { ids }: PrivacyContext): Promise<Customer> {
  if (ids.open('cus', id) === undefined) throw new NotFound('Customer');
  return { id };
}
