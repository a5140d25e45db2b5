import { generateKeyPairSync } from 'node:crypto';
import type { JWK } from 'jose';
import type { Caller } from '../../schema/kernel/caller';
import { developmentKeys } from '../../subgraphs/shared/development-keys';
import {
  createOperationSigner,
  createOperationVerifier,
  OPERATION_HEADER,
} from '../../subgraphs/shared/operation-token';
import { openHub, type OpenHub } from './world/open-hub';

const caller: Caller = {
  subject: 'user-1',
  clientId: 'app-1',
  roles: ['clerk'],
  scopes: [],
  purposes: ['reading'],
  purpose: 'reading',
  branch: '00123',
};
const fresh = (): JWK => generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
const at = (ms: number) => ({ now: () => new Date(ms) });

describe('the signed context of an operation', () => {
  const key = fresh();
  const start = Date.UTC(2026, 10, 20);
  const token = createOperationSigner(key, at(start))('claims', caller);

  it('tells the subgraph it was made for who asks', async () => {
    await expect(createOperationVerifier('claims', key, at(start))(token)).resolves.toEqual(caller);
  });

  it('is accepted for a minute', async () => {
    await expect(createOperationVerifier('claims', key, at(start + 64_000))(token)).resolves.toBeDefined();
    await expect(createOperationVerifier('claims', key, at(start + 66_000))(token)).resolves.toBeUndefined();
    await expect(createOperationVerifier('claims', key, at(start - 6_000))(token)).resolves.toBeUndefined();
  });

  it('is not remembered beyond its end', async () => {
    let now = start;
    const verify = createOperationVerifier('claims', key, { now: () => new Date(now) });
    await expect(verify(token)).resolves.toBeDefined();
    now += 66_000;
    await expect(verify(token)).resolves.toBeUndefined();
  });

  it.each<[string, () => Promise<Caller | undefined>]>([
    ['for another subgraph', () => createOperationVerifier('surveys', key, at(start))(token)],
    ['of another key', () => createOperationVerifier('claims', fresh(), at(start))(token)],
    ['that is missing', () => createOperationVerifier('claims', key, at(start))(undefined)],
    ['that is no token', () => createOperationVerifier('claims', key, at(start))('a.b.c')],
    [
      'without a signature',
      () => createOperationVerifier('claims', key, at(start))(`${token.split('.').slice(0, 2).join('.')}.`),
    ],
    [
      'with another caller under the same signature',
      () => {
        const [header, , signature] = token.split('.');
        const claims = {
          aud: 'claims',
          iat: start / 1_000,
          exp: start / 1_000 + 60,
          caller: { ...caller, roles: ['dpo'] },
        };
        const forged = Buffer.from(JSON.stringify(claims)).toString('base64url');
        return createOperationVerifier('claims', key, at(start))(`${header}.${forged}.${signature}`);
      },
    ],
  ])('is refused %s', async (_, verify) => {
    await expect(verify()).resolves.toBeUndefined();
  });

  it('is signed once per caller, purpose and subgraph, and anew before it gets old', () => {
    let now = start;
    const sign = createOperationSigner(key, { now: () => new Date(now) });
    const first = sign('claims', caller);
    expect(sign('claims', { ...caller })).toBe(first);
    expect(sign('surveys', caller)).not.toBe(first);
    expect(sign('claims', { ...caller, purpose: 'checking' })).not.toBe(first);
    now += 31_000;
    expect(sign('claims', caller)).not.toBe(first);
  });
});

