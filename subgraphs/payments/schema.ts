import type { GraphQLSchema } from 'graphql';
import { createSubgraphSchema } from '../shared/subgraph-schema';
import { CreatePaymentOrderResolver } from './create-payment-order.resolver';
import {
  claimById,
  ClaimPaymentOrdersResolver,
  paymentOrderById,
  PaymentOrderResolver,
} from './payment-order.resolver';

/** @returns the payments subgraph's schema. */
export const paymentsSchema = (): GraphQLSchema =>
  createSubgraphSchema(
    { resolvers: [PaymentOrderResolver, ClaimPaymentOrdersResolver, CreatePaymentOrderResolver] },
    { PaymentOrder: paymentOrderById, Claim: claimById },
  );
