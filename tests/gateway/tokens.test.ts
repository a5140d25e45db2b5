import { createHmac, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createAuthenticator } from '../../gateway/auth/authenticate';
import { createProviderKeys } from '../../gateway/auth/keys';
import { Unauthenticated } from '../../gateway/auth/unauthenticated';
import { freezeDate } from '../harness/frozen-date';
import { bearer, clockAt } from './world/credentials';
import { startTestIssuer, type TestIssuer, type TokenChanges } from './world/issuer';
import { openHub, type OpenHub } from './world/open-hub';

const AUDIENCE = 'https://hub.example/graphql';
freezeDate();
const now = Math.floor(Date.now() / 1_000);

describe('access tokens', () => {
  let issuer: TestIssuer;
  beforeAll(async () => {
    issuer = await startTestIssuer();
  });
  afterAll(() => issuer.close());

  const authenticator = (clock = clockAt()) =>
    createAuthenticator(
      issuer,
      createProviderKeys(issuer.issuer, { clock, fetch, lifetimes: { timeoutMs: 60_000 } }),
      clock,
    );
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
      tokenId: 'token-1',
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
    const keys = createProviderKeys(other.issuer, {
      clock: clockAt(),
      fetch,
      lifetimes: { timeoutMs: 60_000 },
    });
    const authenticate = createAuthenticator(other, keys, clockAt());
    await expect(authenticate(bearer(await other.token()))).resolves.toMatchObject({ subject: 'user-1' });
    await other.close();
  });

  it.each(['RS256', 'ES384', 'PS512'])('are refused when signed with %s', async (alg) => {
    const other = await startTestIssuer();
    await other.rotate(alg);
    const keys = createProviderKeys(other.issuer, {
      clock: clockAt(),
      fetch,
      lifetimes: { timeoutMs: 60_000 },
    });
    const authenticate = createAuthenticator(other, keys, clockAt());
    await expect(authenticate(bearer(await other.token()))).rejects.toThrow('cannot be verified');
    await other.close();
  });

  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

  it.each(['none', 'None', 'NONE', ''])('are refused without a signature (algorithm "%s")', async (alg) => {
    const [, payload = ''] = (await issuer.token()).split('.');
    const header = part({ alg, typ: 'at+jwt' });
    expect(await refusal(`${header}.${payload}.`)).toContain('does not hold an access token');
    expect(await refusal(`${header}.${payload}.c2ln`)).toContain('cannot be verified');
  });

  it.each<[string, (jwk: JsonWebKey, key: KeyObject) => string | Buffer]>([
    ['the key set as it is served', (jwk) => JSON.stringify({ keys: [jwk] })],
    ['its JWK', (jwk) => JSON.stringify(jwk)],
    ['its PEM', (_, key) => key.export({ type: 'spki', format: 'pem' })],
    ['its DER', (_, key) => key.export({ type: 'spki', format: 'der' })],
    ['nothing', () => ''],
  ])('are refused when the public key is taken as a shared secret: %s', async (_, secretOf) => {
    const [header = '', payload = ''] = (await issuer.token()).split('.');
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string };
    const served = (await (await fetch(`${issuer.issuer}/keys`)).json()) as { keys: [JsonWebKey] };
    const secret = secretOf(served.keys[0], createPublicKey({ key: served.keys[0], format: 'jwk' }));
    const shared = part({ alg: 'HS256', typ: 'at+jwt', kid });
    const signature = createHmac('sha256', secret).update(`${shared}.${payload}`).digest('base64url');
    expect(await refusal(`${shared}.${payload}.${signature}`)).toContain('cannot be verified');
  });

  it('are not verified with a key, or from an address, that they bring along', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const jwk = await exportJWK(publicKey);
    const token = await new SignJWT({ iss: issuer.issuer, aud: issuer.audience, sub: 'x' })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', jwk, jku: 'http://127.0.0.1:9/keys' })
      .sign(privateKey);
    expect(await refusal(token)).toContain('cannot be verified');
  });

  it.each<[string, Record<string, unknown>]>([
    ['jku', { jku: 'https://keys.example/jwks' }],
    ['x5u', { x5u: 'https://keys.example/chain.pem' }],
    ['x5c', { x5c: ['MIIB'] }],
    ['jwk', { jwk: { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' } }],
  ])('of the provider are verified with its own keys whatever their %s says', async (_, header) => {
    const asked: string[] = [];
    const keys = createProviderKeys(issuer.issuer, {
      clock: clockAt(),
      fetch: (url, init) => {
        asked.push(new Request(url).url);
        return fetch(url, init);
      },
      lifetimes: { timeoutMs: 60_000 },
    });
    const token = await issuer.token({ header });
    await expect(createAuthenticator(issuer, keys, clockAt())(bearer(token))).resolves.toBeDefined();
    expect(asked.filter((url) => !url.startsWith(issuer.issuer))).toEqual([]);
  });

  it.each<[string, TokenChanges]>([
    ['with the long form of the type', { header: { typ: 'application/at+jwt' } }],
    ['for several services, this one too', { claims: { aud: ['https://other.example', AUDIENCE] } }],
    [
      'with details that are meant for other services',
      { claims: { authorization_details: [{ type: 'payment_initiation', limit: 5 }] } },
    ],
    [
      'without roles, scopes and purposes',
      { claims: { roles: undefined, scope: undefined, authorization_details: undefined } },
    ],
  ])('are accepted %s', async (_, changes) => {
    expect(await refusal(await issuer.token(changes))).toBe('let in');
  });

  it.each<[string, TokenChanges, string]>([
    ['with another signature', { forged: true }, 'cannot be verified'],
    ['of an unknown key', { header: { kid: 'other' } }, 'cannot be verified'],
    ['with a key id that climbs', { header: { kid: '../../dev/null' } }, 'cannot be verified'],
    [
      'with an extension that must be understood',
      { header: { crit: ['hub'], hub: 1 } },
      'cannot be verified',
    ],
    ['that is an id token', { header: { typ: 'JWT' } }, 'is not an access token'],
    ['that is a logout token', { header: { typ: 'logout+jwt' } }, 'is not an access token'],
    ['that is a proof', { header: { typ: 'dpop+jwt' } }, 'is not an access token'],
    ['without a type', { header: { typ: undefined } }, 'is not an access token'],
    ['of another issuer', { claims: { iss: 'https://other.example' } }, 'is not from the issuer'],
    ['without an issuer', { claims: { iss: undefined } }, 'is not from the issuer'],
    ['for another service', { claims: { aud: 'https://other.example' } }, 'is not made for this service'],
    [
      'for the beginning of this service',
      { claims: { aud: AUDIENCE.slice(0, -1) } },
      'is not made for this service',
    ],
    [
      'for this service in capitals',
      { claims: { aud: AUDIENCE.toUpperCase() } },
      'is not made for this service',
    ],
    ['for nobody', { claims: { aud: [] } }, 'is not made for this service'],
    ['without an audience', { claims: { aud: undefined } }, 'is not made for this service'],
    ['that has expired', { claims: { exp: now - 10 } }, 'has expired'],
    ['that expired long ago', { claims: { exp: 0 } }, 'has expired'],
    ['that is not valid yet', { claims: { nbf: now + 60 } }, 'is not valid yet'],
    ['from the future', { claims: { iat: now + 60 } }, 'is from the future'],
    ['that is older than a day', { claims: { iat: now - 86_460, nbf: now - 86_460 } }, 'is too old'],
    ['whose end is a text', { claims: { exp: String(now + 600) } }, 'not of its form'],
    ['whose beginning is a text', { claims: { nbf: String(now) } }, 'not of its form'],
    ['whose time is a text', { claims: { iat: new Date().toISOString() } }, 'not of its form'],
    ...['exp', 'nbf', 'iat', 'sub', 'client_id', 'jti'].map((claim): [string, TokenChanges, string] => [
      `without ${claim}`,
      { claims: { [claim]: undefined } },
      'lacks a claim',
    ]),
    ...['sub', 'client_id', 'jti'].flatMap((claim): [string, TokenChanges, string][] => [
      [`with an empty ${claim}`, { claims: { [claim]: '' } }, 'not of its form'],
      [`with a ${claim} that is a number`, { claims: { [claim]: 7 } }, 'not of its form'],
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
    [
      'with a limit that this service cannot keep',
      { claims: { authorization_details: [{ type: 'claims_hub_cases', claims: ['1'] }] } },
      'not of its form',
    ],
    [
      'with a kind of limit that this service does not know',
      { claims: { authorization_details: [{ type: 'claims_hub_hours', from: '08:00' }] } },
      'not of its form',
    ],
    [
      'with a mandate of nobody',
      {
        claims: { authorization_details: [{ type: 'claims_hub_mandate', claim_number: 'RC-2026-0000001' }] },
      },
      'not of its form',
    ],
    ['bound to a certificate', { claims: { cnf: { 'x5t#S256': 'a'.repeat(43) } } }, 'is bound in a way'],
    ['bound to two things', { claims: { cnf: { jkt: 'a'.repeat(43), kid: '1' } } }, 'is bound in a way'],
    ['bound to nothing', { claims: { cnf: {} } }, 'is bound in a way'],
    ['bound to null', { claims: { cnf: null } }, 'is bound in a way'],
    ['bound to no thumbprint', { claims: { cnf: { jkt: 'abc' } } }, 'is bound in a way'],
    [
      'of more than 16,000 characters',
      { claims: { note: 'x'.repeat(16_000) } },
      'does not hold an access token',
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
    await expect(authenticator()({ ...bearer(''), authorization: [header] })).rejects.toBeInstanceOf(
      Unauthenticated,
    );
  });

  it('are refused when there are two of them', async () => {
    const { authorization } = bearer(await issuer.token());
    const twice = { ...bearer(''), authorization: [...authorization, ...authorization] };
    await expect(authenticator()(twice)).rejects.toThrow('There must be one Authorization header.');
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
    expect(response.headers.get('www-authenticate')).toBe(
      'Bearer realm="claims-hub", DPoP realm="claims-hub", algs="PS256 ES256 EdDSA"',
    );
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
