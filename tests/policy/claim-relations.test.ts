import { join } from 'node:path';
import type { SqlStore } from '../../schema/ports/store';
import { createClaimRelations } from '../../subgraphs/claims/relations';
import { readMigrations } from '../../subgraphs/shared/migrations';
import { openTestStore } from '../harness/test-store';

const NOW = new Date('2026-11-20T09:00:00Z');
let store: SqlStore;

beforeAll(async () => {
  store = await openTestStore();
  await store.migrate('claims', readMigrations(join(__dirname, '../../subgraphs/claims/migrations')));
  const claims: readonly (readonly [string, string, string | null, string | null, string])[] = [
    ['RC-2026-0000001', 'c1', 'A000001', null, 'ADVISER'],
    ['RC-2026-0000002', 'c1', 'A000001', null, 'ADVISER'],
    ['RC-2026-0000003', 'c1', 'B000002', '2026-10-01T00:00:00Z', 'MEDIATOR'],
    ['RC-2026-0000004', 'c1', 'C000003', '2026-01-01T00:00:00Z', 'ADVISER'],
    ['RC-2026-0000005', 'c2', null, null, 'ADVISER'],
  ];
  for (const [number, customer, handler, closed, level] of claims) {
    await store.query(
      `insert into claims.claim (number, status, level, channel, product, motive, capacity, description, received_at,
         filed_at, closed_at, priority, queue, handled_by, customer_number)
       values ($1, 'FILED', $5, 'ONLINE', 'CARD', 'CARD_LOST', 'CUSTOMER', '-', $6, $6, $4, 3, 'CARDS', $3, $2)`,
      [number, customer, handler, closed, level, '2025-12-01T00:00:00Z'],
    );
  }
});
afterAll(() => store.close());

describe('relations read from the claims’ tables', () => {
  const relations = () => createClaimRelations(() => Promise.resolve(store), { now: () => NOW });

  it('are those of open claims and of claims closed in the last 90 days, each handler once', async () => {
    const found = await relations().handlersOf(['c1', 'c2', 'c3']);
    expect([...found]).toEqual([['c1', ['A000001', 'B000002']]]);
  });

  it('tell how far claims went', async () => {
    const found = await relations().levelsOf(['RC-2026-0000001', 'RC-2026-0000003', 'RC-2026-0000099']);
    expect([...found].sort()).toEqual([
      ['RC-2026-0000001', 'ADVISER'],
      ['RC-2026-0000003', 'MEDIATOR'],
    ]);
  });
});
