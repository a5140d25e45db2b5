import { createHmac } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createAuthenticator } from '../../gateway/auth/authenticate';
import type { Credentials } from '../../gateway/auth/credentials';
import { createProviderKeys } from '../../gateway/auth/keys';
import { Unauthenticated } from '../../gateway/auth/unauthenticated';
import { startTestIssuer, type TestIssuer, type TokenChanges } from './world/issuer';
import { openHub, type OpenHub } from './world/open-hub';

/** What a request with a bearer token brings. */
const bearer = (token: string): Credentials => ({
  authorization: [`Bearer ${token}`],
  proofs: [],
  method: 'POST',
  url: 'http://127.0.0.1:4000/graphql',
});

const now = Math.floor(Date.now() / 1_000);
const lifetimes = { freshMs: 1_000, staleMs: 10_000, cooldownMs: 500, timeoutMs: 1_000 };

function clockAt(start = Date.now()) {
  let time = start;
  return { now: () => new Date(time), advance: (ms: number) => void (time += ms) };
}

describe('access tokens', () => {
  let issuer: TestIssuer;
  beforeAll(async () => {
    issuer = await startTestIssuer();
  });
  afterAll(() => issuer.close());

  const authenticator = (clock = clockAt()) =>
    createAuthenticator(issuer, createProviderKeys(issuer.issuer, { clock, fetch, lifetimes }), clock);
  const refusal = async (token: string): Promise<unknown> =>
    authenticator()(bearer(token)).then(
      () => 'let in',
      (error: unknown) => (error instanceof Unauthenticated ? error.message : error),
    );

  it('tell who asks', async () => {
    const token = await issuer.token({
      claims: {
        roles: ['client_self'],
        customer_number: '000000000001',
        branch: '00123',
        staff_number: 'A123456',
      },
    });
    await expect(authenticator()(bearer(token))).resolves.toEqual({
      subject: 'user-1',
      clientId: 'app-1',
      roles: ['client_self'],
      scopes: ['files:read', 'files:write'],
      purposes: ['reading'],
      customerNumber: '000000000001',
      branch: '00123',
      staffNumber: 'A123456',
    });
  });

  it.each(['ES256', 'PS256', 'EdDSA'])('are accepted when signed with %s', async (alg) => {
    const other = await startTestIssuer();
    await other.rotate(alg);
    const keys = createProviderKeys(other.issuer, { clock: clockAt(), fetch });
    const authenticate = createAuthenticator(other, keys, clockAt());
    await expect(authenticate(bearer(await other.token()))).resolves.toMatchObject({ subject: 'user-1' });
    await other.close();
  });

  it.each(['RS256', 'ES384', 'PS512'])('are refused when signed with %s', async (alg) => {
    const other = await startTestIssuer();
    await other.rotate(alg);
    const keys = createProviderKeys(other.issuer, { clock: clockAt(), fetch });
    const authenticate = createAuthenticator(other, keys, clockAt());
    await expect(authenticate(bearer(await other.token()))).rejects.toThrow('cannot be verified');
    await other.close();
  });

  it('are refused without a signature, and when signed with a public key as a shared secret', async () => {
    const [header = '', payload = ''] = (await issuer.token()).split('.');
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt' })).toString('base64url');
    expect(await refusal(`${none}.${payload}.`)).toContain('does not hold a bearer access token');
    expect(await refusal(`${none}.${payload}.c2ln`)).toContain('cannot be verified');
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string };
    const shared = Buffer.from(JSON.stringify({ alg: 'HS256', typ: 'at+jwt', kid })).toString('base64url');
    const keys = await (await fetch(`${issuer.issuer}/keys`)).text();
    const signature = createHmac('sha256', keys).update(`${shared}.${payload}`).digest('base64url');
    expect(await refusal(`${shared}.${payload}.${signature}`)).toContain('cannot be verified');
  });

  it('are not verified with a key that they bring along', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const jwk = await exportJWK(publicKey);
    const token = await new SignJWT({ iss: issuer.issuer, aud: issuer.audience, sub: 'x' })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', jwk, jku: 'http://127.0.0.1:9/keys' })
      .sign(privateKey);
    expect(await refusal(token)).toContain('cannot be verified');
  });

  it.each<[string, TokenChanges, string]>([
    ['with another signature', { forged: true }, 'cannot be verified'],
    ['of an unknown key', { header: { kid: 'other' } }, 'cannot be verified'],
    ['that is an id token', { header: { typ: 'JWT' } }, 'is not an access token'],
    ['without a type', { header: { typ: undefined } }, 'is not an access token'],
    ['of another issuer', { claims: { iss: 'https://other.example' } }, 'is not from the issuer'],
    ['for another service', { claims: { aud: 'https://other.example' } }, 'is not made for this service'],
    ['without an audience', { claims: { aud: undefined } }, 'is not made for this service'],
    ['that has expired', { claims: { exp: now - 10 } }, 'has expired'],
    ['that is not valid yet', { claims: { nbf: now + 60 } }, 'is not valid yet'],
    ['from the future', { claims: { iat: now + 60 } }, 'is from the future'],
    ['bound to a key', { claims: { cnf: { jkt: 'abc' } } }, 'is bound to a key'],
    ...['exp', 'nbf', 'iat', 'sub', 'client_id', 'jti'].map((claim): [string, TokenChanges, string] => [
      `without ${claim}`,
      { claims: { [claim]: undefined } },
      'The access token ',
    ]),
    ['with roles that are no list', { claims: { roles: 'clerk' } }, 'not of its form'],
    ['with a short customer number', { claims: { customer_number: '1' } }, 'not of its form'],
    ['with a branch that is a number', { claims: { branch: 123 } }, 'not of its form'],
    ['with a scope that is a list', { claims: { scope: ['files:read'] } }, 'not of its form'],
    [
      'with purposes that are no list',
      { claims: { authorization_details: [{ type: 'claims_hub_purpose', purposes: 'reading' }] } },
      'not of its form',
    ],
  ])('are refused %s', async (_, changes, sentence) => {
    const token = await issuer.token(changes);
    expect(await refusal(token)).toContain(sentence);
  });

  it('are still accepted five seconds after their end, and not six', async () => {
    const clock = clockAt(now * 1_000);
    const authenticate = authenticator(clock);
    const token = await issuer.token({ claims: { iat: now - 100, nbf: now - 100, exp: now } });
    clock.advance(4_000);
    await expect(authenticate(bearer(token))).resolves.toBeDefined();
    clock.advance(2_000);
    await expect(authenticate(bearer(token))).rejects.toThrow('has expired');
  });

  it('are not remembered beyond their end', async () => {
    const clock = clockAt(now * 1_000);
    const authenticate = authenticator(clock);
    const token = await issuer.token({ claims: { iat: now - 100, nbf: now - 100, exp: now + 20 } });
    await authenticate(bearer(token));
    clock.advance(30_000);
    await expect(authenticate(bearer(token))).rejects.toThrow('has expired');
  });

  it.each([
    '',
    'Basic dXNlcg==',
    'Bearer',
    'Bearer abc',
    'Bearer a.b.c.d.e',
    `Bearer ${'a'.repeat(20_000)}.b.c`,
  ])('are asked for when the header is not a bearer token (%#)', async (header) => {
    await expect(authenticator()({ ...bearer(''), authorization: [header] })).rejects.toBeInstanceOf(Unauthenticated);
  });
});

