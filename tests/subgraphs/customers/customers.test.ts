import { subgraph as customers } from '../../../subgraphs/customers';
import { person } from '../../mocks/small-world';
import { ids, type SoapSubgraph, startSoapSubgraph } from '../soap-subgraph';
import { PATIENCE_MS } from '../../harness/patience-ms';

const number = (n: number): string => String(n).padStart(12, '0');
const key = (n: number): string => ids.seal('cus', number(n));

let hub: SoapSubgraph;

beforeAll(async () => {
  hub = await startSoapSubgraph(customers, {
    customers: [
      person(1, {
        nom: 'DUPONT',
        telephone: '06.39.98.12.34',
        courriel: 'c1@example.fr',
        nir: '269059912345678',
      }),
      ...Array.from({ length: 59 }, (_, index) => person(index + 2)),
      person(90, { codeAgence: '00099', nom: 'AILLEURS' }),
      ...Array.from({ length: 30 }, (_, index) =>
        person(100 + index, { nom: 'MARTIN', codeAgence: index % 3 === 0 ? '00042' : '00099' }),
      ),
      ...Array.from({ length: 130 }, (_, index) => person(200 + index, { nom: 'ZOLA', codeAgence: '00099' })),
      person(400, { nom: 'ZOLA', prenom: 'ZZZ' }),
    ],
  });
});
afterEach(() => hub.mocks.reset());
afterAll(() => hub.close());

const calls = () => hub.mocks.calls().customers.operations;

describe('batching', () => {
  it('50 customers cost 3 calls of 20, 20 and 10 numbers', async () => {
    const keys = Array.from({ length: 50 }, (_, index) => key(index + 1));
    const { data, errors, use } = await hub.entities('officer', 'Customer', keys, 'id lastName');
    expect(errors).toEqual([]);
    expect((data?._entities as { id: string }[]).map(({ id }) => id)).toEqual(keys);
    expect(calls().consulterPersonnes).toEqual({ calls: 3, keys: [20, 20, 10] });
    expect(use).toMatchObject({ calls: 3, keys: 50, errors: 0 });
  });

  it('repeated customers and aliases cost nothing more', async () => {
    const { errors } = await hub.ask(
      'officer',
      `query ($a: ID!, $b: ID!) { one: customer(id: $a) { phone } again: customer(id: $a) { tel: phone email }
         two: customer(id: $b) { id } }`,
      { a: key(1), b: key(2) },
    );
    expect(errors).toEqual([]);
    expect(calls().consulterPersonnes).toEqual({ calls: 1, keys: [2] });
  });

  it('one failing call takes its own 20 customers with it, and no others', async () => {
    await hub.mocks.behave({ customers: { kind: 'fault', times: 1 } });
    const keys = Array.from({ length: 50 }, (_, index) => key(index + 1));
    const { data, errors, use } = await hub.entities('officer', 'Customer', keys, 'id');
    const found = data?._entities as ({ id: string } | null)[];
    expect(found.filter((each) => each === null).length % 10).toBe(0);
    expect(found.filter((each) => each !== null).length).toBeGreaterThanOrEqual(30);
    expect(new Set(errors.map(({ extensions }) => extensions?.code))).toEqual(
      new Set(['SOURCE_UNAVAILABLE']),
    );
    expect(errors.length).toBe(found.filter((each) => each === null).length);
    expect(use?.errors).toBe(1);
  });

  it('one customer who cannot be read is null alone, among 20 of one call', async () => {
    await hub.mocks.behave({ customers: { kind: 'unknown-enum' } });
    const keys = Array.from({ length: 20 }, (_, index) => key(index + 1));
    const { data, errors } = await hub.entities('officer', 'Customer', keys, 'id language');
    expect((data?._entities as unknown[]).filter((each) => each === null)).toHaveLength(1);
    expect(errors).toEqual([
      expect.objectContaining({ extensions: { code: 'SOURCE_INVALID_DATA', source: 'customer-file' } }),
    ]);
    expect(JSON.stringify(errors)).not.toContain('ZZ');
  });

  it('what cannot be read withholds nothing from who does not ask for it', async () => {
    await hub.mocks.behave({ customers: { kind: 'unknown-enum' } });
    const { data, errors } = await hub.entities('officer', 'Customer', [key(1)], 'id lastName');
    expect(data?._entities).toEqual([{ id: key(1), lastName: expect.any(String) as string }]);
    expect(errors).toEqual([]);
  });

  it('tells the file which request asks', async () => {
    await hub.ask('officer', 'query ($id: ID!) { customer(id: $id) { id } }', { id: key(1) });
    expect(hub.mocks.calls().customers.lastCorrelation).toBe('test-request');
  });
});

