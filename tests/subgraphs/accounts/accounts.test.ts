import { callers, ids } from '../soap-subgraph';
import { account, type AccountsHub, card, MANDATED, operation, startAccountsHub } from './accounts-hub';

const OWN = '00000000001';
const DELETED = '00000000002';
const ELSEWHERE = '00000000003';
const ODD = '00000000004';
const ORPHAN = '00000000005';
const LETTERS = 'A0000000006';

const key = (number: string): string => ids.seal('acc', number);
const cents = (n: number) => operation(`2026011500000${String(n).padStart(3, '0')}`, OWN, { MVT_MNT: n });

let hub: AccountsHub;

beforeAll(async () => {
  hub = await startAccountsHub(
    {
      accounts: [
        account(OWN, { CPT_SLD: '120.50', CPT_SNS: 'D', CPT_DTF: 9999999 }),
        account(DELETED, { CPT_TOP: 'S' }),
        account(ELSEWHERE, { CPT_TIERS: '000000000002', CPT_GUI: '00099' }),
        account(ODD, { CPT_CLE: '00', CPT_TYP: '777', CPT_SNS: 'X' as 'C', CPT_DTO: 1261399 }),
        account(ORPHAN, { CPT_TIERS: 'INCONNU' }),
        account(LETTERS, { CPT_TYP: '002', CPT_DEV: '978', CPT_DTO: 990131, CPT_DTF: 1250630 }),
      ],
      cards: [
        card('000000000001', OWN),
        card('000000000002', OWN, {
          CAR_PAN: '4970121234561234',
          CAR_OPP: '?' as 'N',
          CAR_TYP: '09',
          CAR_EXP: '2613',
        }),
        card('000000000003', DELETED),
        card('000000000004', ELSEWHERE),
      ],
      operations: [
        ...Array.from({ length: 45 }, (_, index) => cents(index + 1)),
        operation('2026020100000001', OWN, { MVT_DTO: 1260201, MVT_SNS: 'C', MVT_LIB: 'VIR É', MVT_DTV: 0 }),
        operation('2026020100000002', ELSEWHERE),
        operation('2026020100000003', DELETED),
      ],
    },
    ['000000000001'],
  );
});
afterEach(() => hub.ledger.misbehave(undefined));
afterAll(() => hub.close());

describe('an account', () => {
  it('is what the ledger says, in the graph’s words', async () => {
    const { data, errors } = await hub.ask(
      callers.customer,
      `query ($id: ID!) { account(id: $id) { id iban type currency balance openedOn closedOn branch customer { id }
         cards { id maskedNumber type expiresOn blocked account { id } } } }`,
      { id: key(LETTERS) },
    );
    expect(errors).toEqual([]);
    expect(data?.account).toEqual({
      id: key(LETTERS),
      iban: expect.stringMatching(/^FR\d\d1895900042A0000000006\d\d$/),
      type: 'LIVRET_A',
      currency: 'EUR',
      balance: '12.50 EUR',
      openedOn: '1999-01-31',
      closedOn: '2025-06-30',
      branch: '00042',
      customer: { id: ids.seal('cus', '000000000001') },
      cards: [],
    });
  });

  it('one datum that cannot be read is null and names its source; the rest is there', async () => {
    const { data, codes, errors } = await hub.ask(
      callers.customer,
      'query ($id: ID!) { account(id: $id) { currency iban type balance openedOn closedOn } }',
      { id: key(ODD) },
    );
    expect(data?.account).toEqual({
      currency: 'EUR',
      iban: null,
      type: null,
      balance: null,
      openedOn: null,
      closedOn: null,
    });
    const invalid = 'SOURCE_INVALID_DATA';
    expect(codes).toEqual({
      'account.iban': invalid,
      'account.type': invalid,
      'account.balance': invalid,
      'account.openedOn': invalid,
    });
    expect(errors[0]!.extensions).toMatchObject({ source: 'account-ledger' });
    expect(JSON.stringify(errors)).not.toMatch(/777|1261399/);
  });

  it('a row without an owner is nobody’s, and takes no other row with it', async () => {
    const { data, codes } = await hub.entities(
      callers.officer,
      'Account',
      [key(OWN), key(ORPHAN), key(ELSEWHERE)],
      'currency',
    );
    expect(data?._entities).toEqual([{ currency: 'EUR' }, null, { currency: 'EUR' }]);
    expect(codes).toEqual({ '_entities.1': 'SOURCE_INVALID_DATA' });
  });
});

