import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AccountRow, CardRow, OperationRow } from '../../../mocks/world/shapes';

/** The demo world's folder. */
export const WORLD = join(__dirname, '..', '..', '..', 'mocks', 'data');

/** Reads a file of the demo world by itself: what a test expects is not what the code under test read. */
function rows<Row>(file: string): Row[] {
  const [header = '', ...lines] = readFileSync(join(WORLD, file), 'utf8').replace(/\n$/, '').split('\n');
  const columns = header.split(',');
  return lines.map(
    (line) => Object.fromEntries(line.split(',').map((value, at) => [columns[at], value])) as Row,
  );
}

export const worldAccounts = rows<AccountRow>('accounts.csv');
export const worldCards = rows<CardRow>('cards.csv');
export const worldOperations = rows<OperationRow>('operations.csv');
