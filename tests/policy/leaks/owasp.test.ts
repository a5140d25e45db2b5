import { startTestHub, type Answered, type TestHub } from '../../harness/hub';
import { SUPERGRAPH } from './stage';

// The OWASP cheat sheet on GraphQL, line by line, against a whole hub.

let hub: TestHub;

beforeAll(async () => {
  hub = await startTestHub({ mode: 'one process' });
}, 900_000);

afterAll(() => hub?.close());

const CLAIM = 'RC-2026-0000001';
const JSON_HEADERS = { 'content-type': 'application/json', accept: 'application/json' };

async function post(
  body: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string }> {
  const response = await fetch(`${hub.url}/graphql`, {
    method: 'POST',
    headers: { ...JSON_HEADERS, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}

const codeOf = ({ body }: Answered): string | undefined => body.errors?.[0]?.extensions.code;

/** Names of types and fields of the graph that stand in a text. */
const namesIn = (text: string): string[] =>
  [...SUPERGRAPH.matchAll(/^ {2}(\w{6,})[:(]|^type (\w{6,})/gm)]
    .map(([, field, type]) => field ?? type ?? '')
    .filter((name) => new RegExp(`\\b${name}\\b`).test(text) && !['message', 'messages'].includes(name));

describe('introspection', () => {
  it('tells nothing to whoever has no token', async () => {
    for (const query of [
      '{ __schema { types { name } } }',
      '{ __type(name: "Customer") { fields { name } } }',
    ]) {
      const { status, text } = await post({ query });
      expect(status).toBe(401);
      expect(namesIn(text)).toEqual([]);
    }
  });

  it('shows a partner their own part of the graph only', async () => {
    const { body } = await hub.ask('partner-survey', '{ __schema { types { name fields { name } } } }');
    const names = JSON.stringify(body.data);
    expect(names).toContain('"Survey"');
    for (const hidden of ['"Customer"', '"Account"', '"nationalId"', '"iban"', '"comment"'])
      expect(names).not.toContain(hidden);
  });

  it('is no way around limits: nested introspection is measured like anything else', async () => {
    const deep = `${'fields { type { '.repeat(14)}name${' } }'.repeat(14)}`;
    const answered = await hub.ask('adviser', `{ __type(name: "Claim") { ${deep} } }`);
    expect(answered.status).toBe(400);
    expect(codeOf(answered)).toBe('OPERATION_TOO_LARGE');
  });
});

describe('suggestions', () => {
  it.each([
    ['a field', '{ claimz { id } }', {}],
    ['an argument', '{ claims(fist: 1) { edges { node { id } } } }', {}],
    ['a type', '{ claims { edges { node { ... on Clam { id } } } } }', {}],
    ['an enum value', '{ claims(filter: { product: CARDS }) { edges { node { id } } } }', {}],
    ['an input field', '{ claims(filter: { prodct: CARD }) { edges { node { id } } } }', {}],
    [
      'an input field in a variable',
      'query($f: ClaimFilter) { claims(filter: $f) { pageInfo { hasNextPage } } }',
      { f: { prodct: 'CARD' } },
    ],
    [
      'an enum value in a variable',
      'query($p: Product) { claims(filter: { product: $p }) { pageInfo { hasNextPage } } }',
      { p: 'CARDS' },
    ],
  ])('are not made for %s', async (_what, query, variables) => {
    const { body } = await hub.ask('adviser', query, variables);
    const text = JSON.stringify(body);
    expect(body.errors?.length).toBeGreaterThan(0);
    expect(text).not.toMatch(/did you mean/i);
    expect(text).not.toMatch(/"claims"|\bfirst\b|"CARD"|\bproduct\b(?!t)/);
  });

  it('never repeat what a variable held', async () => {
    const secret = 'FR7630006000011234567890189';
    const query = 'query($s: [ClaimStatus!]) { claims(filter: { status: $s }) { edges { node { id } } } }';
    const { body } = await hub.ask('adviser', query, { s: [secret] });
    expect(body.errors?.length).toBeGreaterThan(0);
    expect(JSON.stringify(body)).not.toContain(secret);
    expect(hub.logged()).not.toContain(secret);
  });
});

describe('overload', () => {
  it.each([
    [
      'aliases',
      `{ ${Array.from({ length: 500 }, (_, at) => `a${at}: claimByNumber(number: "${CLAIM}") { id }`).join(' ')} }`,
    ],
    ['repeated fields', `{ claimByNumber(number: "${CLAIM}") { ${'status '.repeat(400)} } }`],
    [
      'depth',
      `{ claimByNumber(number: "${CLAIM}") { ${'customer { claims(first: 1) { edges { node { '.repeat(8)}id${' } } } }'.repeat(8)} } }`,
    ],
    [
      'cost',
      '{ claims(first: 100) { edges { node { documents(first: 100) { edges { node { id claim { messages(first: 100) { edges { node { at } } } } } } } } } } }',
    ],
    ['tokens', `{ ${'__typename '.repeat(8_000)} }`],
    [
      'fragments that multiply',
      `{ ...A0 } ${Array.from({ length: 16 }, (_, at) => `fragment A${at} on Query { ...A${at + 1} ...A${at + 1} }`).join(' ')} fragment A16 on Query { claims { edges { node { id } } } }`,
    ],
    ['directives', `{ __typename ${'@include(if: true) '.repeat(2_000)} }`],
  ])('by %s is refused before anything is asked', async (_what, query) => {
    const answered = await hub.ask('adviser', query);
    expect(answered.status).toBe(400);
    expect(answered.body.data).toBeUndefined();
    expect(answered.body.extensions?.sources ?? {}).toEqual({});
    expect(JSON.stringify(answered.body.errors)).not.toMatch(/\b(200|25000|6000|3000|30|20)\b/);
  });

  it('by fragments that spread themselves is refused', async () => {
    const answered = await hub.ask(
      'adviser',
      '{ ...A } fragment A on Query { __typename ...B } fragment B on Query { ...A }',
    );
    expect(codeOf(answered)).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('by a body that is too large is refused', async () => {
    const { status } = await post(
      { query: '{ __typename }', variables: { x: 'x'.repeat(600_000) } },
      { ...(await hub.credentials('adviser')) },
    );
    expect(status).toBe(413);
  });

  it('by a page that is too long is refused', async () => {
    for (const first of [0, -1, 101, 2_147_483_647]) {
      const { body } = await hub.ask(
        'adviser',
        'query($n: Int!) { claims(first: $n) { edges { node { id } } } }',
        { n: first },
      );
      expect(body.data?.claims ?? null).toBeNull();
      expect(body.errors?.[0]?.extensions.code).toMatch(/BAD_USER_INPUT|OPERATION_TOO_LARGE/);
    }
  });
});

describe('batching', () => {
  it('of operations in one request is refused', async () => {
    const one = { query: '{ __typename }' };
    const { status, text } = await post(
      Array.from({ length: 50 }, () => one),
      { ...(await hub.credentials('adviser')) },
    );
    expect(status).toBe(400);
    expect(text).not.toContain('"data"');
  });
});

describe('forgery across sites', () => {
  it.each([
    ['a form', 'POST', { 'content-type': 'application/x-www-form-urlencoded' }, 'query={__typename}', 415],
    ['plain text', 'POST', { 'content-type': 'text/plain' }, '{"query":"{__typename}"}', 415],
    ['a multipart form', 'POST', { 'content-type': 'multipart/form-data; boundary=x' }, '--x--', 415],
  ])('by %s is refused', async (_what, method, headers, body, status) => {
    const response = await fetch(`${hub.url}/graphql`, {
      method,
      headers: { ...headers, ...(await hub.credentials('adviser')) },
      body,
    });
    expect(response.status).toBe(status);
  });

  it('finds no other origin let in', async () => {
    const response = await fetch(`${hub.url}/graphql`, {
      method: 'OPTIONS',
      headers: { origin: 'https://elsewhere.example', 'access-control-request-method': 'POST' },
    });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('cannot change anything over GET', async () => {
    const mutation =
      'mutation { addClaimMessage(claimId: "x", text: "x", idempotencyKey: "12345678") { claim { id } } }';
    const response = await fetch(`${hub.url}/graphql?query=${encodeURIComponent(mutation)}`, {
      headers: { accept: 'application/json', ...(await hub.credentials('adviser', 'GET')) },
    });
    expect(response.status).toBe(405);
    expect(await response.json()).not.toHaveProperty('data');
  });
});

describe('errors', () => {
  const INSIDE =
    /node_modules|\.ts:\d|\bat \w+ \(|127\.0\.0\.1|localhost|ECONN|soap:|Envelope|BNQ\.|TCPT|select \w+ from|password|claims-hub@|\bsql\b/i;
  const QUERY = `{ claimByNumber(number: "${CLAIM}") { customer { lastName } documents(first: 2) { edges { node { label } } } paymentOrders { amount } account { iban } } }`;

  it.each([
    ['a fault that quotes data', { kind: 'fault' }],
    ['a page of HTML', { kind: 'html', status: 500 }],
    ['a closed service', { kind: 'closed' }],
    ['an answer that no contract knows', { kind: 'unknown-enum' }],
    ['a connection that breaks', { kind: 'down' }],
  ])('say of %s only which source failed', async (_what, behaviour) => {
    await hub.behave({
      customers: behaviour as never,
      documents: behaviour as never,
      payments: behaviour as never,
    });
    try {
      const { status, body } = await hub.ask('adviser', QUERY);
      expect(status).toBe(200);
      expect(body.errors?.length).toBeGreaterThan(0);
      for (const error of body.errors ?? []) {
        expect(error.extensions.code).toMatch(/^SOURCE_/);
        expect(JSON.stringify(error)).not.toMatch(INSIDE);
      }
    } finally {
      await hub.behave({
        customers: { kind: 'well' },
        documents: { kind: 'well' },
        payments: { kind: 'well' },
      });
    }
  });

  it.each([
    '{',
    '{ claims',
    'query { claims(filter: "x") { edges } }',
    '\u0000',
    '{ __proto__ { x } }',
    '{ constructor }',
  ])('of the document %j show nothing of the inside', async (query) => {
    const { status, body } = await hub.ask('adviser', query);
    expect(status).toBe(400);
    expect(JSON.stringify(body)).not.toMatch(INSIDE);
  });

  it('look alike for what is not there and what may not be seen', async () => {
    const all = await hub.ask(
      'complaints-officer',
      '{ claims(first: 100) { edges { node { number branch } } } }',
      {},
      { 'x-access-purpose': 'complaint_handling' },
    );
    const foreign = (all.body.data.claims.edges as { node: { number: string; branch: string } }[]).find(
      ({ node }) => node.branch !== '01042',
    )?.node.number;
    const query = 'query($n: String!) { claimByNumber(number: $n) { status } }';
    const hidden = await hub.ask('customer', query, { n: foreign });
    const missing = await hub.ask('customer', query, { n: 'RC-2031-0000001' });
    expect(hidden.body.errors).toEqual(missing.body.errors);
    expect(hidden.body.data).toEqual(missing.body.data);
    expect(codeOf(hidden)).toBe('NOT_FOUND');
  });
});
