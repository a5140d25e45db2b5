import nock from 'nock';
import { createProviderKeys } from '../../gateway/auth/keys';
import { createSigningKey, type SigningKey } from '../../mocks/oidc/keys';
import { clockAt, publicPart } from './world/credentials';

/** Bad days of a provider that no healthy server has. Nothing leaves the process: what is not foreseen here fails. */
const HOST = 'https://id.bank.example';
const DISCOVERY = '/.well-known/openid-configuration';
const UNAVAILABLE = { code: 'SOURCE_UNAVAILABLE', facts: { source: 'identity-provider' } };

let key: SigningKey;
beforeAll(async () => {
  nock.disableNetConnect();
  key = await createSigningKey('ES256');
});
afterEach(() => nock.cleanAll());
afterAll(() => nock.restore());

const served = () => ({ keys: [{ ...publicPart(key), kid: key.kid, alg: key.alg, use: 'sig' }] });
const document = (changes: object = {}) => ({ issuer: HOST, jwks_uri: `${HOST}/jwks`, ...changes });
const header = () => ({ alg: key.alg, kid: key.kid });
const token = { payload: '', signature: '' };

function open() {
  const clock = clockAt();
  const keys = createProviderKeys(HOST, { clock, fetch, lifetimes: { timeoutMs: 60_000 } });
  return { clock, keys };
}

const scope = () => nock(HOST);
const healthy = () => scope().get(DISCOVERY).reply(200, document()).get('/jwks').reply(200, served());

it('a healthy answer gives keys', async () => {
  healthy();
  await expect(open().keys.find(header(), token)).resolves.toBeDefined();
});

const BAD_DAYS: [string, () => unknown][] = [
  ['refuses connections', () => scope().get(DISCOVERY).replyWithError('ECONNREFUSED')],
  ['answers 500', () => scope().get(DISCOVERY).reply(500, document())],
  ['answers 403', () => scope().get(DISCOVERY).reply(403, document())],
  ['answers with a page of HTML', () => scope().get(DISCOVERY).reply(200, '<html>Maintenance</html>')],
  ['answers with nothing', () => scope().get(DISCOVERY).reply(200, '')],
  ['answers with null', () => scope().get(DISCOVERY).reply(200, 'null')],
  [
    'answers with bytes that are no text',
    () =>
      scope()
        .get(DISCOVERY)
        .reply(200, Buffer.from([0xff, 0xfe, 0])),
  ],
  [
    'answers without end',
    () =>
      scope()
        .get(DISCOVERY)
        .reply(200, JSON.stringify(document({ x: 'x'.repeat(300_000) }))),
  ],
  [
    'redirects',
    () =>
      scope()
        .get(DISCOVERY)
        .reply(302, '', { location: `${HOST}/other` })
        .get('/other')
        .reply(200, document()),
  ],
  [
    'speaks for another issuer',
    () =>
      scope()
        .get(DISCOVERY)
        .reply(200, document({ issuer: 'https://id.other.example' })),
  ],
  [
    'adds a slash to its name',
    () =>
      scope()
        .get(DISCOVERY)
        .reply(200, document({ issuer: `${HOST}/` })),
  ],
  [
    'names no keys',
    () =>
      scope()
        .get(DISCOVERY)
        .reply(200, document({ jwks_uri: undefined })),
  ],
  [
    'names keys that are no URL',
    () =>
      scope()
        .get(DISCOVERY)
        .reply(200, document({ jwks_uri: 'jwks' })),
  ],
  [
    'sends for its keys to a place without TLS',
    () => {
      scope()
        .get(DISCOVERY)
        .reply(200, document({ jwks_uri: 'http://id.bank.example/jwks' }));
      nock('http://id.bank.example').get('/jwks').reply(200, served());
    },
  ],
  ...(
    [
      ['has lost its keys', 404, () => ''],
      ['redirects from its keys', 307, () => ''],
      ['has no key', 200, () => ({ keys: [] })],
      ['has keys that are no list', 200, () => ({ keys: served().keys[0] })],
      ['has keys that are no objects', 200, () => ({ keys: [null, 7, 'key'] })],
      ['has shared secrets for keys', 200, () => ({ keys: [{ kty: 'oct', k: 'AAAA', kid: key.kid }] })],
      ['has keys for encryption only', 200, () => ({ keys: [{ ...served().keys[0], use: 'enc' }] })],
      ['has thousands of keys', 200, () => ({ keys: Array.from({ length: 101 }, () => served().keys[0]) })],
      ['has half a key set', 200, () => JSON.stringify(served()).slice(0, -2)],
      ['has a key set without end', 200, () => ({ ...served(), more: 'x'.repeat(300_000) })],
    ] as [string, number, () => string | object][]
  ).map(([day, status, body]): [string, () => unknown] => [
    day,
    () =>
      scope()
        .get(DISCOVERY)
        .reply(200, document())
        .get('/jwks')
        .reply(status, body(), status === 307 ? { location: `${HOST}/elsewhere` } : {})
        .get('/elsewhere')
        .optionally()
        .reply(200, served()),
  ]),
];

describe.each(BAD_DAYS)('a provider that %s', (_, misbehave) => {
  it('gives no keys', async () => {
    misbehave();
    await expect(open().keys.find(header(), token)).rejects.toMatchObject(UNAVAILABLE);
  });

  it('leaves in use the keys that it gave before, and may come back', async () => {
    const { clock, keys } = open();
    healthy();
    await keys.ready();
    clock.advance(11 * 60_000);
    misbehave();
    await expect(keys.find(header(), token)).resolves.toBeDefined();
    clock.advance(25 * 3_600_000);
    // Now it waits for the fetch in the background, which is the bad day's.
    await expect(keys.find(header(), token)).rejects.toMatchObject(UNAVAILABLE);
    nock.cleanAll();
    healthy();
    clock.advance(6_000);
    await expect(keys.find(header(), token)).resolves.toBeDefined();
  });
});