describe('cards', () => {
  it('belong to their account; a whole card number never leaves', async () => {
    const { data, codes, errors } = await hub.ask(
      callers.customer,
      'query ($id: ID!) { account(id: $id) { cards { maskedNumber type expiresOn blocked account { id } } } }',
      { id: key(OWN) },
    );
    expect(data?.account).toEqual({
      cards: [
        {
          maskedNumber: '497012******1234',
          type: 'IMMEDIATE_DEBIT',
          expiresOn: '2028-02-29',
          blocked: false,
          account: { id: key(OWN) },
        },
        { maskedNumber: null, type: null, expiresOn: null, blocked: null, account: { id: key(OWN) } },
      ],
    });
    expect(Object.values(codes)).toEqual(Array(4).fill('SOURCE_INVALID_DATA'));
    expect(JSON.stringify(errors)).not.toContain('4970121234561234');
  });

  it('are found by key', async () => {
    const found = (reference: string) =>
      hub.entities(callers.officer, 'Card', [ids.seal('crd', reference)], 'id expiresOn');
    expect((await found('000000000004')).data?._entities).toEqual([
      { id: ids.seal('crd', '000000000004'), expiresOn: '2028-02-29' },
    ]);
    // The card of a deleted account does not exist.
    expect((await found('000000000003')).codes).toEqual({ '_entities.0': 'NOT_FOUND' });
  });
});

describe('operations', () => {
  const page = (variables: Record<string, unknown>) =>
    hub.ask(
      callers.customer,
      `query ($id: ID!, $first: Int, $after: String) { account(id: $id) {
         operations(first: $first, after: $after) {
           edges { cursor node { id amount bookedOn valueOn postedAt code label account { id } } }
           pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`,
      { id: key(OWN), ...variables },
    );
  interface Page {
    readonly edges: readonly { readonly cursor: string; readonly node: Readonly<Record<string, unknown>> }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  }
  const operationsOf = ({ data }: Awaited<ReturnType<typeof page>>): Page =>
    (data?.account as { operations: Page }).operations;

  it('come the latest first, page by page, each once', async () => {
    const ids: unknown[] = [];
    let after: string | undefined;
    const lengths: number[] = [];
    for (let more = true; more;) {
      const answer = await page({ first: 20, after });
      expect(answer.errors).toEqual([]);
      expect(answer.use).toMatchObject({ calls: 2, errors: 0 }); // the account and the page
      const { edges, pageInfo } = operationsOf(answer);
      lengths.push(edges.length);
      ids.push(...edges.map(({ node }) => node.id));
      ({ hasNextPage: more, endCursor: after } = pageInfo);
    }
    expect(lengths).toEqual([20, 20, 6]);
    expect(new Set(ids).size).toBe(46);
  });

  it('carry amount, days and instant', async () => {
    const { edges } = operationsOf(await page({ first: 2 }));
    expect(edges.map(({ node }) => node)).toEqual([
      {
        id: ids.seal('opr', '2026020100000001'),
        amount: '123.45 EUR',
        bookedOn: '2026-02-01',
        valueOn: null,
        postedAt: '2026-01-15T08:30:05.123Z',
        code: '11',
        label: 'VIR É',
        account: { id: key(OWN) },
      },
      expect.objectContaining({ amount: '-0.45 EUR', bookedOn: '2026-01-15', valueOn: '2026-01-16' }),
    ]);
  });

  it('a cursor tells nothing, and another list’s or a made-up one is refused', async () => {
    const { edges } = operationsOf(await page({ first: 1 }));
    const { cursor } = edges[0]!;
    const inside = Buffer.from(cursor, 'base64url').toString();
    expect(inside).not.toMatch(/2026020100000001|1260201/);
    const forged = Buffer.from(JSON.stringify(['operations', `cur_${'A'.repeat(40)}`])).toString('base64url');
    const foreign = Buffer.from(inside.replace('operations', 'claims')).toString('base64url');
    for (const after of [forged, foreign, 'x', '']) {
      expect((await page({ first: 1, after })).codes).toEqual({ 'account.operations': 'BAD_USER_INPUT' });
    }
    for (const first of [0, 101, -1]) {
      expect((await page({ first })).codes).toEqual({ 'account.operations': 'BAD_USER_INPUT' });
    }
  });
});

