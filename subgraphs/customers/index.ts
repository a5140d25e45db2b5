import { join } from 'node:path';
import { z } from 'zod';
import { createGuard, guardSoap } from '../../adapters/resilience';
import { createSoapCaller } from '../../adapters/soap';
import type { SubgraphModule } from '../shared/module';
import { createAsk } from '../shared/soap-ask';
import { CODE_APPLI, soapAccess, soapAccount, type SoapSettings, soapUrl } from '../shared/soap-settings';
import { sourceLimits, sourceVariables } from '../shared/source-settings';
import { type OutboxSettings, outboxSettings, outboxVariables } from '../shared/outbox/settings';
import { startOutboxWorker } from '../shared/outbox/worker';
import { createRowGate } from '../shared/row-gate';
import { allowedRelations, mayKnowOfAny } from '../shared/visibility';
import { createContactChanges } from './contact-changes';
import { createContactOutbox } from './contact-outbox';
import type { CustomersContext } from './context';
import { customerReader } from './customer.record';
import { createCustomerSource } from './customer.source';
import { createCustomerContacts } from './contacts';
import { createCustomerMarks } from './marks';
import { createPartyNames } from './party-names';
import { customersSchema } from './schema';

/** The customer file's public name. */
const SOURCE = 'customer-file';

/** Customers, from the customer file (SOAP, *référentiel clients*). */
export const subgraph: SubgraphModule<SoapSettings & OutboxSettings> = {
  name: 'customers',
  port: 4103,
  settings: z
    .object({
      CUSTOMERS_SOAP_URL: soapUrl,
      ...sourceVariables('CUSTOMERS_SOAP'),
      ...soapAccount,
      ...outboxVariables,
    })
    .transform((env) => ({
      endpoint: env.CUSTOMERS_SOAP_URL,
      limits: sourceLimits('CUSTOMERS_SOAP', env),
      ...soapAccess(env),
      ...outboxSettings(env),
    })),
  schema: customersSchema,
  async create(
    { limits, outboxKeptMs: keptMs, ...access },
    { ids, clock, log, policy, relations, store, beside },
  ) {
    const { timeoutMs, connections } = limits;
    const caller = await createSoapCaller(
      {
        source: SOURCE,
        wsdlPath: join(__dirname, 'referentiel-clients.wsdl'),
        codeAppli: CODE_APPLI,
        connections,
        ...access,
      },
      { clock, log },
    );
    const guard = createGuard(caller.source, limits, {
      clock,
      keeping: policy.keeping.get(caller.source),
    });
    const soap = guardSoap(caller, guard);
    const contacts = createContactOutbox(soap, { store, clock, timeoutMs });
    const worker = beside ? undefined : startOutboxWorker(contacts.outbox, log, { keptMs });
    return {
      name: 'customers',
      schema: customersSchema(),
      names: createPartyNames(soap, timeoutMs),
      marks: createCustomerMarks(soap, timeoutMs),
      contacts: createCustomerContacts(soap, timeoutMs),
      context(operation, wanted): CustomersContext {
        const { all, branch } = allowedRelations(policy, 'Customer', operation.caller);
        return {
          operation,
          health: guard.health,
          ids,
          customers: createCustomerSource(
            soap.source,
            createAsk(soap, operation, timeoutMs),
            customerReader(wanted),
          ),
          contacts: createContactChanges(contacts, operation, { ids, source: SOURCE }),
          seesAny: mayKnowOfAny(policy, 'Customer', operation.caller),
          admit: createRowGate(policy, operation, relations),
          mayFindOthers: all === true || branch !== undefined,
        };
      },
      ready: (withinMs) => soap.ping(withinMs),
      async close() {
        await worker?.close();
        await soap.close();
      },
    };
  },
};
