import type { BehaviourInput } from '../../../mocks/soap';
import type { SqlStore } from '../../../schema/ports/store';
import { subgraph as payments } from '../../../subgraphs/payments';
import { openTestStore } from '../../harness/test-store';
import { ids, type SoapSubgraph, startSoapSubgraph } from '../soap-subgraph';
import { until } from '../../gateway/world/until';

// Nobody looks after changes beside the tests: what was left by one of them is not sent in another.
jest.mock('../../../subgraphs/shared/outbox/worker', () => ({
  startOutboxWorker: () => ({ close: () => Promise.resolve() }),
}));

const ACCOUNT = '0000000001A';
const CREATE = `mutation ($input: CreatePaymentOrderInput!) { createPaymentOrder(input: $input) {
  replayed paymentOrder { id reference state amount } } }`;

let hub: SoapSubgraph;
let sequence = 0;
let input: Record<string, string>;

let store: SqlStore;
beforeAll(async () => {
  store = await openTestStore();
  const world = {
    accounts: [
      `${ACCOUNT},30004,00042,12,000000000001,001,EUR,100.00,C,1200115,9999999, `,
      '0000000002B,30004,00042,12,000000000001,001,EUR,100.00,C,1200115,9999999, ',
    ],
  };
  hub = await startSoapSubgraph(payments, world, async () => store);
});
beforeEach(() => {
  input = {
    claimId: ids.seal('clm', 'RC-2026-0000001'),
    accountId: ids.seal('acc', ACCOUNT),
    type: 'REFUND',
    amount: '24.90 EUR',
    reason: 'Frais rejetés à tort & remboursés',
    reference: `REFUND-${String((sequence += 1)).padStart(5, '0')}`,
  };
});
afterEach(() => hub.mocks.reset());
afterAll(async () => {
  await hub.close();
  await store.close();
});

const create = (changes: Record<string, string> = {}, signal?: AbortSignal) =>
  hub.ask('officer', CREATE, { input: { ...input, ...changes } }, signal);
const created = (): number => hub.mocks.calls().payments.operations.creerOrdre?.calls ?? 0;
const orders = async (): Promise<unknown[]> => {
  await hub.mocks.reset();
  const { data } = await hub.entities(
    'officer',
    'PaymentOrder',
    [ids.seal('pay', input.reference ?? '')],
    'reference amount',
  );
  return (data?._entities as unknown[]).filter((each) => each !== null);
};
/** An order that is kept here, as it is told to who sent it. */
const being = (state: string, replayed: boolean) => ({
  createPaymentOrder: {
    replayed,
    paymentOrder: {
      ...{
        id: ids.seal('pay', input.reference ?? ''),
        reference: input.reference,
        state,
        amount: '24.90 EUR',
      },
    },
  },
});
const ofClaim = async (): Promise<unknown> => {
  const { data } = await hub.entities(
    'officer',
    'Claim',
    [input.claimId ?? ''],
    'paymentOrders { reference state amount }',
  );
  return (data?._entities as { paymentOrders: unknown }[])[0]?.paymentOrders;
};
const taken = () => ({
  createPaymentOrder: {
    replayed: false,
    paymentOrder: {
      id: ids.seal('pay', input.reference ?? ''),
      reference: input.reference,
      state: 'PENDING',
      amount: '24.90 EUR',
    },
  },
});

describe('ordering a payment', () => {
  it('asks by reference first, then orders', async () => {
    const { data, errors, use } = await create();
    expect(errors).toEqual([]);
    expect(data).toEqual(taken());
    expect(use).toMatchObject({ calls: 2, keys: 2 });
  });

  it('sent again, it is the same order and nothing is ordered', async () => {
    const first = await create();
    await hub.mocks.reset();
    const again = await create();
    expect(again.data).toEqual({
      createPaymentOrder: { ...(first.data?.createPaymentOrder as object), replayed: true },
    });
    expect(created()).toBe(0);
  });

  it('sent twice at once, it is one order', async () => {
    const answers = await Promise.all([create(), create(), create()]);
    for (const { data } of answers) {
      expect(data).toMatchObject({ createPaymentOrder: { paymentOrder: { reference: input.reference } } });
    }
    expect(
      answers.filter(({ data }) => !(data?.createPaymentOrder as { replayed: boolean }).replayed),
    ).toHaveLength(1);
  });

  it.each([
    ['amount', '24.91 EUR'],
    ['type', 'GOODWILL'],
    ['accountId', ids.seal('acc', '0000000002B')],
    ['claimId', ids.seal('clm', 'RC-2026-0000002')],
  ])('the reference of an order with another %s is refused', async (name, value) => {
    await create();
    await hub.mocks.reset();
    const { data, codes } = await create({ [name]: value });
    expect(data).toEqual({ createPaymentOrder: null });
    expect(codes).toEqual({ createPaymentOrder: 'IDEMPOTENCY_KEY_REUSED' });
    expect(created()).toBe(0);
  });

  it('what the service declines is said with its code', async () => {
    const { errors } = await create({ accountId: ids.seal('acc', '99999999999') });
    expect(errors[0]).toMatchObject({
      message: 'The payment service declined the order.',
      extensions: { code: 'INVALID_STATE', source: 'payment-service', serviceCode: '08/PAI0404' },
    });
  });
});

