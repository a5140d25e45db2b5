import type { GraphQLSchema } from 'graphql';
import { legacyHealthOf } from '../shared/legacy-health';
import { createSubgraphSchema } from '../shared/subgraph-schema';
import { CreatePaymentOrderResolver } from './create-payment-order.resolver';
import {
  claimById,
  ClaimPaymentOrdersResolver,
  paymentOrderById,
  PaymentOrderResolver,
} from './payment-order.resolver';

const LegacyHealthResolver = legacyHealthOf('paymentService', 'payment service (SOAP)');

/** @returns the payments subgraph's schema. */
export const paymentsSchema = (): GraphQLSchema =>
  createSubgraphSchema(
    {
      resolvers: [
        PaymentOrderResolver,
        ClaimPaymentOrdersResolver,
        CreatePaymentOrderResolver,
        LegacyHealthResolver,
      ],
    },
    { PaymentOrder: paymentOrderById, Claim: claimById },
  );
