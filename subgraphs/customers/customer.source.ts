import DataLoader from 'dataloader';
import type { OperationContext } from '../../schema/kernel/operation';
import { SourceInvalidData } from '../../schema/kernel/source-errors';
import type { SoapCaller } from '../../schema/ports/soap';
import { soapElement } from '../shared/soap-element';
import { MAX_VALUES, readRow, type Row } from '../shared/soap-rows';
import { customerNumber, customerRecord, type CustomerRecord } from './customer.record';
import { searchPage, type CustomerSearch, type CustomerSearchPage } from './customer-search.source';

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

/** @param timeoutMs for each call. */
export function createCustomerSource(
  soap: SoapCaller,
  operation: OperationContext,
  timeoutMs: number,
): CustomerSource {
  const { requestId, signal, sources } = operation;
  const loader = new DataLoader<string, CustomerRecord | undefined>(
    async (numbers) => {
      const rows = await sources.measure(soap.source, numbers.length, () =>
        soap.call({
          operation: 'consulterPersonnes',
          body: { numeroTiers: numbers },
          timeoutMs,
          signal,
          requestId,
          parse: (answer) => personnes(soap.source, soapElement(answer)),
        }),
      );
      // A number that is neither answered nor said to be unknown is a broken answer, not a missing customer.
      return numbers.map((number) =>
        rows.has(number) ? rows.get(number) : new SourceInvalidData(soap.source),
      );
    },
    { maxBatchSize: MAX_VALUES },
  );
  return {
    byNumber: (number) => loader.load(number),
    async search(search) {
      const page = await searchPage(soap, operation, timeoutMs, search);
      for (const row of page.rows) {
        if (!(row instanceof SourceInvalidData)) loader.prime(row.number, row);
      }
      return page;
    },
  };
}

type Answered = ReadonlyMap<string, Row<CustomerRecord> | undefined>;

function personnes(source: string, answer: ReturnType<typeof soapElement>): Answered {
  const rows = new Map<string, Row<CustomerRecord> | undefined>();
  for (const number of answer.texts('numeroInconnu')) rows.set(number, undefined);
  for (const personne of answer.children('personne')) {
    rows.set(customerNumber(personne), readRow(source, personne, customerRecord));
  }
  return rows;
}
