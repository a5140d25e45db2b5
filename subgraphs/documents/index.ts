import { join } from 'node:path';
import { z } from 'zod';
import { createSoapCaller } from '../../adapters/soap';
import type { SubgraphModule } from '../shared/module';
import { createAsk } from '../shared/soap-ask';
import { CODE_APPLI, soapAccount, type SoapSettings, soapTimeoutMs, soapUrl } from '../shared/soap-settings';
import { createRowGate } from '../shared/row-gate';
import { mayKnowOfAny } from '../shared/visibility';
import type { DocumentsContext } from './context';
import { createDocumentSource } from './document.source';
import { documentsSchema } from './schema';

/** Documents, from the document store (SOAP, *GED*). */
export const subgraph: SubgraphModule<SoapSettings> = {
  name: 'documents',
  port: 4104,
  settings: z
    .object({ DOCUMENTS_SOAP_URL: soapUrl, DOCUMENTS_SOAP_TIMEOUT_MS: soapTimeoutMs, ...soapAccount })
    .transform((env) => ({
      endpoint: env.DOCUMENTS_SOAP_URL,
      timeoutMs: env.DOCUMENTS_SOAP_TIMEOUT_MS,
      username: env.SOAP_USERNAME,
      password: env.SOAP_PASSWORD,
    })),
  schema: documentsSchema,
  async create({ timeoutMs, ...access }, { ids, clock, policy, relations }) {
    const soap = await createSoapCaller(
      {
        source: 'document-store',
        wsdlPath: join(__dirname, 'ged.wsdl'),
        codeAppli: CODE_APPLI,
        ...access,
      },
      { clock },
    );
    return {
      name: 'documents',
      schema: documentsSchema(),
      context: (operation): DocumentsContext => ({
        operation,
        ids,
        documents: createDocumentSource(soap.source, createAsk(soap, operation, timeoutMs)),
        seesAny: mayKnowOfAny(policy, 'Document', operation.caller),
        admit: createRowGate(policy, operation, relations),
      }),
      ready: (withinMs) => soap.ping(withinMs),
      close: () => soap.close(),
    };
  },
};