describe('a subgraph’s own server', () => {
  let open: OpenHub;
  let key: JWK;
  beforeAll(async () => {
    open = await openHub('over HTTP');
    key = developmentKeys(open.dataDir).contextKey;
  });
  afterAll(() => open.close());

  const post = (body: string, headers: Record<string, string> = {}, path = '/graphql'): Promise<Response> =>
    fetch(`${open.subgraphs.persons}${path}`, { method: 'POST', body, headers });
  const signed = (subgraph = 'persons', by = key): Record<string, string> => ({
    [OPERATION_HEADER]: createOperationSigner(by, { now: () => new Date() })(subgraph, caller),
  });
  const query = JSON.stringify({ query: '{ persons { name } }' });

  it.each<[string, () => Record<string, string>]>([
    ['no context', () => ({})],
    ['the context of another subgraph', () => signed('files')],
    ['a context that somebody else signed', () => signed('persons', fresh())],
    ['an access token in its place', () => ({ authorization: 'Bearer a.b.c', [OPERATION_HEADER]: 'a.b.c' })],
  ])('refuses a request with %s', async (_, headers) => {
    const response = await post(query, headers());
    expect(response.status).toBe(401);
    await expect(response.json()).resolves.toEqual({
      errors: [
        { message: 'This subgraph answers the gateway only.', extensions: { code: 'UNAUTHENTICATED' } },
      ],
    });
    expect(open.world.visits.persons).toBe(0);
  });

  it('decides again for whoever the context names, whatever a representation says', async () => {
    const representations = [{ __typename: 'Person', id: 'p1', email: 'forged', facts: { customer: '1' } }];
    const entities = {
      query:
        'query($representations: [_Any!]!) { _entities(representations: $representations) { ... on Person { name email } } }',
      variables: { representations },
    };
    const reader = createOperationSigner(key, { now: () => new Date() })('persons', {
      ...caller,
      roles: ['reader'],
    });
    const response = await post(JSON.stringify(entities), { [OPERATION_HEADER]: reader });
    expect(await response.json()).toMatchObject({
      data: { _entities: [{ name: 'Name of p1', email: null }] },
      errors: [{ extensions: { code: 'FIELD_ACCESS_DENIED' } }],
    });
  });

  it('answers one request with one answer, several with as many, and says what they cost', async () => {
    const one = (await (await post(query, signed())).json()) as object;
    expect(one).toMatchObject({
      data: { persons: [{}, {}] },
      extensions: { sources: { 'person-file': { calls: 1 } } },
    });
    open.world.batches.length = 0;
    const many = (await (await post(`[${query},${query}]`, signed())).json()) as object[];
    expect(many).toMatchObject([{ data: {}, extensions: { sources: {} } }, { data: {} }]);
    expect(open.world.batches).toEqual([['p0', 'p1']]);
  });

  it.each([
    ['not JSON', '{', 400],
    ['an empty list', '[]', 400],
    ['no request', '{"q":1}', 400],
    ['too long', JSON.stringify({ query: 'x'.repeat(9_000_000) }), 413],
  ])('refuses a body that is %s', async (_, body, status) => {
    const response = await post(body, signed());
    expect(response.status).toBe(status);
  });

  it('says nothing of its inside for a document that does not fit its schema', async () => {
    const response = await post(JSON.stringify({ query: '{ personz { name } }' }), signed());
    expect(await response.json()).toMatchObject({
      errors: [
        {
          message: 'The hub could not answer this part because of an internal error.',
          extensions: { code: 'INTERNAL_SERVER_ERROR' },
        },
      ],
    });
  });

  it('is healthy, ready, and has nothing elsewhere', async () => {
    const get = async (path: string) => {
      const response = await fetch(`${open.subgraphs.persons}${path}`);
      return [response.status, await response.json()];
    };
    expect(await get('/healthz')).toEqual([200, { status: 'ok' }]);
    expect(await get('/readyz')).toEqual([200, { status: 'ok' }]);
    open.world.personsDown = true;
    expect(await get('/readyz')).toEqual([503, { status: 'SOURCE_UNAVAILABLE' }]);
    open.world.personsDown = false;
    expect((await get('/graphql'))[0]).toBe(405);
    expect((await get('/other'))[0]).toBe(404);
  });
});
