import type { SqlStore } from '../../../schema/ports/store';
import { importClaims, subgraph as claims } from '../../../subgraphs/claims';
import { claimEraser } from '../../../subgraphs/claims/erasure';
import { orderEraser } from '../../../subgraphs/payments/order-erasure';
import { outboxMigrations } from '../../../subgraphs/shared/outbox/migration';
import { openTestStore } from '../../harness/test-store';
import { importedClaim } from '../claims/claim-rows';
import { createTestClock, openSubgraph } from '../shared/subgraph-bench';

const [ada, ben] = ['000000000001', '000000000002'] as const;
const clock = createTestClock('2026-11-20T09:30:00Z');
let store: SqlStore;

beforeAll(async () => {
  store = await openTestStore();
  await openSubgraph(claims, store, clock);
  const closed = { status: 'CLOSED', closedAt: '2021-01-05T10:00:00.000Z' } as const;
  await importClaims(store, [
    importedClaim(1),
    importedClaim(2, closed),
    importedClaim(3, { customerNumber: ben }),
  ]);
});
afterAll(() => store.close());

const erase = () =>
  store.transaction(async (session) => {
    await claimEraser.erase(session, ada, clock.now());
    return orderEraser.erase(session, ada, clock.now());
  });

const insert = (reference: string, claim: number, state: string) =>
  store.query(
    `insert into payments.outbox (reference, subject, request_hash, payload, state, created_at, due_at, failure)
     values ($1, $2, 'x', $3::jsonb, $4, now(), now(), '08/PAI0404')`,
    [
      reference,
      `RC-2026-${String(claim).padStart(7, '0')}`,
      JSON.stringify({ type: 'REFUND', amount: '1250', accountNumber: '00000000001', reason: 'Pour Ada' }),
      state,
    ],
  );

describe('an erasure', () => {
  it('finds nothing where no order was ever kept', async () => {
    expect(await erase()).toMatchObject({ status: 'NOTHING_HELD' });
  });

  it('takes the personal part of declined orders, and leaves amounts, other people and what is on its way', async () => {
    await store.migrate('payments', outboxMigrations('payments'));
    await insert('mine', 1, 'FAILED');
    await insert('claim-gone', 2, 'FAILED');
    await insert('on-its-way', 1, 'UNKNOWN');
    await insert('of-ben', 3, 'FAILED');
    expect(await erase()).toMatchObject({ status: 'DONE_AT_SOURCE' });
    const rows = await store.query<{ reference: string; payload: object }>(
      'select reference, payload from payments.outbox order by reference',
    );
    const whole = { type: 'REFUND', amount: '1250', accountNumber: '00000000001', reason: 'Pour Ada' };
    expect(Object.fromEntries(rows.map(({ reference, payload }) => [reference, payload]))).toEqual({
      'claim-gone': { type: 'REFUND', amount: '1250' },
      mine: { type: 'REFUND', amount: '1250', accountNumber: '00000000001' },
      'of-ben': whole,
      'on-its-way': whole,
    });
    expect(await erase()).toMatchObject({ status: 'NOTHING_HELD' });
  });
});