describe('when an answer is lost', () => {
  /** The work is done, the answer is not seen. */
  const lost: BehaviourInput[] = [
    { kind: 'held', operation: 'creerOrdre', times: 1 },
    { kind: 'reset', operation: 'creerOrdre', times: 1 },
    { kind: 'half', operation: 'creerOrdre', times: 1 },
    { kind: 'unknown-enum', operation: 'creerOrdre', times: 1 },
  ];

  it.each(lost)('%j: the order is found by its reference', async (behaviour) => {
    await hub.mocks.behave({ payments: behaviour });
    const answer = create();
    if (behaviour.kind === 'held') await hub.late(() => created() === 1);
    const { data, errors } = await answer;
    expect(errors).toEqual([]);
    expect(data).toEqual(taken());
    expect(created()).toBe(1);
  });

  it.each<BehaviourInput>([
    { kind: 'fault', operation: 'creerOrdre', times: 1 },
    { kind: 'code', codeRetour: '12', operation: 'creerOrdre', times: 1 },
  ])(
    '%j and not there afterwards: being checked, and not sent again while it may arrive',
    async (behaviour) => {
      await hub.mocks.behave({ payments: behaviour });
      const { data, errors } = await create();
      expect(errors).toEqual([]);
      expect(data).toEqual(being('UNKNOWN', false));
      expect((await create()).data).toEqual(being('UNKNOWN', true));
      expect(created()).toBe(1);
      expect(await ofClaim()).toContainEqual({
        reference: input.reference,
        state: 'UNKNOWN',
        amount: '24.90 EUR',
      });
    },
  );

  it('a service that stays silent from then on leaves it in doubt; asked again later, it is the same order', async () => {
    await hub.mocks.behave({ payments: { kind: 'held', operation: 'creerOrdre' } });
    const answer = create();
    await until(() => created() === 1);
    await hub.mocks.behave({ payments: { kind: 'down' } });
    expect((await answer).data).toEqual(being('UNKNOWN', false));
    await hub.mocks.behave({ payments: { kind: 'well' } });
    expect((await create()).data).toMatchObject({
      createPaymentOrder: { replayed: true, paymentOrder: { reference: input.reference, state: 'PENDING' } },
    });
    expect(await orders()).toHaveLength(1);
  });

  it('a client who hangs up while it is ordered does not leave it in doubt', async () => {
    await hub.mocks.behave({ payments: { kind: 'held', operation: 'creerOrdre' } });
    const client = new AbortController();
    const answer = create({}, client.signal);
    await until(() => created() === 1);
    client.abort();
    await hub.mocks.behave({ payments: { kind: 'well' } });
    expect((await answer).data).toEqual(taken());
  });

  it('a service that cannot be asked beforehand is given no order: it is kept, and shown as pending', async () => {
    await hub.mocks.behave({ payments: { kind: 'fault', operation: 'consulterOrdres' } });
    expect((await create()).data).toEqual(being('PENDING', false));
    expect(created()).toBe(0);
    await hub.mocks.behave({ payments: { kind: 'well' } });
    const pending = { reference: input.reference, state: 'PENDING', amount: '24.90 EUR' };
    expect(await ofClaim()).toContainEqual(pending);
    const { data } = await hub.ask(
      'officer',
      'query ($id: ID!) { paymentOrder(id: $id) { reference state amount } }',
      {
        id: ids.seal('pay', input.reference ?? ''),
      },
    );
    expect(data).toEqual({ paymentOrder: pending });
  });

  it.each(['adviser', 'customer'] as const)(
    'an order that only we have is nobody’s: not shown to the %s',
    async (caller) => {
      await hub.mocks.behave({ payments: { kind: 'fault', operation: 'consulterOrdres', times: 1 } });
      await create();
      const { codes } = await hub.ask(caller, 'query ($id: ID!) { paymentOrder(id: $id) { reference } }', {
        id: ids.seal('pay', input.reference ?? ''),
      });
      expect(codes).toEqual({ paymentOrder: 'NOT_FOUND' });
    },
  );
});

/** All that is ever said of a refused input: constant sentences. */
const EXPECTATIONS = [
  'input.amount: more than 0.00 EUR and at most 10000.00 EUR is expected.',
  'input.amount: an amount in EUR is expected.',
  'input.reference: 8 to 35 letters, digits and hyphens are expected.',
  'input.reason: a text is expected.',
  'input.reason: at most 140 characters are taken.',
  'input.reason: contains control characters or broken characters.',
];

describe('what is not ordered', () => {
  it.each([
    ['amount', '0.00 EUR'],
    ['amount', '-1.00 EUR'],
    ['amount', '10000.01 EUR'],
    ['amount', '10.00 USD'],
    ['reference', 'SHORT'],
    ['reference', 'A'.repeat(36)],
    ['reference', 'REF 00001'],
    ['reason', '   '],
    ['reason', 'x'.repeat(141)],
    ['reason', 'a\u0000b'],
  ])('%s %j is refused without repeating it, and the service is not asked', async (name, value) => {
    const { errors } = await create({ [name]: value });
    expect(errors[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument: `input.${name}` });
    expect(EXPECTATIONS).toContain(errors[0]?.message);
    expect(hub.mocks.calls().payments.operations).toEqual({});
  });

  it('10000.00 EUR is still taken', async () => {
    expect((await create({ amount: '10000.00 EUR' })).codes).toEqual({});
  });

  it.each(['claimId', 'accountId'])('a %s that is no key of that kind is NOT_FOUND', async (name) => {
    const { codes } = await create({ [name]: ids.seal('cus', '000000000001') });
    expect(codes).toEqual({ createPaymentOrder: 'NOT_FOUND' });
    expect(hub.mocks.calls().payments.operations).toEqual({});
  });
});
