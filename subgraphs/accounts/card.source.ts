import DataLoader from 'dataloader';
import { IN_MAX, inList } from '../../schema/ports/sql';
import type { CardReader, CardRecord } from './card.record';
import { type AskTable, byColumn, complete, settled } from '../shared/table-ask';

/** Payment cards of the ledger (Db2, TCAR0010), asked for one operation; with what their account says of the owner. */
export interface CardSource {
  /**
   * Batched: one statement for up to `IN_MAX` references, each once per operation.
   *
   * @param reference CAR_ID.
   * @returns `undefined` where there is no such card, or its account is deleted.
   */
  byReference(reference: string): Promise<CardRecord | undefined>;
  /**
   * Batched as `byReference`.
   *
   * @param account CPT_NUM.
   * @returns in the order of their references.
   */
  ofAccount(account: string): Promise<readonly CardRecord[]>;
}

/** The places of CAR_ID and CAR_CPT in every statement. */
const REFERENCE = 0;
const ACCOUNT = 1;

const selecting = (columns: readonly string[]): string =>
  `SELECT ${columns.join(', ')} FROM BNQ.TCAR0010 C JOIN BNQ.TCPT0010 A ON A.CPT_NUM = C.CAR_CPT AND A.CPT_TOP <> 'S'`;

/** @param reader of what the operation needs. */
export function createCardSource(ask: AskTable, reader: CardReader): CardSource {
  const select = selecting(reader.columns);
  const byReference = new DataLoader<string, CardRecord | undefined>(
    async (references) => {
      const { markers, values } = inList(references);
      const rows = await ask({
        name: 'cards.byReference',
        text: `${select} WHERE C.CAR_ID IN (${markers})`,
        values,
        keys: references.length,
        parse: reader.parse,
      });
      const found = byColumn(rows, REFERENCE);
      return references.map((reference) => found.get(reference)?.[0]?.record);
    },
    { maxBatchSize: IN_MAX },
  );

  const ofAccount = new DataLoader<string, readonly CardRecord[]>(
    async (accounts) => {
      const { markers, values } = inList(accounts);
      const rows = await ask({
        name: 'cards.ofAccount',
        text: `${select} WHERE C.CAR_CPT IN (${markers}) ORDER BY C.CAR_ID`,
        values,
        keys: accounts.length,
        parse: reader.parse,
      });
      const found = byColumn(rows, ACCOUNT);
      return accounts.map((account) => settled(() => complete(found.get(account) ?? [])));
    },
    { maxBatchSize: IN_MAX },
  );

  return {
    byReference: (reference) => byReference.load(reference),
    ofAccount: (account) => ofAccount.load(account),
  };
}
