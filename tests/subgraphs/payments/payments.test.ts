import type { OrderRecord } from '../../../mocks/world/shapes';
import { subgraph as payments } from '../../../subgraphs/payments';
import type { SqlStore } from '../../../schema/ports/store';
import { openTestStore } from '../../harness/test-store';
import { ids, type SoapSubgraph, startSoapSubgraph } from '../soap-subgraph';

const ACCOUNT = '0000000001A';
const claimNumber = (n: number): string => `RC-2026-${String(n).padStart(7, '0')}`;
const claim = (n: number): string => ids.seal('clm', claimNumber(n));
const order = (n: number, changes: Partial<OrderRecord> = {}): OrderRecord => ({
  numeroOrdre: `PAI${n}`,
  referenceExterne: `RBT-${claimNumber(n)}-1`,
  typeOrdre: 'RBT',
  etat: '20',
  montant: '12.50',
  devise: 'EUR',
  compteCredit: ACCOUNT,
  numeroTiers: '000000000001',
  codeAgence: '00042',
  numeroDossier: claimNumber(n),
  dateCreation: '2026-01-15',
  dateExecution: '2026-01-17',
  libelleRejet: null,
  ...changes,
});
const key = (n: number): string => ids.seal('pay', order(n).referenceExterne);

let hub: SoapSubgraph;
let store: SqlStore;
beforeAll(async () => {
  store = await openTestStore();
  const world = {
    orders: [
      ...Array.from({ length: 50 }, (_, index) => order(index + 1)),
      ...Array.from({ length: 130 }, (_, index) =>
        order(60, { referenceExterne: `GES-60-${String(index).padStart(4, '0')}` }),
      ),
      ...Array.from({ length: 130 }, (_, index) =>
        order(61, { referenceExterne: `GES-61-${String(index).padStart(4, '0')}` }),
      ),
      order(70, { numeroTiers: '000000000002', codeAgence: '00099' }),
    ],
    accounts: [
      `${ACCOUNT},30004,00042,12,000000000001,001,EUR,100.00,C,1200115,9999999, `,
      '0000000002B,30004,00099,12,000000000002,001,EUR,100.00,C,1200115,9999999, ',
    ],
  };
  hub = await startSoapSubgraph(payments, world, async () => store);
});
afterEach(() => hub.mocks.reset());
afterAll(async () => {
  await hub.close();
  await store.close();
});

const calls = () => hub.mocks.calls().payments.operations;

interface Claim {
  paymentOrders: { id: string }[] | null;
}

describe('payment orders of claims', () => {
  it('50 claims cost 3 calls of 20, 20 and 10 claim numbers', async () => {
    const keys = Array.from({ length: 50 }, (_, index) => claim(index + 1));
    const { data, errors, use } = await hub.entities(
      'officer',
      'Claim',
      keys,
      'paymentOrders { id claim { id } }',
    );
    expect(errors).toEqual([]);
    expect(data?._entities).toEqual(
      keys.map((id, index) => ({ paymentOrders: [{ id: key(index + 1), claim: { id } }] })),
    );
    expect(calls().consulterOrdres).toEqual({ calls: 3, keys: [20, 20, 10] });
    expect(use).toMatchObject({ calls: 3, keys: 50 });
  });

  it('a full answer of 200 may be a cut one: its claims are asked for again in halves', async () => {
    const { data } = await hub.entities('officer', 'Claim', [claim(60), claim(61)], 'paymentOrders { id }');
    expect((data?._entities as Claim[]).map((each) => each.paymentOrders?.length)).toEqual([130, 130]);
    expect(calls().consulterOrdres?.keys).toEqual([2, 1, 1]);
  });

  it('shows the orders that the caller may know of', async () => {
    const { data } = await hub.entities(
      'adviser',
      'Claim',
      [claim(1), claim(70)],
      'paymentOrders { id amount }',
    );
    expect(data?._entities).toEqual([
      { paymentOrders: [{ id: key(1), amount: '12.50 EUR' }] },
      { paymentOrders: [] },
    ]);
  });

  it('one order that cannot be read makes its own claim’s list null, and no other', async () => {
    await hub.mocks.behave({ payments: { kind: 'unknown-enum' } });
    const { data, errors } = await hub.entities(
      'officer',
      'Claim',
      [claim(1), claim(2)],
      'paymentOrders { id type state }',
    );
    expect(data?._entities).toEqual([
      { paymentOrders: null },
      { paymentOrders: [expect.objectContaining({ id: key(2) })] },
    ]);
    expect(errors[0]?.extensions).toEqual({ code: 'SOURCE_INVALID_DATA', source: 'payment-service' });
  });

  it('one failing call takes its own claims with it, and no others', async () => {
    await hub.mocks.behave({ payments: { kind: 'half', times: 1 } });
    const keys = Array.from({ length: 50 }, (_, index) => claim(index + 1));
    const { data, errors } = await hub.entities('officer', 'Claim', keys, 'paymentOrders { id }');
    const failed = (data?._entities as Claim[]).filter((each) => each.paymentOrders === null);
    expect([10, 20]).toContain(failed.length);
    expect(errors).toHaveLength(failed.length);
  });
});

describe('a payment order by key', () => {
  const QUERY = `query ($id: ID!) { paymentOrder(id: $id) {
    id reference type state amount createdOn postedOn claim { id } account { id } } }`;

  it('reads with its links', async () => {
    const { data } = await hub.ask('customer', QUERY, { id: key(1) });
    expect(data?.paymentOrder).toEqual({
      id: key(1),
      reference: 'RBT-RC-2026-0000001-1',
      type: 'REFUND',
      state: 'POSTED',
      amount: '12.50 EUR',
      createdOn: '2026-01-15',
      postedOn: '2026-01-17',
      claim: { id: claim(1) },
      account: { id: ids.seal('acc', ACCOUNT) },
    });
  });

  it('21 orders cost 2 calls', async () => {
    const keys = Array.from({ length: 21 }, (_, index) => key(index + 1));
    const { data } = await hub.entities('officer', 'PaymentOrder', keys, 'id');
    expect(data?._entities).toEqual(keys.map((id) => ({ id })));
    expect(calls().consulterOrdres).toEqual({ calls: 2, keys: [20, 1] });
  });

  it('not there, not visible and a key of another kind look the same', async () => {
    for (const id of [key(999), key(70), claim(1), '']) {
      const { errors } = await hub.ask('customer', QUERY, { id });
      expect(errors).toEqual([
        { message: 'Payment order not found.', path: ['paymentOrder'], extensions: { code: 'NOT_FOUND' } },
      ]);
    }
  });
});
