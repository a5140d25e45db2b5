import { join } from 'node:path';
import { z } from 'zod';
import { createGuard, guardSoap } from '../../adapters/resilience';
import { createClamdScanner } from '../../adapters/clamd';
import { createSoapCaller } from '../../adapters/soap';
import type { SubgraphModule } from '../shared/module';
import { outboxSettings, type OutboxSettings, outboxVariables } from '../shared/outbox/settings';
import { startOutboxWorker } from '../shared/outbox/worker';
import { createAsk } from '../shared/soap-ask';
import { CODE_APPLI, soapAccess, soapAccount, type SoapSettings, soapUrl } from '../shared/soap-settings';
import { sourceLimits, sourceVariables } from '../shared/source-settings';
import { createRowGate } from '../shared/row-gate';
import { mayKnowOfAny } from '../shared/visibility';
import type { DocumentsContext } from './context';
import { documentReader } from './document.record';
import { createDocumentSource } from './document.source';
import { createEvidenceSource } from './evidence/evidence.source';
import { createEvidenceOutbox } from './evidence/outbox';
import {
  evidenceSettings,
  type EvidenceSettings,
  evidenceVariables,
  USUAL_EVIDENCE,
} from './evidence/settings';
import { evidenceStore } from './evidence/store';
import { createEvidenceWork } from './evidence/work';
import { documentsSchema } from './schema';

/** Milliseconds between turns of whoever looks after files on their way. */
const EVIDENCE_EVERY_MS = 2_000;

/** The document store, and how evidence is taken. */
type DocumentsSettings = SoapSettings & OutboxSettings & { readonly evidence?: EvidenceSettings };

/** Documents, from the document store (SOAP, *GED*), and evidence on its way there, on our own store. */
export const subgraph: SubgraphModule<DocumentsSettings> = {
  name: 'documents',
  port: 4104,
  settings: z
    .object({
      DOCUMENTS_SOAP_URL: soapUrl,
      ...sourceVariables('DOCUMENTS_SOAP'),
      ...soapAccount,
      ...evidenceVariables,
      ...outboxVariables,
    })
    .transform((env) => ({
      endpoint: env.DOCUMENTS_SOAP_URL,
      limits: sourceLimits('DOCUMENTS_SOAP', env),
      evidence: evidenceSettings(env),
      ...outboxSettings(env),
      ...soapAccess(env),
    })),
  schema: documentsSchema,
  async create(
    { limits, outboxKeptMs: keptMs, evidence = USUAL_EVIDENCE, ...access },
    { ids, clock, log, policy, relations, store: open },
  ) {
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
    const store = evidenceStore(open);
    const work = createEvidenceWork({
      ...{ store, clock, log, unscanned: evidence.unscanned },
      outbox: createEvidenceOutbox(soap, { store, clock, timeoutMs }),
      scanner: evidence.clamd && createClamdScanner(evidence.clamd),
    });
    const worker = startOutboxWorker(work, log, { everyMs: EVIDENCE_EVERY_MS, keptMs });
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
        evidence: createEvidenceSource(
          { clock, settings: evidence, store },
          operation,
          mayKnowOfAny(policy, 'Evidence', operation.caller),
        ),
        parties: relations && ((claimNumbers) => relations.partiesOf(claimNumbers)),
      }),
      ready: (withinMs) => soap.ping(withinMs),
      async close() {
        await worker.close();
        await soap.close();
      },
    };
  },
};
