import { join } from 'node:path';
import { z } from 'zod';
import { createGuard, guardSoap } from '../../adapters/resilience';
import { createSoapCaller } from '../../adapters/soap';
import type { SubgraphModule } from '../shared/module';
import { createAsk } from '../shared/soap-ask';
import { CODE_APPLI, soapAccount, type SoapSettings, soapUrl } from '../shared/soap-settings';
import { sourceLimits, sourceVariables } from '../shared/source-settings';
import { createRowGate } from '../shared/row-gate';
import { mayKnowOfAny } from '../shared/visibility';
import type { PaymentsContext } from './context';
import { createCreateOrder } from './create-order';
import { orderTermsReader, paymentOrderReader } from './payment-order.record';
import { createPaymentOrderSource } from './payment-order.source';
import { paymentsSchema } from './schema';

/** Payment orders, from the payment service (SOAP). */
export const subgraph: SubgraphModule<SoapSettings> = {
  name: 'payments',
  port: 4105,
  settings: z
    .object({ PAYMENTS_SOAP_URL: soapUrl, ...sourceVariables('PAYMENTS_SOAP'), ...soapAccount })
    .transform((env) => ({
      endpoint: env.PAYMENTS_SOAP_URL,
      limits: sourceLimits('PAYMENTS_SOAP', env),
      username: env.SOAP_USERNAME,
      password: env.SOAP_PASSWORD,
    })),
  schema: paymentsSchema,
  async create({ limits, ...access }, { ids, clock, policy, relations }) {
    const { timeoutMs, connections } = limits;
    const caller = await createSoapCaller(
      {
        source: 'payment-service',
        wsdlPath: join(__dirname, 'paiements.wsdl'),
        codeAppli: CODE_APPLI,
        connections,
        ...access,
      },
      { clock },
    );
    // Nothing is kept, whatever the policy lets: whether an order is there decides about money.
    const guard = createGuard(caller.source, limits, { clock });
    const soap = guardSoap(caller, guard);
    return {
      name: 'payments',
      schema: paymentsSchema(),
      context: (operation, wanted): PaymentsContext => ({
        operation,
        health: guard.health,
        ids,
        orders: createPaymentOrderSource(
          soap.source,
          createAsk(soap, operation, timeoutMs),
          paymentOrderReader(wanted),
        ),
        createOrder: createCreateOrder(soap, operation, timeoutMs, orderTermsReader(wanted)),
        seesAny: mayKnowOfAny(policy, 'PaymentOrder', operation.caller),
        admit: createRowGate(policy, operation, relations),
      }),
      ready: (withinMs) => soap.ping(withinMs),
      close: () => soap.close(),
    };
  },
};
