import { join } from 'node:path';
import { z } from 'zod';
import { createSoapCaller } from '../../adapters/soap';
import type { SubgraphModule } from '../shared/module';
import { createAsk } from '../shared/soap-ask';
import { CODE_APPLI, soapAccount, type SoapSettings, soapTimeoutMs, soapUrl } from '../shared/soap-settings';
import { createRowGate } from '../shared/row-gate';
import { allowedRelations, mayKnowOfAny } from '../shared/visibility';
import type { CustomersContext } from './context';
import { createCustomerSource } from './customer.source';
import { customersSchema } from './schema';

/** Customers, from the customer file (SOAP, *référentiel clients*). */
export const subgraph: SubgraphModule<SoapSettings> = {
  name: 'customers',
  port: 4103,
  settings: z
    .object({ CUSTOMERS_SOAP_URL: soapUrl, CUSTOMERS_SOAP_TIMEOUT_MS: soapTimeoutMs, ...soapAccount })
    .transform((env) => ({
      endpoint: env.CUSTOMERS_SOAP_URL,
      timeoutMs: env.CUSTOMERS_SOAP_TIMEOUT_MS,
      username: env.SOAP_USERNAME,
      password: env.SOAP_PASSWORD,
    })),
  schema: customersSchema,
  async create({ timeoutMs, ...access }, { ids, clock, policy, relations }) {
    const soap = await createSoapCaller(
      {
        source: 'customer-file',
        wsdlPath: join(__dirname, 'referentiel-clients.wsdl'),
        codeAppli: CODE_APPLI,
        ...access,
      },
      { clock },
    );
    return {
      name: 'customers',
      schema: customersSchema(),
      context(operation): CustomersContext {
        const { all, branch } = allowedRelations(policy, 'Customer', operation.caller);
        return {
          operation,
          ids,
          customers: createCustomerSource(soap.source, createAsk(soap, operation, timeoutMs)),
          seesAny: mayKnowOfAny(policy, 'Customer', operation.caller),
          admit: createRowGate(policy, operation, relations),
          mayFindOthers: all === true || branch !== undefined,
        };
      },
      ready: (withinMs) => soap.ping(withinMs),
      close: () => soap.close(),
    };
  },
};
