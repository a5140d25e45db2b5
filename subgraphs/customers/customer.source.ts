import DataLoader from 'dataloader';
import { SourceInvalidData, type SourceName } from '../../schema/kernel/source-errors';
import type { Ask } from '../shared/soap-ask';
import type { SoapElement } from '../shared/soap-element';
import { MAX_VALUES, readRow, type Row } from '../shared/soap-rows';
import { customerNumber, type CustomerReader, type CustomerRecord } from './customer.record';
import { type CustomerSearch, type CustomerSearchPage, searchQuestion } from './customer-search.source';

/** The customer file (SOAP, *référentiel clients*), asked for one operation. */
export interface CustomerSource {
  /**
   * Batched: 20 numbers per `consulterPersonnes`, each number once per operation.
   *
   * @param number `numeroTiers`, 12 digits.
   * @returns `undefined` where the file says that it does not know the number.
   */
  byNumber(number: string): Promise<CustomerRecord | undefined>;
  /** One page of `rechercherPersonne`, in the file's own order. What it finds, `byNumber` will not ask again. */
  search(search: CustomerSearch): Promise<CustomerSearchPage>;
}

/**
 * @param source the file's public name, for errors.
 * @param reader of what the operation needs.
 */
export function createCustomerSource(source: SourceName, ask: Ask, reader: CustomerReader): CustomerSource {
  const loader = new DataLoader<string, CustomerRecord | undefined>(
    async (numbers) => {
      const rows = await ask({
        operation: 'consulterPersonnes',
        body: { numeroTiers: numbers },
        keys: numbers.length,
        keep: ['numeroInconnu', ...reader.keep],
        read: (answer) => personnes(source, answer, reader),
      });
      // A number that is neither answered nor said to be unknown is a broken answer, not a missing customer.
      return numbers.map((number) => (rows.has(number) ? rows.get(number) : new SourceInvalidData(source)));
    },
    { maxBatchSize: MAX_VALUES },
  );
  return {
    byNumber: (number) => loader.load(number),
    async search(search) {
      const page = await ask(searchQuestion(source, search, reader));
      for (const row of page.rows) {
        if (!(row instanceof SourceInvalidData)) loader.prime(row.number, row);
      }
      return page;
    },
  };
}

function personnes(
  source: SourceName,
  answer: SoapElement,
  reader: CustomerReader,
): ReadonlyMap<string, Row<CustomerRecord> | undefined> {
  const rows = new Map<string, Row<CustomerRecord> | undefined>();
  for (const number of answer.texts('numeroInconnu')) rows.set(number, undefined);
  for (const personne of answer.children('personne')) {
    rows.set(customerNumber(personne), readRow(source, personne, reader.read));
  }
  return rows;
}
