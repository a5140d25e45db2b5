import DataLoader from 'dataloader';
import type { OperationContext } from '../../schema/kernel/operation';
import { LegacyDataError, SourceInvalidData } from '../../schema/kernel/source-errors';
import type { SoapCall, SoapCaller, SoapNode } from '../../schema/ports/soap';
import { type SoapElement, soapElement } from '../shared/soap-element';
import { MAX_VALUES, nextPage, readRow, type Row } from '../shared/soap-rows';
import { claimNumbersOf, documentRecord, type DocumentRecord, documentReference } from './document.record';

/** The document store (SOAP, *GED*), asked for one operation. */
export interface DocumentSource {
  /**
   * Batched: 20 references per `consulterDocuments`.
   *
   * @param reference `idDocument`.
   * @returns `undefined` where the store does not have it.
   */
  byReference(reference: string): Promise<DocumentRecord | undefined>;
  /**
   * Batched: 20 claims per `rechercherDocument`, followed to its last page. Each claim once per operation.
   *
   * @param claimNumber index `NUMDOSSIER`.
   * @returns all its documents, in the store's order.
   * @throws {SourceInvalidData} one of them cannot be read: a list that hides a document would be a wrong answer.
   */
  ofClaim(claimNumber: string): Promise<readonly DocumentRecord[]>;
}

/** Pages of up to 200 documents that are followed for 20 claims; beyond it the store is taken to answer in circles. */
const PAGES_MAX = 25;

/** @param timeoutMs for each call, each page included. */
export function createDocumentSource(
  soap: SoapCaller,
  operation: OperationContext,
  timeoutMs: number,
): DocumentSource {
  const { requestId, signal, sources } = operation;
  const { source } = soap;
  const ask = <T>(keys: number, call: Pick<SoapCall<T>, 'operation' | 'body' | 'parse'>): Promise<T> =>
    sources.measure(source, keys, () => soap.call({ ...call, timeoutMs, signal, requestId }));

  const byReference = new DataLoader<string, DocumentRecord | undefined>(
    async (references) => {
      const rows = await ask(references.length, {
        operation: 'consulterDocuments',
        body: { idDocument: references },
        parse: (answer) =>
          new Map(
            soapElement(answer)
              .children('document')
              .map((each) => [documentReference(each), readRow(source, each, documentRecord)]),
          ),
      });
      return references.map((reference) => rows.get(reference));
    },
    { maxBatchSize: MAX_VALUES },
  );

  const byClaim = new DataLoader<string, readonly DocumentRecord[]>(
    async (claimNumbers) => {
      const found = new Map(claimNumbers.map((number) => [number, [] as Row<DocumentRecord>[]]));
      let key: string | undefined;
      for (let page = 0; page < PAGES_MAX; page++) {
        const { rows, next } = await ask(
          page === 0 ? claimNumbers.length : 0,
          searchCall(source, claimNumbers, key),
        );
        for (const [claimNumber, row] of rows) found.get(claimNumber)?.push(row);
        if (next === undefined) return claimNumbers.map((number) => complete(found.get(number) ?? []));
        key = next;
      }
      throw new SourceInvalidData(source);
    },
    { maxBatchSize: MAX_VALUES },
  );

  return {
    byReference: (reference) => byReference.load(reference),
    ofClaim: (claimNumber) => byClaim.load(claimNumber),
  };
}

interface SearchPage {
  readonly rows: readonly (readonly [claimNumber: string, row: Row<DocumentRecord>])[];
  readonly next: string | undefined;
}

function searchCall(
  source: string,
  claimNumbers: readonly string[],
  cleRepositionnement: string | undefined,
) {
  const filed = (document: SoapElement): readonly (readonly [string, Row<DocumentRecord>])[] => {
    const under = claimNumbersOf(document);
    if (under.length === 0)
      throw new LegacyDataError(document.place('index'), 'with NUMDOSSIER, which was searched for');
    const row = readRow(source, document, documentRecord);
    return under.map((claimNumber) => [claimNumber, row]);
  };
  return {
    operation: 'rechercherDocument',
    // In the contract's order: the service reads a sequence.
    body: { critere: [{ nom: 'NUMDOSSIER', valeur: claimNumbers }], cleRepositionnement },
    parse(body: SoapNode): SearchPage {
      const answer = soapElement(body);
      return {
        rows: answer.children('document').flatMap(filed),
        next: nextPage(answer, 'topSuite', cleRepositionnement),
      };
    },
  };
}

function complete(rows: readonly Row<DocumentRecord>[]): readonly DocumentRecord[] | SourceInvalidData {
  const readable: DocumentRecord[] = [];
  for (const row of rows) {
    if (row instanceof SourceInvalidData) return row;
    readable.push(row);
  }
  return readable;
}
