import DataLoader from 'dataloader';
import { IN_MAX, inList } from '../../schema/ports/sql';
import type { AccountReader, AccountRecord } from './account.record';
import { type AskTable, byColumn, complete, settled } from '../shared/table-ask';

/** Accounts of the ledger (Db2, TCPT0010), asked for one operation. Rows that the ledger marks as deleted do not exist. */
export interface AccountSource {
  /**
   * Batched: one statement for up to `IN_MAX` numbers, each once per operation.
   *
   * @param number CPT_NUM.
   * @returns `undefined` where there is no such account.
   */
  byNumber(number: string): Promise<AccountRecord | undefined>;
  /**
   * Batched as `byNumber`, which will not ask again for what this found.
   *
   * @param customer CPT_TIERS, 12 digits.
   * @returns in the order of their numbers.
   */
  ofCustomer(customer: string): Promise<readonly AccountRecord[]>;
}

/** The places of CPT_NUM and CPT_TIERS in every statement. */
const NUMBER = 0;
const HOLDER = 1;

const byNumberText = (markers: string, columns: readonly string[]): string =>
  `SELECT ${columns.join(', ')} FROM BNQ.TCPT0010 A WHERE A.CPT_NUM IN (${markers}) AND A.CPT_TOP <> 'S'`;

const ofCustomerText = (markers: string, columns: readonly string[]): string =>
  `SELECT ${columns.join(', ')} FROM BNQ.TCPT0010 A WHERE A.CPT_TIERS IN (${markers}) AND A.CPT_TOP <> 'S' ORDER BY A.CPT_NUM`;

/** @param reader of what the operation needs. */
export function createAccountSource(ask: AskTable, reader: AccountReader): AccountSource {
  const byNumber = new DataLoader<string, AccountRecord | undefined>(
    async (numbers) => {
      const { markers, values } = inList(numbers);
      const rows = await ask({
        name: 'accounts.byNumber',
        text: byNumberText(markers, reader.columns),
        values,
        keys: numbers.length,
        parse: reader.parse,
      });
      const found = byColumn(rows, NUMBER);
      return numbers.map((number) => found.get(number)?.[0]?.record);
    },
    { maxBatchSize: IN_MAX },
  );

  const ofCustomer = new DataLoader<string, readonly AccountRecord[]>(
    async (customers) => {
      const { markers, values } = inList(customers);
      const rows = await ask({
        name: 'accounts.ofCustomer',
        text: ofCustomerText(markers, reader.columns),
        values,
        keys: customers.length,
        parse: reader.parse,
      });
      for (const { raw, record } of rows) byNumber.prime(String(raw[NUMBER]).trim(), record);
      const found = byColumn(rows, HOLDER);
      return customers.map((customer) => settled(() => complete(found.get(customer) ?? [])));
    },
    { maxBatchSize: IN_MAX },
  );

  return { byNumber: (number) => byNumber.load(number), ofCustomer: (customer) => ofCustomer.load(customer) };
}
