import { createTestClock } from '../shared/subgraph-bench';
import type { SqlStore } from '../../../schema/ports/store';
import { createClaimPayments, paymentsStore } from '../../../subgraphs/payments/claim-payments';
import { createOrderFollower } from '../../../subgraphs/payments/follow-orders';
import type { PaymentOrderState } from '../../../subgraphs/payments/payment-order.enum';
import { openTestStore } from '../../harness/test-store';

const trace = { requestId: 'test', measure: <T>(_keys: number, call: () => Promise<T>) => call() };

describe('an order that is followed', () => {
  const clock = createTestClock('2026-11-20T09:00:00.000Z');
  const later = (ms: number): void => clock.set(new Date(clock.now().getTime() + ms).toISOString());
  let store: SqlStore;
  let atService: Map<string, PaymentOrderState>;
  let asked: readonly string[][];
  let sequence = 0;

  beforeAll(async () => {
    store = await openTestStore();
  });
  beforeEach(() => {
    atService = new Map();
    asked = [];
  });
  afterAll(() => store.close());

  const payments = createClaimPayments(async () => store);
  const follower = (kept: 'PENDING' | 'UNKNOWN' | 'DONE' | 'FAILED' | undefined) =>
    createOrderFollower({
      store: paymentsStore(async () => store),
      outbox: { get: async () => kept && ({ state: kept } as never) },
      statesAtService: async (references) => {
        asked = [...asked, [...references]];
        return new Map([...atService].filter(([reference]) => references.includes(reference)));
      },
      clock,
    });
  async function ordered(): Promise<string> {
    const reference = `RDR-TEST-${String((sequence += 1)).padStart(4, '0')}`;
    await payments.prepare();
    await payments.order(
      store,
      {
        ...{ reference, claimNumber: 'RC-2026-0000001', type: 'REFUND', accountNumber: '0000000001A' },
        ...{ amount: { minorUnits: 2490n, currency: 'EUR' }, reason: 'Reclamation' },
      },
      clock.now(),
    );
    return reference;
  }
  const stateOf = async (reference: string) => (await payments.statesOf([reference])).get(reference);

  it('is POSTED once the service has booked it, and asked for no more', async () => {
    const reference = await ordered();
    atService.set(reference, 'PENDING');
    await follower('DONE').follow(trace);
    expect(await stateOf(reference)).toBe('PENDING');
    later(10_000);
    atService.set(reference, 'POSTED');
    await follower('DONE').follow(trace);
    expect(await stateOf(reference)).toBe('POSTED');
    later(3_600_000);
    asked = [];
    await follower('DONE').follow(trace);
    expect(asked).toEqual([]);
  });

  it.each([
    ['PENDING', 'has not left'],
    ['UNKNOWN', 'may have arrived'],
  ] as const)('is not asked for while it is %s: it %s', async (kept, _why) => {
    const reference = await ordered();
    await follower(kept).follow(trace);
    expect(asked).toEqual([]);
    expect(await stateOf(reference)).toBe('PENDING');
    await store.query(`update payments.followed set state = 'FAILED' where reference = $1`, [reference]);
  });

  it.each([
    ['the service declined it', 'FAILED', undefined],
    ['the service took it and rejected it', 'DONE', 'FAILED'],
    ['its reference was another order’s', undefined, undefined],
  ] as const)('is FAILED where %s', async (_why, kept, there) => {
    const reference = await ordered();
    if (there) atService.set(reference, there);
    await follower(kept).follow(trace);
    expect(await stateOf(reference)).toBe('FAILED');
  });

  it('is looked at less and less often', async () => {
    const reference = await ordered();
    atService.set(reference, 'PENDING');
    later(8 * 3_600_000);
    await follower('DONE').follow(trace);
    later(30 * 60_000);
    asked = [];
    await follower('DONE').follow(trace);
    expect(asked).toEqual([]);
    later(31 * 60_000);
    await follower('DONE').follow(trace);
    expect(asked).toEqual([[reference]]);
  });

  it('keeps its reference for its own terms', async () => {
    const reference = await ordered();
    const other = payments.order(
      store,
      {
        ...{ reference, claimNumber: 'RC-2026-0000001', type: 'REFUND', accountNumber: '0000000001A' },
        ...{ amount: { minorUnits: 9999n, currency: 'EUR' }, reason: 'Reclamation' },
      },
      clock.now(),
    );
    await expect(other).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });
});