describe('who sees whom', () => {
  const QUERY = 'query ($id: ID!) { customer(id: $id) { id lastName phone } }';

  it('not there, not visible, a key of another kind and no key at all look the same', async () => {
    const wrong = [key(999), key(90), ids.seal('acc', number(1)), 'cus_AAAA', '', number(1)];
    const answers = await Promise.all(wrong.map((id) => hub.ask('adviser', QUERY, { id })));
    for (const { data, errors } of answers) {
      expect(data).toEqual({ customer: null });
      expect(errors).toEqual([
        { message: 'Customer not found.', path: ['customer'], extensions: { code: 'NOT_FOUND' } },
      ]);
    }
  });

  it('entities by a bad key are null with NOT_FOUND, the others are there', async () => {
    const { data, codes } = await hub.entities('adviser', 'Customer', [key(1), 'cus_AAAA', key(90)], 'id');
    expect(data?._entities).toEqual([{ id: key(1) }, null, null]);
    expect(codes).toEqual({ '_entities.1': 'NOT_FOUND', '_entities.2': 'NOT_FOUND' });
  });

  it('reads nothing but the key of a representation', async () => {
    const { data } = await hub.ask(
      'officer',
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Customer { lastName branch } } }',
      {
        r: [
          { __typename: 'Customer', id: key(1), lastName: 'Forged', branch: '99999', facts: { branch: '1' } },
        ],
      },
    );
    expect(data?._entities).toEqual([{ lastName: 'Dupont', branch: '00042' }]);
  });

  it('me is the customer who asks, and nobody for staff', async () => {
    const own = await hub.ask('customer', '{ me { id lastName email } }');
    expect(own.data).toEqual({ me: { id: key(1), lastName: 'Dupont', email: 'c1@example.fr' } });
    const staff = await hub.ask('officer', '{ me { id } }');
    expect(staff.codes).toEqual({ me: 'NOT_FOUND' });
  });

  it('a caller who may know of no customer at all does not make the hub ask', async () => {
    const { codes } = await hub.ask('mediator', QUERY, { id: key(1) });
    expect(codes).toEqual({ customer: 'NOT_FOUND' });
    expect(calls()).toEqual({});
  });

  it('every field leaves in a form that the policy’s masks keep valid', async () => {
    const { data, errors } = await hub.ask(
      'supervisor',
      `query ($id: ID!) { customer(id: $id) { title kind lastName email phone birthDate customerSince branch
         address { lines postalCode country } consents { channel granted } } }`,
      { id: key(1) },
    );
    expect(
      errors.map(({ extensions }) => extensions?.code).filter((code) => code !== 'FIELD_ACCESS_DENIED'),
    ).toEqual([]);
    expect(data?.customer).toMatchObject({
      kind: 'PERSON',
      title: 'MME',
      email: '•••@example.fr',
      phone: '•••34',
    });
  });
});

