import DataLoader from 'dataloader';
import { IN_MAX, inList } from '../../schema/ports/sql';
import { type AskTable, byColumn, complete, type TableRow, settled } from '../shared/table-ask';
import type { OperationReader, OperationRecord } from './operation.record';
import { PAGES_MAX, type OperationPage, pagesQuestion, pageSize, samePage } from './operation-pages';

/** Operations of the ledger (Db2, TMVT0010), asked for one operation of a caller; with what their account says of the owner. */
export interface OperationSource {
  /**
   * Batched: one statement for up to `IN_MAX` references, each once per operation.
   *
   * @param reference MVT_ID.
   * @returns `undefined` where there is no such operation, or its account is deleted.
   */
  byReference(reference: string): Promise<OperationRecord | undefined>;
  /**
   * Batched: one statement for the pages of up to `PAGES_MAX` accounts.
   *
   * @returns up to `page.limit` operations after the page's place, the latest first.
   */
  page(page: OperationPage): Promise<readonly OperationRecord[]>;
}

/** The place of MVT_ID in every statement. */
const REFERENCE = 0;

const byReferenceText = (markers: string, columns: readonly string[]): string =>
  `SELECT ${columns.join(', ')} FROM BNQ.TMVT0010 M JOIN BNQ.TCPT0010 A ON A.CPT_NUM = M.MVT_CPT AND A.CPT_TOP <> 'S' WHERE M.MVT_ID IN (${markers})`;

/** @param reader of what the operation needs. */
export function createOperationSource(ask: AskTable, reader: OperationReader): OperationSource {
  const byReference = new DataLoader<string, OperationRecord | undefined>(
    async (references) => {
      const { markers, values } = inList(references);
      const rows = await ask({
        name: 'operations.byReference',
        text: byReferenceText(markers, reader.columns),
        values,
        keys: references.length,
        parse: reader.parse,
      });
      const found = byColumn(rows, REFERENCE);
      return references.map((reference) => found.get(reference)?.[0]?.record);
    },
    { maxBatchSize: IN_MAX },
  );

  /** Pages of one size go into one statement; most operations ask for one size only. */
  async function pages(asked: readonly OperationPage[]): Promise<(readonly OperationRecord[] | Error)[]> {
    const answers = new Map<OperationPage, readonly TableRow<OperationRecord>[]>();
    await Promise.all(
      [...Map.groupBy(asked, ({ limit }) => pageSize(limit))].map(async ([size, group]) => {
        const { question, split } = pagesQuestion(group, size, reader);
        split(await ask(question)).forEach((rows, at) => answers.set(group[at]!, rows));
      }),
    );
    return asked.map((page) => settled(() => complete(answers.get(page) ?? [])));
  }

  const page = new DataLoader<OperationPage, readonly OperationRecord[], string>(pages, {
    maxBatchSize: PAGES_MAX,
    cacheKeyFn: samePage,
  });

  return {
    byReference: (reference) => byReference.load(reference),
    page: async (asked) => (await page.load(asked)).slice(0, asked.limit),
  };
}
