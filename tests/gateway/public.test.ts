import { startTestHub, type TestHub } from '../harness/hub';

let hub: TestHub;
let claim: { id: string; number: string; secret: string; pdf: string };
const TRACK =
  'query ($number: String!, $secret: String!) { trackClaim(number: $number, secret: $secret) { status timeline deadlines { rule status } } }';

beforeAll(async () => {
  hub = await startTestHub({ mode: 'one process' });
  const filed = await hub.ask(
    'customer',
    `mutation ($input: FileClaimInput!) { fileClaim(input: $input, idempotencyKey: "public-test-1") {
       number trackingSecret datedCopy { pdfPath } claim { id } } }`,
    {
      input: { product: 'CARD', motive: 'CARD_LOST', description: 'Œuvre volée : 12,50 €.', language: 'DE' },
    },
    { 'x-access-purpose': 'customer_self_service' },
  );
  expect(filed.body.errors).toBeUndefined();
  const { number, trackingSecret, datedCopy, claim: made } = filed.body.data.fileClaim;
  claim = { id: made.id, number, secret: trackingSecret, pdf: datedCopy.pdfPath };
});
afterAll(() => hub.close());

const anonymous = async (query: string, variables: object = {}, headers: Record<string, string> = {}) => {
  const response = await fetch(`${hub.url}/public/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  return {
    status: response.status,
    body: (await response.json()) as {
      data?: unknown;
      errors?: { message: string; extensions: { code: string } }[];
    },
  };
};

describe('without a token', () => {
  it('a claim is followed by its number and secret, and nobody is named', async () => {
    const { status, body } = await anonymous(TRACK, claim);
    expect(status).toBe(200);
    expect(body).toEqual({
      data: {
        trackClaim: {
          status: 'FILED',
          timeline: ['FILED'],
          deadlines: expect.arrayContaining([{ rule: 'ACKNOWLEDGEMENT', status: 'RUNNING' }]) as unknown,
        },
      },
      ...('extensions' in body ? { extensions: expect.anything() as unknown } : {}),
    });
  });

  it.each([
    ['claims', '{ claims { edges { node { number } } } }'],
    ['a claim by number', 'query ($number: String!) { claimByNumber(number: $number) { number } }'],
    [
      'a filing',
      'mutation { fileClaim(input: { product: CARD, motive: OTHER, description: "x" }, idempotencyKey: "12345678") { number } }',
    ],
    ['what the caller may do', '{ viewer { can(coordinates: []) { coordinate } } }'],
    ['entities', '{ _entities(representations: []) { __typename } }'],
  ])('%s: there is no such field', async (_what, query) => {
    const { body } = await anonymous(query, query.includes('$number') ? { number: claim.number } : {});
    expect(body.data).toBeUndefined();
    expect(body.errors?.map(({ extensions }) => extensions.code)).toEqual(
      body.errors?.map(() => 'GRAPHQL_VALIDATION_FAILED'),
    );
  });

  it('the graph consists of what following a claim needs', async () => {
    const { body } = await anonymous(
      '{ __schema { queryType { fields { name } } mutationType { name } types { name } } }',
    );
    const { queryType, mutationType, types } = (
      body.data as {
        __schema: { queryType: { fields: unknown }; mutationType: unknown; types: { name: string }[] };
      }
    ).__schema;
    expect(queryType.fields).toEqual([{ name: 'trackClaim' }]);
    expect(mutationType).toBeNull();
    expect(types.map(({ name }) => name)).not.toContain('Claim');
  });

  it('a token at that address opens nothing more', async () => {
    const credentials = await hub.credentials('customer');
    const { body } = await anonymous('{ me { id } }', {}, credentials);
    expect(body.data).toBeUndefined();
  });

  it('the other address answers 401, this one only over POST', async () => {
    const other = await fetch(`${hub.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: TRACK, variables: claim }),
    });
    expect(other.status).toBe(401);
    const inUrl = await fetch(`${hub.url}/public/graphql?query=%7B__typename%7D`, {
      headers: { 'graphql-require-preflight': '1' },
    });
    expect(inUrl.status).toBe(404);
  });

  it('guessing is slowed down by address, recorded, and neither secret nor address is logged', async () => {
    const codes: (string | undefined)[] = [];
    for (let n = 0; n < 21; n += 1) {
      const { body } = await anonymous(TRACK, {
        number: `RC-2026-${String(8_000_000 + n)}`,
        secret: 'a wrong secret',
      });
      codes.push(body.errors?.[0]?.extensions.code);
    }
    expect(codes).toEqual([...Array<string>(20).fill('NOT_FOUND'), 'RATE_LIMITED']);
    expect(hub.logged()).not.toContain(claim.secret);
    expect(hub.logged()).not.toContain('a wrong secret');
    const rows = await hub.store.query<{ kind: string; n: number }>(
      'select kind, count(*)::int as n from claims.tracking_attempt where failures > 0 group by kind order by kind',
    );
    expect(rows).toEqual([
      { kind: 'CALLER', n: 1 },
      { kind: 'NUMBER', n: 20 },
    ]);
  });
});

describe('the dated copy as PDF', () => {
  const copy = async (actor?: string, path = claim.pdf) =>
    fetch(`${hub.url}${path}`, {
      headers: actor === undefined ? {} : await hub.credentials(actor, 'GET'),
    });

  it('is given to the claimant, the same bytes each time', async () => {
    const [one, two] = [await copy('customer'), await copy('customer')];
    expect(one.status).toBe(200);
    expect(one.headers.get('content-type')).toBe('application/pdf');
    expect(one.headers.get('content-disposition')).toBe(
      `attachment; filename="${claim.number.replace('RC', 'DC')}.pdf"`,
    );
    const bytes = Buffer.from(await one.arrayBuffer());
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(bytes.equals(Buffer.from(await two.arrayBuffer()))).toBe(true);
  });

  it('is not given without a token, to who may not know of the claim, or by a key of nothing', async () => {
    expect((await copy()).status).toBe(401);
    expect((await copy('mediator')).status).toBe(404);
    const masked = await copy('dpo');
    expect(masked.status).toBe(403);
    expect(await masked.json()).toEqual({
      errors: [
        { message: 'A copy is given whole, or not at all.', extensions: { code: 'FIELD_ACCESS_DENIED' } },
      ],
    });
    expect((await copy('customer', '/claims/clm_AAAA/dated-copy.pdf')).status).toBe(404);
  });
});
