import type { SqlStore } from '../../../schema/ports/store';
import { importClaims, subgraph } from '../../../subgraphs/claims';
import { createClaimAccounts } from '../../../subgraphs/claims/redress/claim-accounts';
import type { PaymentsContext } from '../../../subgraphs/payments/context';
import { CreatePaymentOrderResolver } from '../../../subgraphs/payments/create-payment-order.resolver';
import { createSourceMeter } from '../../../schema/kernel/sources';
import { PaymentOrderType } from '../../../subgraphs/payments/payment-order.enum';
import { openTestStore } from '../../harness/test-store';
import { importedClaim } from '../claims/claim-rows';
import { createTestClock, openSubgraph, testIds } from '../shared/subgraph-bench';

describe('a payment order', () => {
  const submitted: string[] = [];
  let store: SqlStore;
  beforeAll(async () => {
    store = await openTestStore();
    await openSubgraph(subgraph, store, createTestClock('2026-11-20T09:00:00.000Z'));
    await importClaims(store, [
      importedClaim(1),
      importedClaim(2, { accountNumber: '00000000021' }),
      importedClaim(3, { customerNumber: '000000000002', accountNumber: '00000000031' }),
    ]);
  });
  afterAll(() => store.close());

  /** @returns the code of its refusal; `undefined` where it was taken. */
  async function ordered(number: string, account: string, reference: string): Promise<unknown> {
    const context = {
      ids: testIds,
      claimAccounts: createClaimAccounts(async () => store),
      operation: { requestId: 'test', sources: createSourceMeter() },
      outbox: {
        submit: async ({ reference: taken }: { reference: string }) => {
          submitted.push(taken);
          return { entry: { state: 'DONE' }, replayed: false };
        },
      },
      orders: { byReference: async () => undefined },
    } as unknown as PaymentsContext;
    const input = {
      ...{ claimId: testIds.seal('clm', number), accountId: testIds.seal('acc', account), reference },
      ...{ type: PaymentOrderType.REFUND, amount: { minorUnits: 100n, currency: 'EUR' }, reason: 'Frais' },
    } as const;
    return new CreatePaymentOrderResolver().createPaymentOrder(input, context).then(
      () => undefined,
      ({ code }: { code: unknown }) => code,
    );
  }

  it.each([
    ['the claim’s own account', 'RC-2026-0000001', '00000000001', undefined],
    ['an account of another claim of the same customer', 'RC-2026-0000001', '00000000021', undefined],
    ['somebody else’s account', 'RC-2026-0000001', '00000000031', 'BAD_USER_INPUT'],
    ['an account for a claim that is not there', 'RC-2026-0000009', '00000000001', 'NOT_FOUND'],
  ])('that credits %s is taken or refused before anything is sent', async (_what, number, account, code) => {
    const reference = `ORDER-${submitted.length}-${account}`;
    expect(await ordered(number, account, reference)).toBe(code);
    expect(submitted.includes(reference)).toBe(code === undefined);
  });

  it('does not take a reference that redress could have', async () => {
    expect(await ordered('RC-2026-0000001', '00000000001', 'rdr-000001-0123456789abcdef')).toBe(
      'BAD_USER_INPUT',
    );
  });
});
