import { Temporal } from 'temporal-polyfill';
import { SourceInvalidData } from '../../schema/kernel/source-errors';
import type { LedgerEvidence, LedgerOperation } from '../../schema/ports/ledger-evidence';
import type { SqlReader } from '../../schema/ports/sql';
import type { Cell } from '../shared/cell';
import type { RepairColumn } from '../shared/code-page';
import { complete, createAskTable } from '../shared/table-ask';
import { accountReader } from './account.record';
import { createAccountSource } from './account.source';
import { operationReader, type OperationRecord, ORDER_COLUMNS } from './operation.record';
import { createOperationSource } from './operation.source';

/** The longest statement. An account that moves more than this is left to people. */
const ROWS_MAX = 2_000;

const statementText = (columns: readonly string[]): string =>
  `SELECT ${columns.join(', ')} FROM BNQ.TMVT0010 M JOIN BNQ.TCPT0010 A ON A.CPT_NUM = M.MVT_CPT AND A.CPT_TOP <> 'S' ` +
  `WHERE M.MVT_CPT = ? AND M.MVT_DTO >= ? AND M.MVT_DTO <= ? ORDER BY ${ORDER_COLUMNS.join(', ')} ` +
  `FETCH FIRST ${ROWS_MAX + 1} ROWS ONLY`;

/** Statements as the ledger (Db2) has them: three reads, each by key. @param timeoutMs for each of them. */
export function createLedgerEvidence(
  reader: SqlReader,
  timeoutMs: number,
  repair: RepairColumn | undefined,
): LedgerEvidence {
  const operations = operationReader(() => true, repair);
  const accounts = accountReader((_, field) => field === 'closedOn', repair);
  return {
    async around(reference, days, until, operation) {
      const ask = createAskTable(reader, operation, timeoutMs);
      const contested = await createOperationSource(ask, operations).byReference(reference);
      const account = contested && (await createAccountSource(ask, accounts).byNumber(contested.account));
      if (!account) return undefined;
      const bookedOn = solid(contested.bookedOn);
      if (bookedOn === null) return undefined;
      const from = Temporal.PlainDate.from(bookedOn).subtract({ days }).toString();
      const rows = await ask({
        name: 'operations.statement',
        text: statementText(operations.columns),
        values: [account.number, centuryNumber(from), centuryNumber(until)],
        keys: 1,
        parse: operations.parse,
      });
      if (rows.length > ROWS_MAX) return undefined;
      return {
        holder: account.customer,
        account: account.number,
        closedOn: solid(account.closedOn),
        operations: complete(rows).map(operationOf),
      };
    },
  };
}

function operationOf(record: OperationRecord): LedgerOperation {
  const { minorUnits, currency } = solid(record.amount);
  return {
    reference: record.reference,
    bookedOn: solid(record.bookedOn) ?? '',
    cents: minorUnits < 0n ? -minorUnits : minorUnits,
    debit: minorUnits < 0n,
    currency,
    code: solid(record.code),
    label: solid(record.label),
  };
}

/** @throws {SourceInvalidData} the datum could not be read: half a statement proves nothing. */
function solid<T>(cell: Cell<T>): T {
  if (cell instanceof SourceInvalidData) throw cell;
  return cell;
}

/** CYYMMDD of `2026-01-15`. */
const centuryNumber = (day: string): number => Number(day.replaceAll('-', '')) - 19_000_000;
