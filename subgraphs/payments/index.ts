import { join } from 'node:path';
import { z } from 'zod';
import { createSoapCaller } from '../../adapters/soap';
import type { SubgraphModule } from '../shared/module';
import { createAsk } from '../shared/soap-ask';
import { CODE_APPLI, soapAccount, type SoapSettings, soapTimeoutMs, soapUrl } from '../shared/soap-settings';
import { createRowGate } from '../shared/row-gate';
import { mayKnowOfAny } from '../shared/visibility';
import type { PaymentsContext } from './context';
import { createCreateOrder } from './create-order';
import { createPaymentOrderSource } from './payment-order.source';
import { paymentsSchema } from './schema';

/** Payment orders, from the payment service (SOAP). */
export const subgraph: SubgraphModule<SoapSettings> = {
  name: 'payments',
  port: 4105,
  settings: z
    .object({ PAYMENTS_SOAP_URL: soapUrl, PAYMENTS_SOAP_TIMEOUT_MS: soapTimeoutMs, ...soapAccount })
    .transform((env) => ({
      endpoint: env.PAYMENTS_SOAP_URL,
      timeoutMs: env.PAYMENTS_SOAP_TIMEOUT_MS,
      username: env.SOAP_USERNAME,
      password: env.SOAP_PASSWORD,
    })),
  schema: paymentsSchema,
  async create({ timeoutMs, ...access }, { ids, clock, policy, relations }) {
    const soap = await createSoapCaller(
      {
        source: 'payment-service',
        wsdlPath: join(__dirname, 'paiements.wsdl'),
        codeAppli: CODE_APPLI,
        ...access,
      },
      { clock },
    );
    return {
      name: 'payments',
      schema: paymentsSchema(),
      context: (operation): PaymentsContext => ({
        operation,
        ids,
        orders: createPaymentOrderSource(soap.source, createAsk(soap, operation, timeoutMs)),
        createOrder: createCreateOrder(soap, operation, timeoutMs),
        seesAny: mayKnowOfAny(policy, 'PaymentOrder', operation.caller),
        admit: createRowGate(policy, operation, relations),
      }),
      ready: (withinMs) => soap.ping(withinMs),
      close: () => soap.close(),
    };
  },
};