describe('the provider’s keys', () => {
  const start = async (discovery = true) => {
    const issuer = await startTestIssuer({ discovery });
    const clock = clockAt();
    const keys = createProviderKeys(issuer.issuer, { clock, fetch, lifetimes });
    const authenticate = createAuthenticator(issuer, keys, clock);
    return { issuer, clock, keys, ask: async () => authenticate(bearer(await issuer.token())) };
  };

  it.each([true, false])('are found (by a discovery document: %s) and asked for once', async (discovery) => {
    const { issuer, ask } = await start(discovery);
    await Promise.all([ask(), ask(), ask()]);
    expect(issuer.asked()).toBe(1);
    await issuer.close();
  });

  it('may change: an unknown key is looked up again, but not at every request', async () => {
    const { issuer, clock, ask } = await start();
    await ask();
    await issuer.rotate();
    await expect(ask()).rejects.toThrow('cannot be verified');
    expect(issuer.asked()).toBe(1);
    clock.advance(600);
    await expect(ask()).resolves.toBeDefined();
    expect(issuer.asked()).toBe(2);
    await issuer.close();
  });

  it('are used for a while when the provider is down, and not for ever', async () => {
    const { issuer, clock, ask } = await start();
    await ask();
    issuer.down = true;
    clock.advance(9_000);
    await expect(ask()).resolves.toBeDefined();
    clock.advance(2_000);
    await expect(ask()).rejects.toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      facts: { source: 'identity-provider' },
    });
    issuer.down = false;
    clock.advance(600);
    await expect(ask()).resolves.toBeDefined();
    await issuer.close();
  });

  it('of another issuer are not taken', async () => {
    const { issuer, clock } = await start();
    const lying = createProviderKeys(`${issuer.issuer}/`, { clock, fetch, lifetimes });
    await expect(lying.ready()).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    await issuer.close();
  });
});

describe('over HTTP', () => {
  let open: OpenHub;
  beforeAll(async () => {
    open = await openHub('one process');
  });
  afterAll(() => open.close());

  it('no token is 401 with a challenge and one sentence', async () => {
    const response = await fetch(open.url, { method: 'POST' });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="claims-hub"');
    await expect(response.json()).resolves.toEqual({
      errors: [
        {
          message: 'An access token is needed: send it as "Authorization: Bearer …".',
          extensions: { code: 'UNAUTHENTICATED' },
        },
      ],
    });
  });

  it('an expired token is 401 and says so in the challenge', async () => {
    const { status, headers, body } = await open.ask('{ __typename }', {
      token: { claims: { exp: now - 60 } },
    });
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe(
      'Bearer realm="claims-hub", error="invalid_token", error_description="The access token has expired."',
    );
    expect(body.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  it('a provider that was never reached is 503, not a refusal of the token', async () => {
    const other = await openHub('one process');
    other.issuer.down = true;
    const { status, headers, body } = await other.ask('{ __typename }');
    expect(status).toBe(503);
    expect(headers.get('retry-after')).toBe('5');
    expect(body.errors?.[0]?.extensions).toEqual({ code: 'SOURCE_UNAVAILABLE', source: 'identity-provider' });
    await other.close();
  });

  it('a purpose must be one of the token’s, and be picked where it has several', async () => {
    const several = {
      claims: { authorization_details: [{ type: 'claims_hub_purpose', purposes: ['reading', 'checking'] }] },
    };
    const missing = await open.ask('{ __typename }', { token: several });
    expect([missing.status, missing.body.errors?.[0]?.extensions.code]).toEqual([400, 'PURPOSE_REQUIRED']);
    const wrong = await open.ask('{ __typename }', {
      token: several,
      headers: { 'x-access-purpose': 'other' },
    });
    expect([wrong.status, wrong.body.errors?.[0]?.extensions.code]).toEqual([403, 'PURPOSE_NOT_ALLOWED']);
    const right = await open.ask('{ __typename }', {
      token: several,
      headers: { 'x-access-purpose': 'checking' },
    });
    expect(right.status).toBe(200);
  });
});
