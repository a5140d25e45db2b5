import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSoapCaller } from '../../../adapters/soap';
import { developmentCredentials, type SoapMocks, startSoapMocks } from '../../../mocks/soap';
import { systemClock } from '../../../schema/kernel/clock';
import type { SoapCall, SoapCaller } from '../../../schema/ports/soap';
import type { SqlStore } from '../../../schema/ports/store';
import { admitBy, announce } from '../../../subgraphs/documents/evidence/files';
import { hashOf } from '../../../subgraphs/documents/evidence/token';
import type { Trace } from '../../../subgraphs/shared/outbox/entry';
import { type SoapElement, soapElement } from '../../../subgraphs/shared/soap-element';
import { PATIENCE_MS } from '../../harness/patience-ms';
import { holdCallTimes } from '../../harness/call-times';
import { until } from '../../gateway/world/until';

export const trace: Trace = { requestId: 'test', measure: (_keys, call) => call() };

/** A text of some length, other every time. */
export const someText = (bytes = 40): Buffer =>
  Buffer.from(randomBytes(bytes).toString('hex').slice(0, bytes), 'latin1');

/** The document store on a socket, and a way to it. */
export interface Ged {
  readonly mocks: SoapMocks;
  readonly soap: SoapCaller;
  /** The documents that it has under a reference of ours, with their bytes. */
  holds(reference: string): Promise<readonly Buffer[]>;
  /** Waits until the store was asked, and then the time of all calls under way is over; no other call's ever is. */
  late(asked: () => boolean): Promise<void>;
  close(): Promise<void>;
}

export async function startGed(): Promise<Ged> {
  const times = holdCallTimes();
  const dataDir = mkdtempSync(join(tmpdir(), 'evidence-'));
  for (const file of ['customers', 'documents', 'orders']) writeFileSync(join(dataDir, `${file}.ndjson`), '');
  writeFileSync(join(dataDir, 'accounts.csv'), 'CPT_NUM\n');
  const mocks = await startSoapMocks({ dataDir });
  const soap = await connectGed(mocks.urls.documents);
  const call = <T>(operation: string, body: SoapCall<T>['body'], read: (answer: SoapElement) => T) =>
    soap.call<T>({
      ...{ operation, body, timeoutMs: PATIENCE_MS, requestId: 'test' },
      parse: (answer) => read(soapElement(answer)),
    });
  return {
    mocks,
    soap,
    async holds(reference) {
      const critere = [{ nom: 'REFEXT', valeur: [reference] }];
      const found = await call('rechercherDocument', { critere }, (answer) =>
        answer.children('document').map((each) => each.text('idDocument')),
      );
      const contents: Buffer[] = [];
      for (const idDocument of found) {
        const contenu = await call('lireDocument', { idDocument }, (answer) => answer.text('contenu'));
        contents.push(Buffer.from(contenu, 'base64'));
      }
      return contents;
    },
    async late(asked) {
      await until(asked);
      times.up();
    },
    async close() {
      times.restore();
      await soap.close();
      await mocks.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}

export const connectGed = (endpoint: string): Promise<SoapCaller> =>
  createSoapCaller(
    {
      source: 'document-store',
      wsdlPath: join(__dirname, '../../../subgraphs/documents/ged.wsdl'),
      endpoint,
      codeAppli: 'HUBREC',
      ...developmentCredentials,
    },
    { clock: systemClock },
  );

let sequence = 0;

/** Announces a text file, as the mutation does. @returns its reference and its token. */
export async function announced(
  store: SqlStore,
  content: Buffer,
  changes: { readonly mimeType?: string; readonly reference?: string; readonly expiresAt?: Date } = {},
): Promise<{ readonly reference: string; readonly token: string }> {
  const { reference = `EVD-${String((sequence += 1)).padStart(8, '0')}`, mimeType = 'text/plain' } = changes;
  const token = `token-of-${reference}`;
  await announce(
    store,
    {
      ...{ reference, mimeType, claimNumber: 'RC-2026-0000001', customer: '000000000001', branch: '00042' },
      ...{ fileName: 'Relevé à 12 €.txt', sizeBytes: content.length },
    },
    new Date('2026-11-20T08:55:00.000Z'),
  );
  await admitBy(store, reference, hashOf(token), changes.expiresAt ?? new Date('2026-11-20T09:30:00.000Z'));
  return { reference, token };
}

/** As a request's body: in pieces of that many bytes. */
export async function* pieces(content: Buffer, size = 64 * 1024): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}
