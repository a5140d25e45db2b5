import { join } from 'node:path';
import { z } from 'zod';
import { createGuard, guardSoap } from '../../adapters/resilience';
import { createSoapCaller } from '../../adapters/soap';
import type { SubgraphModule } from '../shared/module';
import { createAsk } from '../shared/soap-ask';
import { CODE_APPLI, soapAccess, soapAccount, type SoapSettings, soapUrl } from '../shared/soap-settings';
import { sourceLimits, sourceVariables } from '../shared/source-settings';
import { createRowGate } from '../shared/row-gate';
import { mayKnowOfAny } from '../shared/visibility';
import type { DocumentsContext } from './context';
import { documentReader } from './document.record';
import { createDocumentSource } from './document.source';
import { documentsSchema } from './schema';

/** Documents, from the document store (SOAP, *GED*). */
export const subgraph: SubgraphModule<SoapSettings> = {
  name: 'documents',
  port: 4104,
  settings: z
    .object({ DOCUMENTS_SOAP_URL: soapUrl, ...sourceVariables('DOCUMENTS_SOAP'), ...soapAccount })
    .transform((env) => ({
      endpoint: env.DOCUMENTS_SOAP_URL,
      limits: sourceLimits('DOCUMENTS_SOAP', env),
      ...soapAccess(env),
    })),
  schema: documentsSchema,
  async create({ limits, ...access }, { ids, clock, log, policy, relations }) {
    const { timeoutMs, connections } = limits;
    const caller = await createSoapCaller(
      {
        source: 'document-store',
        wsdlPath: join(__dirname, 'ged.wsdl'),
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
    return {
      name: 'documents',
      schema: documentsSchema(),
      context: (operation, wanted): DocumentsContext => ({
        operation,
        health: guard.health,
        ids,
        documents: createDocumentSource(
          soap.source,
          createAsk(soap, operation, timeoutMs),
          documentReader(wanted),
        ),
        seesAny: mayKnowOfAny(policy, 'Document', operation.caller),
        admit: createRowGate(policy, operation, relations),
      }),
      ready: (withinMs) => soap.ping(withinMs),
      close: () => soap.close(),
    };
  },
};