describe('searching by name', () => {
  const SEARCH = `query ($lastName: String!, $first: Int, $after: String, $birthDate: Date) {
    searchCustomers(lastName: $lastName, first: $first, after: $after, birthDate: $birthDate) {
      edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage endCursor } } }`;
  interface Page {
    edges: { cursor: string; node: { id: string } }[];
    pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string | null };
  }
  const search = async (caller: 'officer' | 'adviser' | 'customer', variables: Record<string, unknown>) => {
    const { data, codes } = await hub.ask(caller, SEARCH, variables);
    return { page: data?.searchCustomers as Page, codes };
  };
  const walk = async (caller: 'officer' | 'adviser', lastName: string, first: number) => {
    const found: string[] = [];
    let after: string | null = null;
    for (let pages = 1; ; pages++) {
      const { page }: { page: Page } = await search(caller, { lastName, first, after });
      found.push(...page.edges.map(({ node }) => node.id));
      if (!page.pageInfo.hasNextPage) return { found, pages };
      after = page.pageInfo.endCursor;
    }
  };

  it.each([1, 7, 20, 29, 100])(
    'pages of %i find each of 30 once, over the file’s own pages of 20',
    async (first) => {
      const { found, pages } = await walk('officer', 'martin', first);
      expect(new Set(found).size).toBe(30);
      expect(found).toHaveLength(30);
      expect(pages).toBe(Math.ceil(30 / first));
    },
  );

  it('an adviser finds the customers of their branch and learns nothing of the others', async () => {
    const { page } = await search('adviser', { lastName: 'Martin', first: 10 });
    expect(page.edges).toHaveLength(10);
    expect(page.pageInfo.hasNextPage).toBe(false);
  });

  it('goes on after 120 rows that the caller may not see', async () => {
    const { page } = await search('adviser', { lastName: 'zola' });
    expect(page).toMatchObject({ edges: [], pageInfo: { hasNextPage: true } });
    expect(await walk('adviser', 'zola', 5)).toEqual({ found: [key(400)], pages: 2 });
  });

  it('accents and case do not matter, nobody found is an empty page', async () => {
    expect((await search('officer', { lastName: 'Dûpont' })).page.edges).toHaveLength(1);
    expect((await search('officer', { lastName: 'Nobody' })).page.edges).toEqual([]);
    expect(
      (await search('officer', { lastName: 'Dupont', birthDate: '1971-05-03' })).page.edges,
    ).toHaveLength(1);
    expect((await search('officer', { lastName: 'Dupont', birthDate: '1971-05-04' })).page.edges).toEqual([]);
  });

  it('a found customer is not asked for again by number', async () => {
    await hub.ask('officer', `{ searchCustomers(lastName: "Dupont") { edges { node { id lastName } } } }`);
    expect(Object.keys(calls())).toEqual(['rechercherPersonne']);
  });

  it('a cursor tells no name and no number, and only ours are taken', async () => {
    const { page } = await search('officer', { lastName: 'martin', first: 25 });
    const cursor = Buffer.from(page.pageInfo.endCursor ?? '', 'base64url').toString('utf8');
    expect(cursor).not.toMatch(/MARTIN|PRENOM|0000000/i);
    const otherHub = Buffer.from('["customers","cur_aaaaaaaaaaaaaa",1]').toString('base64url');
    for (const after of [otherHub, 'x']) {
      expect((await search('officer', { lastName: 'martin', after })).codes).toEqual({
        searchCustomers: 'BAD_USER_INPUT',
      });
    }
  });

  it.each(['X', '', '<', 'A'.repeat(39)])(
    'refuses the name %j without repeating or sending it',
    async (lastName) => {
      const { errors } = await hub.ask('officer', SEARCH, { lastName });
      expect(errors).toEqual([
        expect.objectContaining({ message: 'lastName: a name of 2 to 38 letters is expected.' }),
      ]);
      expect(calls()).toEqual({});
    },
  );

  it('a customer does not make the file be searched', async () => {
    const { page } = await search('customer', { lastName: 'Dupont' });
    expect(page.edges).toEqual([]);
    expect(page.pageInfo.hasNextPage).toBe(false);
    expect(calls()).toEqual({});
  });
});

describe('bad days', () => {
  const QUERY = 'query ($id: ID!) { customer(id: $id) { id language } }';

  it.each([
    [{ kind: 'down' }, 'SOURCE_UNAVAILABLE'],
    [{ kind: 'closed' }, 'SOURCE_UNAVAILABLE'],
    [{ kind: 'code', codeRetour: '12' }, 'SOURCE_UNAVAILABLE'],
    [{ kind: 'held' }, 'SOURCE_TIMEOUT'],
    [{ kind: 'slow-body', ms: PATIENCE_MS }, 'SOURCE_TIMEOUT'],
    [{ kind: 'half' }, 'SOURCE_INVALID_DATA'],
    [{ kind: 'html' }, 'SOURCE_INVALID_DATA'],
    [{ kind: 'unknown-enum' }, 'SOURCE_INVALID_DATA'],
    [{ kind: 'code', codeRetour: '08', codeErreur: 'CLI0999' }, 'SOURCE_REFUSED'],
  ] as const)('%j is %s, naming the source', async (behaviour, code) => {
    await hub.mocks.behave({ customers: behaviour });
    const answer = hub.ask('officer', QUERY, { id: key(1) });
    if (code === 'SOURCE_TIMEOUT') await hub.late(() => calls().consulterPersonnes?.calls === 1);
    const { data, errors } = await answer;
    expect(data).toEqual({ customer: null });
    expect(errors[0]?.extensions).toMatchObject({ code, source: 'customer-file' });
  });
});