describe('who may know', () => {
  const keys = [OWN, DELETED, ELSEWHERE, '99999999999'].map(key);
  const codes = { '_entities.1': 'NOT_FOUND', '_entities.2': 'NOT_FOUND', '_entities.3': 'NOT_FOUND' };

  it('a customer of their own; not there, deleted and foreign look alike', async () => {
    const { data, codes: found, errors } = await hub.entities(callers.customer, 'Account', keys, 'balance');
    expect(data?._entities).toEqual([{ balance: '-120.50 EUR' }, null, null, null]);
    expect(found).toEqual(codes);
    expect(new Set(errors.map(({ message }) => message)).size).toBe(1);
  });

  it('an adviser of their branch’s, the account number masked', async () => {
    const answer = await hub.entities(callers.adviser, 'Account', keys, 'iban');
    expect(answer.codes).toEqual(codes);
    const [own] = answer.data?._entities as { iban: string }[];
    expect(own?.iban).toMatch(/\d{4}$/);
    expect(own?.iban).not.toMatch(/^FR\d\d1895900042/);
  });

  it('nobody by a key of another kind or hub, and one bad key spoils no other', async () => {
    const bad = [ids.seal('cus', OWN), 'acc_AAAA', OWN, '', key(OWN)];
    const { data, codes: found } = await hub.entities(callers.officer, 'Account', bad, 'currency');
    expect(data?._entities).toEqual([null, null, null, null, { currency: 'EUR' }]);
    expect(Object.values(found)).toEqual(Array(4).fill('NOT_FOUND'));
  });

  const comparator = {
    subject: 'svc',
    clientId: MANDATED,
    roles: ['partner:comparator'],
    scopes: ['accounts:read'],
    purposes: ['customer_self_service'],
    purpose: 'customer_self_service',
    mandates: [{ customerNumber: '000000000001' }, { customerNumber: '000000000002' }],
  };

  it('a comparator of the kind of an account whose holder mandated it, and of nothing around it', async () => {
    const { data, codes: found } = await hub.ask(
      comparator,
      'query ($id: ID!) { account(id: $id) { type balance iban cards { id } operations { edges { node { id } } } customer { accounts { id } } } }',
      { id: key(OWN) },
    );
    expect(data?.account).toMatchObject({ type: 'CURRENT', balance: null, iban: null });
    expect(data?.account).not.toHaveProperty('customer.accounts.0.balance');
    expect(found).toMatchObject({
      'account.balance': 'FIELD_ACCESS_DENIED',
      'account.iban': 'FIELD_ACCESS_DENIED',
    });
    const { cards, operations } = data?.account as {
      cards: unknown;
      operations: { edges: unknown[] } | null;
    };
    expect([cards ?? [], operations?.edges ?? []]).toEqual([[], []]);
  });

  it.each([
    ['without a mandate in its token', { mandates: [] }, OWN],
    ['whose token alone tells of a mandate', {}, ELSEWHERE],
    ['with another application’s mandate', { clientId: 'partner-other' }, OWN],
  ])('a comparator %s of no account, as if there were none', async (_, change, number) => {
    const caller = { ...comparator, ...change };
    const query = 'query ($id: ID!) { account(id: $id) { type } }';
    const [hidden, absent] = [
      await hub.ask(caller, query, { id: key(number) }),
      await hub.ask(caller, query, { id: key('99999999999') }),
    ];
    expect(hidden.data).toEqual({ account: null });
    expect(hidden.codes).toEqual({ account: 'NOT_FOUND' });
    const cost = ({ use }: typeof hidden) => [use?.calls, use?.keys, use?.errors];
    expect([absent.errors, cost(absent)]).toEqual([hidden.errors, cost(hidden)]);
  });
});

describe('the customer’s accounts', () => {
  it('are joined by key, each asked for its own visibility', async () => {
    const customers = ['000000000001', '000000000002', '000000000003'].map((number) =>
      ids.seal('cus', number),
    );
    const { data, errors, use } = await hub.entities(
      callers.adviser,
      'Customer',
      customers,
      'accounts { id }',
    );
    expect(errors).toEqual([]);
    expect(data?._entities).toEqual([
      { accounts: [{ id: key(OWN) }, { id: key(ODD) }, { id: key(LETTERS) }] },
      { accounts: [] },
      { accounts: [] },
    ]);
    expect(use).toMatchObject({ calls: 1, keys: 3 });
  });
});

describe('a bad day of the ledger', () => {
  /** Whoever waits for what never comes does not wait for long. */
  const SHORT_MS = 2_000;
  const ask = (leftMs?: number) =>
    hub.ask(callers.officer, 'query ($id: ID!) { account(id: $id) { currency } }', { id: key(OWN) }, leftMs);

  it.each([
    ['drop', 'SOURCE_UNAVAILABLE', undefined],
    ['hang', 'SOURCE_TIMEOUT', SHORT_MS],
  ] as const)('%s: %s, and the next day is a good one', async (day, code, leftMs) => {
    hub.ledger.misbehave(day);
    const answer = await ask(leftMs);
    expect(answer.data).toEqual({ account: null });
    expect(answer.codes).toEqual({ account: code });
    expect(answer.errors[0]!.extensions).toMatchObject({ source: 'account-ledger' });
    expect(answer.use).toMatchObject({ calls: 1, errors: 1 });
    await expect(hub.ready(leftMs)).rejects.toMatchObject({ code });
    hub.ledger.misbehave(undefined);
    expect((await ask()).data).toEqual({ account: { currency: 'EUR' } });
    await expect(hub.ready()).resolves.toBeUndefined();
  });

  it('refuse: no new connection, SOURCE_UNAVAILABLE', async () => {
    hub.ledger.misbehave('drop');
    await ask();
    hub.ledger.misbehave('refuse');
    expect((await ask()).codes).toEqual({ account: 'SOURCE_UNAVAILABLE' });
  });
});
