import DataLoader from 'dataloader';
import { LegacyDataError, SourceInvalidData, type SourceName } from '../../schema/kernel/source-errors';
import type { Ask, Question } from '../shared/soap-ask';
import type { SoapElement } from '../shared/soap-element';
import { complete, MAX_VALUES, nextPage, readRow, type Row } from '../shared/soap-rows';
import {
  claimNumbersOf,
  type DocumentReader,
  type DocumentRecord,
  documentReference,
} from './document.record';

/** The document store (SOAP, *GED*), asked for one operation. */
export interface DocumentSource {
  /**
   * Batched: 20 references per `consulterDocuments`, each once per operation.
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

/**
 * @param source the store's public name, for errors.
 * @param reader of what the operation needs.
 */
export function createDocumentSource(source: SourceName, ask: Ask, reader: DocumentReader): DocumentSource {
  const byReference = new DataLoader<string, DocumentRecord | undefined>(
    async (references) => {
      const rows = await ask({
        operation: 'consulterDocuments',
        body: { idDocument: references },
        keys: references.length,
        keep: reader.keep,
        read: (answer) =>
          new Map(
            answer
              .children('document')
              .map((each) => [documentReference(each), readRow(source, each, reader.read)]),
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
        const { rows, next } = await ask(searchQuestion(source, claimNumbers, key, reader));
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

function searchQuestion(
  source: SourceName,
  claimNumbers: readonly string[],
  cleRepositionnement: string | undefined,
  reader: DocumentReader,
): Question<SearchPage> {
  const filed = (document: SoapElement): SearchPage['rows'] => {
    const under = claimNumbersOf(document);
    if (under.length === 0)
      throw new LegacyDataError(document.place('index'), 'with NUMDOSSIER, which was searched for');
    const row = readRow(source, document, reader.read);
    return under.map((claimNumber) => [claimNumber, row]);
  };
  return {
    operation: 'rechercherDocument',
    body: { critere: [{ nom: 'NUMDOSSIER', valeur: claimNumbers }], cleRepositionnement },
    keys: cleRepositionnement === undefined ? claimNumbers.length : 0,
    keep: ['topSuite', 'cleRepositionnement', ...reader.keep],
    read: (answer) => ({
      rows: answer.children('document').flatMap(filed),
      next: nextPage(answer, 'topSuite', cleRepositionnement),
    }),
  };
}
