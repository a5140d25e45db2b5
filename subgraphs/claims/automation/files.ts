import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LedgerOperation, LedgerStatement } from '../../../schema/ports/ledger-evidence';

/** Objects of a file with one of them per line. */
export const readLines = <T>(folder: string, file: string): T[] =>
  readFileSync(join(folder, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);

/** Statements out of the files of a demo world: the ledger's tables as `accounts.csv` and `operations.csv`. */
export function readLedgerFiles(folder: string) {
  const accounts = new Map<string, Pick<LedgerStatement, 'holder' | 'closedOn'>>();
  for (const row of rowsOf(join(folder, 'accounts.csv'))) {
    if (row.CPT_TOP === 'S') continue;
    accounts.set(row.CPT_NUM!, { holder: row.CPT_TIERS!, closedOn: dayOf(row.CPT_DTF) });
  }
  const byAccount = new Map<string, LedgerOperation[]>();
  const accountOf = new Map<string, string>();
  for (const row of rowsOf(join(folder, 'operations.csv'))) {
    const account = row.MVT_CPT!;
    const operation: LedgerOperation = {
      reference: row.MVT_ID!,
      bookedOn: dayOf(row.MVT_DTO) ?? '',
      cents: BigInt(row.MVT_MNT!),
      debit: row.MVT_SNS === 'D',
      currency: row.MVT_DEV!,
      code: row.MVT_COD!,
      label: row.MVT_LIB!,
    };
    accountOf.set(operation.reference, account);
    const known = byAccount.get(account);
    if (known) known.push(operation);
    else byAccount.set(account, [operation]);
  }
  return {
    /** The account's operations up to a day, oldest first. */
    around(reference: string, until: string): LedgerStatement | undefined {
      const account = accountOf.get(reference);
      const facts = account === undefined ? undefined : accounts.get(account);
      if (account === undefined || !facts) return undefined;
      const operations = (byAccount.get(account) ?? []).filter(({ bookedOn }) => bookedOn <= until);
      return { ...facts, account, operations };
    },
  };
}

/** Rows by column name. Nothing in these tables needs quotes. */
function* rowsOf(file: string): Generator<Readonly<Record<string, string>>> {
  const [header = '', ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  const columns = header.split(',');
  for (const line of lines) {
    const values = line.split(',');
    yield Object.fromEntries(columns.map((column, at) => [column, values[at] ?? '']));
  }
}

/** `2026-01-15` of 1260115; `null` of 0 and 9999999, which are no day. */
function dayOf(text = '0'): string | null {
  const value = Number(text);
  if (value === 0 || value === 9_999_999) return null;
  const digits = String(value + 19_000_000);
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
}
