import { Temporal } from 'temporal-polyfill';
import { SourceInvalidData } from '../../schema/kernel/source-errors';
import type { LedgerEvidence, LedgerOperation } from '../../schema/ports/ledger-evidence';
import type { SqlReader } from '../../schema/ports/sql';
import type { Cell } from '../shared/cell';
import type { RepairColumn } from '../shared/code-page';
import { perOperation } from '../shared/per-operation';
import { type AskTable, complete, createAskTable } from '../shared/table-ask';
import { accountReader } from './account.record';
import { type AccountSource, createAccountSource } from './account.source';
import { operationReader, type OperationRecord, ORDER_COLUMNS } from './operation.record';
import { createOperationSource, type OperationSource } from './operation.source';

/** The longest statement. An account that moves more than this is left to people. */
const ROWS_MAX = 2_000;

const statementText = (columns: readonly string[]): string =>
  `SELECT ${columns.join(', ')} FROM BNQ.TMVT0010 M JOIN BNQ.TCPT0010 A ON A.CPT_NUM = M.MVT_CPT AND A.CPT_TOP <> 'S' ` +
  `WHERE M.MVT_CPT = ? AND M.MVT_DTO >= ? AND M.MVT_DTO <= ? ORDER BY ${ORDER_COLUMNS.join(', ')} ` +
  `FETCH FIRST ${ROWS_MAX + 1} ROWS ONLY`;

/** The reads of one operation, so that all that it asks for together is read together. */
interface Reads {
  readonly operations: OperationSource;
  readonly accounts: AccountSource;
  /** One statement after the other: once the ledger does not answer, the others are not sent. */
  readonly inTurn: AskTable;
}

/**
 * Statements as the ledger (Db2) has them, read by key: contested operations and their accounts together for all that one
 * operation asks for at once, then one statement after the other. @param timeoutMs for each read.
 */
export function createLedgerEvidence(
  reader: SqlReader,
  timeoutMs: number,
  repair: RepairColumn | undefined,
): LedgerEvidence {
  const operations = operationReader(() => true, repair);
  const accounts = accountReader((_, field) => field === 'closedOn', repair);
  const readsOf = perOperation((operation): Reads => {
    const ask = createAskTable(reader, operation, timeoutMs);
    return {
      operations: createOperationSource(ask, operations),
      accounts: createAccountSource(ask, accounts),
      inTurn: oneAfterTheOther(ask),
    };
  });
  return {
    async around(reference, days, until, operation) {
      const reads = readsOf(operation);
      const contested = await reads.operations.byReference(reference);
      const account = contested && (await reads.accounts.byNumber(contested.account));
      if (!account) return undefined;
      const bookedOn = solid(contested.bookedOn);
      if (bookedOn === null) return undefined;
      const from = Temporal.PlainDate.from(bookedOn).subtract({ days }).toString();
      const rows = await reads.inTurn({
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

function oneAfterTheOther(ask: AskTable): AskTable {
  let turn: Promise<unknown> = Promise.resolve();
  return (question) => {
    const answer = turn.then(() => ask(question));
    turn = answer;
    return answer;
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
