import { SourceInvalidData } from '../../../schema/kernel/source-errors';
import { SoapBusinessError, type SoapCaller } from '../../../schema/ports/soap';
import type { StoreSession } from '../../../schema/ports/store';
import { Declined, type Delivery, type Trace } from '../../shared/outbox/entry';
import { soapElement } from '../../shared/soap-element';
import { documentReference } from '../document.record';
import { letterOf, readParts } from './content';
import type { EvidencePayload } from './payload';

/** Codes of the filing plan: what a claimant sends along, and the bank's answer as a letter. */
const FILED_AS = { EVIDENCE: 'RECL02', LETTER: 'RECL05' } as const;

/** How long calls may take, in milliseconds. */
export interface DeliveryTimes {
  /** Whether a document is there. */
  readonly askMs: number;
  /** A deposit: it carries the whole file. */
  readonly depositMs: number;
}

/**
 * Has the document store take a file, once.
 *
 * It takes any file twice. So a file is only ever deposited under a reference of our own (index `REFEXT`), by which the
 * store is asked first, and asked again wherever an answer was lost.
 *
 * @returns a delivery that makes `idDocument`s.
 */
export function createEvidenceDelivery(
  soap: SoapCaller,
  store: () => Promise<StoreSession>,
  { askMs, depositMs }: DeliveryTimes,
): Delivery<EvidencePayload, string> {
  return {
    async find(_payload, reference, trace) {
      return call(trace, {
        operation: 'rechercherDocument',
        body: { critere: [{ nom: 'REFEXT', valeur: [reference] }] },
        keep: ['document/idDocument'],
        timeoutMs: askMs,
        parse: (answer) => soapElement(answer).children('document').map(documentReference)[0],
      }).catch((error: unknown) => {
        throw error instanceof SoapBusinessError
          ? new SourceInvalidData(soap.source, { cause: error })
          : error;
      });
    },
    async send(payload, reference, trace) {
      const { claimNumber, customer, branch, fileName, mimeType, sizeBytes, kind = 'EVIDENCE' } = payload;
      const content = await contentOf(payload, reference);
      // Deleted with its claim meanwhile: half a file is not sent.
      if (content.length !== sizeBytes) throw new SourceInvalidData('store');
      return call(trace, {
        operation: 'deposerDocument',
        body: {
          typeDocument: FILED_AS[kind],
          libelle: fileName,
          formatMime: mimeType,
          index: [
            { nom: 'NUMDOSSIER', valeur: claimNumber },
            ...(customer === null ? [] : [{ nom: 'NUMTIERS', valeur: customer }]),
            ...(branch === null ? [] : [{ nom: 'CODAGENCE', valeur: branch }]),
            { nom: 'REFEXT', valeur: reference },
          ],
          contenu: content.toString('base64'),
        },
        timeoutMs: depositMs,
        parse: (answer) => documentReference(soapElement(answer)),
      }).catch((error: unknown) => {
        throw error instanceof SoapBusinessError ? new Declined(error.code, { cause: error }) : error;
      });
    },
    keep: (document) => ({ document }),
  };

  async function contentOf({ kind, upload }: EvidencePayload, reference: string): Promise<Buffer> {
    if (kind === 'LETTER') return letterOf(await store(), reference);
    const parts: Buffer[] = [];
    for await (const part of readParts(await store(), { reference, upload })) parts.push(part);
    return Buffer.concat(parts);
  }

  function call<T>(
    { requestId, measure }: Trace,
    asked: Pick<Parameters<typeof soap.call<T>>[0], 'operation' | 'body' | 'keep' | 'timeoutMs' | 'parse'>,
  ): Promise<T> {
    return measure(1, () => soap.call<T>({ ...asked, requestId }));
  }
}
