import { createHash, createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createAuthenticator } from '../../gateway/auth/authenticate';
import type { Credentials } from '../../gateway/auth/credentials';
import { createProviderKeys } from '../../gateway/auth/keys';
import { createProofRegister } from '../../gateway/auth/proof-register';
import { Unauthenticated } from '../../gateway/auth/unauthenticated';
import { createSigningKey, type SigningAlgorithm, type SigningKey } from '../../mocks/oidc/keys';
import { freezeDate } from '../harness/frozen-date';
import {
  bearer,
  bound,
  clockAt,
  GRAPH_URL,
  type ProofChanges,
  proofFor,
  publicPart,
} from './world/credentials';
import { startTestIssuer, type TestIssuer } from './world/issuer';
import { openHub, type OpenHub } from './world/open-hub';

freezeDate();
const now = Math.floor(Date.now() / 1_000);
const PARTNER = { claims: { roles: ['partner:narrow'] } };
const ASK = '{ file(id: "1") { title } }';

let issuer: TestIssuer;
let stranger: SigningKey;
let token: string;
beforeAll(async () => {
  issuer = await startTestIssuer();
  stranger = await createSigningKey('ES256');
  token = await issuer.token(PARTNER);
});
afterAll(() => issuer.close());

const authenticator = (clock = clockAt()) =>
  createAuthenticator(
    issuer,
    createProviderKeys(issuer.issuer, { clock, fetch, lifetimes: { timeoutMs: 60_000 } }),
    clock,
  );

async function refusal(credentials: Credentials, authenticate = authenticator()) {
  const error: unknown = await authenticate(credentials).then(
    () => 'let in',
    (reason: unknown) => reason,
  );
  return error instanceof Unauthenticated ? { sentence: error.message, header: error.header } : error;
}

const badProof = (sentence: string) => ({
  sentence,
  header: `DPoP error="invalid_dpop_proof", error_description="${sentence}", realm="claims-hub", algs="PS256 ES256 EdDSA"`,
});
const badToken = (sentence: string) => ({
  sentence,
  header: `DPoP error="invalid_token", error_description="${sentence}", realm="claims-hub", algs="PS256 ES256 EdDSA"`,
});

describe('a bound token', () => {
  it('lets its holder in with a fresh proof per request', async () => {
    const authenticate = authenticator();
    for (let round = 0; round < 3; round += 1) {
      const proof = await proofFor(token, issuer.holder);
      await expect(authenticate(bound(token, proof))).resolves.toMatchObject({ roles: ['partner:narrow'] });
    }
  });

  it.each<SigningAlgorithm>(['ES256', 'PS256', 'EdDSA'])('may be bound to a key for %s', async (alg) => {
    const key = await createSigningKey(alg);
    const own = await issuer.token({ claims: { ...PARTNER.claims, cnf: { jkt: key.kid } } });
    await expect(authenticator()(bound(own, await proofFor(own, key)))).resolves.toBeDefined();
  });

  it('may be anybody’s, and then needs a proof too', async () => {
    const own = await issuer.token({ claims: { cnf: { jkt: issuer.holder.kid } } });
    expect(await refusal(bearer(own))).toMatchObject({ sentence: expect.stringContaining('bound to a key') });
    expect(await refusal(bound(own, await proofFor(own, issuer.holder)))).toBe('let in');
  });

  it('is refused as a bearer token, with a proof or without', async () => {
    const sentence = 'The access token is bound to a key: send it with the scheme DPoP and a proof.';
    const proof = await proofFor(token, issuer.holder);
    expect(await refusal(bearer(token))).toEqual(badToken(sentence));
    expect(await refusal({ ...bearer(token), proofs: [proof] })).toEqual(badToken(sentence));
  });

  it('is refused without a proof, and with two', async () => {
    const [one, two] = [await proofFor(token, issuer.holder), await proofFor(token, issuer.holder)];
    expect(await refusal(bound(token))).toEqual(
      badProof('A DPoP proof is needed: send one in the DPoP header.'),
    );
    expect(await refusal(bound(token, one, two))).toEqual(badProof('There must be one DPoP header.'));
    expect(await refusal(bound(token, `${one}, ${two}`))).toEqual(
      badProof('The DPoP header does not hold a proof.'),
    );
  });
});

describe('a token that is not bound', () => {
  it('is refused when it is a partner’s', async () => {
    const loose = await issuer.token({ claims: { ...PARTNER.claims, cnf: undefined } });
    const expected = badToken('The access token of a partner must be bound to a key (DPoP).');
    expect(await refusal(bearer(loose))).toEqual(expected);
    expect(await refusal(bound(loose, await proofFor(loose, issuer.holder)))).toEqual(expected);
  });

  it('is refused when a partner hides among other roles', async () => {
    const loose = await issuer.token({ claims: { roles: ['clerk', 'partner:narrow'], cnf: undefined } });
    expect(await refusal(bearer(loose))).toMatchObject({ sentence: expect.stringContaining('of a partner') });
  });

  it('is refused with the scheme of bound ones', async () => {
    const loose = await issuer.token();
    expect(await refusal(bound(loose, await proofFor(loose, issuer.holder)))).toEqual(
      badToken('The access token is not bound to a key: send it as a bearer token.'),
    );
  });
});

describe('a proof is refused', () => {
  const hash = (text: string): string => createHash('sha256').update(text).digest('base64url');

  it.each<[string, (key: SigningKey) => ProofChanges, string]>([
    ['for another method', () => ({ claims: { htm: 'GET' } }), 'is for another method'],
    ['for the method in small letters', () => ({ claims: { htm: 'post' } }), 'is for another method'],
    ['without a method', () => ({ claims: { htm: undefined } }), 'is for another method'],
    ['for another path', () => ({ claims: { htu: `${GRAPH_URL}/admin` } }), 'is for another URL'],
    [
      'for a path in capitals',
      () => ({ claims: { htu: GRAPH_URL.replace('graphql', 'GraphQL') } }),
      'is for another URL',
    ],
    [
      'for another host',
      () => ({ claims: { htu: GRAPH_URL.replace('127.0.0.1', '127.0.0.2') } }),
      'is for another URL',
    ],
    [
      'for another port',
      () => ({ claims: { htu: GRAPH_URL.replace('4000', '4001') } }),
      'is for another URL',
    ],
    [
      'for another scheme',
      () => ({ claims: { htu: GRAPH_URL.replace('http:', 'https:') } }),
      'is for another URL',
    ],
    [
      'for a URL with a user',
      () => ({ claims: { htu: GRAPH_URL.replace('//', '//me@') } }),
      'is for another URL',
    ],
    ['for a path alone', () => ({ claims: { htu: '/graphql' } }), 'is for another URL'],
    ['for a list of URLs', () => ({ claims: { htu: [GRAPH_URL] } }), 'is for another URL'],
    ['without a URL', () => ({ claims: { htu: undefined } }), 'is for another URL'],
    ['that is too old', () => ({ claims: { iat: now - 70 } }), 'is too old'],
    ['that has an end, and it is over', () => ({ claims: { exp: now - 10 } }), 'is too old'],
    ['from the future', () => ({ claims: { iat: now + 30 } }), 'is from the future'],
    ['without a time', () => ({ claims: { iat: undefined } }), 'does not say when it was made'],
    ['whose time is a text', () => ({ claims: { iat: String(now) } }), 'does not say when it was made'],
    ['without ath', () => ({ claims: { ath: undefined } }), 'is for another access token'],
    ['for another access token', () => ({ claims: { ath: hash('other') } }), 'is for another access token'],
    [
      'with ath in hexadecimal',
      () => ({ claims: { ath: createHash('sha256').update(token).digest('hex') } }),
      'is for another access token',
    ],
    ['without jti', () => ({ claims: { jti: undefined } }), 'lacks a usable jti'],
    ['with an empty jti', () => ({ claims: { jti: '' } }), 'lacks a usable jti'],
    ['with a jti that is a number', () => ({ claims: { jti: 1 } }), 'lacks a usable jti'],
    ['with a jti of 257 characters', () => ({ claims: { jti: 'x'.repeat(257) } }), 'lacks a usable jti'],
    ['that is a JWT like any other', () => ({ header: { typ: 'JWT' } }), 'cannot be verified'],
    ['that is an access token', () => ({ header: { typ: 'at+jwt' } }), 'cannot be verified'],
    ['without a type', () => ({ header: { typ: undefined } }), 'cannot be verified'],
    [
      'with an extension that must be understood',
      () => ({ header: { crit: ['hub'], hub: 1 } }),
      'cannot be verified',
    ],
    ['without a key', () => ({ header: { jwk: undefined } }), 'cannot be verified'],
    ['with a key that is a text', () => ({ header: { jwk: 'key' } }), 'cannot be verified'],
    [
      'that names its key instead of showing it',
      (key) => ({ header: { jwk: undefined, kid: key.kid } }),
      'cannot be verified',
    ],
    [
      'with its private key',
      (key) => ({ header: { jwk: { ...publicPart(key), d: key.d } } }),
      'cannot be verified',
    ],
    [
      'with a shared secret for a key',
      () => ({ header: { jwk: { kty: 'oct', k: 'AAAA' } } }),
      'is not made with the key',
    ],
    [
      'with another key',
      () => ({ header: { jwk: publicPart(stranger) }, signedBy: stranger }),
      'is not made with the key',
    ],
    ['with the right key, signed with another', () => ({ signedBy: stranger }), 'cannot be verified'],
    [
      'of more than 4,096 characters',
      () => ({ claims: { note: 'x'.repeat(4_096) } }),
      'does not hold a proof',
    ],
  ])('%s', async (_, changes, sentence) => {
    const proof = await proofFor(token, issuer.holder, changes(issuer.holder));
    expect(await refusal(bound(token, proof))).toMatchObject({
      sentence: expect.stringContaining(sentence),
      header: expect.stringContaining('DPoP error="invalid_dpop_proof"'),
    });
  });

  it.each(['RS256', 'PS512', 'ES384', 'ES512'])('signed with %s, though with the right key', async (alg) => {
    const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
    const jwk = await exportJWK(publicKey);
    const own = await issuer.token({
      claims: { ...PARTNER.claims, cnf: { jkt: await calculateJwkThumbprint(jwk) } },
    });
    const proof = await new SignJWT({ htm: 'POST', htu: GRAPH_URL, jti: '1', ath: hash(own) })
      .setIssuedAt()
      .setProtectedHeader({ alg, typ: 'dpop+jwt', jwk })
      .sign(privateKey);
    expect(await refusal(bound(own, proof))).toMatchObject({
      sentence: 'The DPoP proof cannot be verified.',
    });
  });

  it.each(['none', 'HS256'])('with the algorithm %s', async (alg) => {
    const [, payload = ''] = (await proofFor(token, issuer.holder)).split('.');
    const jwk = publicPart(issuer.holder);
    const header = Buffer.from(JSON.stringify({ alg, typ: 'dpop+jwt', jwk })).toString('base64url');
    const signature = createHmac('sha256', JSON.stringify(jwk))
      .update(`${header}.${payload}`)
      .digest('base64url');
    expect(await refusal(bound(token, `${header}.${payload}.${signature}`))).toMatchObject({
      sentence: 'The DPoP proof cannot be verified.',
    });
  });

  it('a second time, also with another token of the same key, and by whichever request', async () => {
    const authenticate = authenticator();
    const proof = await proofFor(token, issuer.holder);
    expect(await refusal(bound(token, proof), authenticate)).toBe('let in');
    expect(await refusal(bound(token, proof), authenticate)).toEqual(
      badProof('The DPoP proof has been used before.'),
    );
    const { jti } = JSON.parse(Buffer.from(proof.split('.')[1] ?? '', 'base64url').toString()) as {
      jti: string;
    };
    const other = await issuer.token(PARTNER);
    const again = await proofFor(other, issuer.holder, { claims: { jti } });
    expect(await refusal(bound(other, again), authenticate)).toMatchObject({
      sentence: expect.stringContaining('used before'),
    });
  });

  it('as soon as many send the same at once: one of them gets in', async () => {
    const authenticate = authenticator();
    const proof = await proofFor(token, issuer.holder);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => refusal(bound(token, proof), authenticate)),
    );
    expect(answers.filter((answer) => answer === 'let in')).toHaveLength(1);
  });
});

describe('a proof is taken', () => {
  it.each([
    ['with a query and a fragment', `${GRAPH_URL}?x=1#y`],
    ['with a host in capitals', 'HTTP://127.0.0.1:4000/graphql'],
    ['with dots in its path', 'http://127.0.0.1:4000/./a/../graphql'],
  ])('for the same URL %s', async (_, htu) => {
    const proof = await proofFor(token, issuer.holder, { claims: { htu } });
    expect(await refusal(bound(token, proof))).toBe('let in');
  });

  it('for a URL that names the usual port', async () => {
    const url = 'https://hub.bank.example/graphql';
    const proof = await proofFor(token, issuer.holder, {
      claims: { htu: 'https://hub.bank.example:443/graphql' },
    });
    expect(await refusal({ ...bound(token, proof), url })).toBe('let in');
  });

  it.each([-64, -60, 4])(
    'that was made %d seconds from now, and no second time as long as it counts',
    async (seconds) => {
      const clock = clockAt(now * 1_000);
      const authenticate = authenticator(clock);
      const iat = now + seconds;
      const proof = await proofFor(token, issuer.holder, { claims: { iat } });
      expect(await refusal(bound(token, proof), authenticate)).toBe('let in');
      for (let at = now; at < iat + 70; at += 1) {
        expect(await refusal(bound(token, proof), authenticate)).not.toBe('let in');
        clock.advance(1_000);
      }
    },
  );
});

describe('the register of proofs', () => {
  it('forgets what no longer counts, and refuses rather than forget what does', async () => {
    const clock = clockAt(0);
    const register = createProofRegister(clock, 2);
    expect(await register.firstUse('a', 1_000)).toBe(true);
    expect(await register.firstUse('b', 2_000)).toBe(true);
    expect(await register.firstUse('a', 1_000)).toBe(false);
    await expect(register.firstUse('c', 3_000)).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    clock.advance(1_000);
    expect(await register.firstUse('c', 3_000)).toBe(true);
    expect(await register.firstUse('b', 2_000)).toBe(false);
  });
});

describe('over HTTP', () => {
  let open: OpenHub;
  beforeAll(async () => {
    open = await openHub('one process');
  });
  afterAll(() => open.close());

  /** Sends the very headers, also one name twice. */
  const send = (url: string, headers: Record<string, string | string[]>) =>
    new Promise<{ status: number | undefined; challenge: string | undefined; body: string }>(
      (resolve, reject) => {
        const request = httpRequest(url, { method: 'POST', headers }, (response) => {
          let body = '';
          response.on('data', (chunk: Buffer) => (body += chunk.toString()));
          response.on('end', () =>
            resolve({ status: response.statusCode, challenge: response.headers['www-authenticate'], body }),
          );
        });
        request.on('error', reject).end(JSON.stringify({ query: ASK }));
      },
    );
  const json = { 'content-type': 'application/json' };

  it('a partner is let in with token and proof', async () => {
    const { status, body } = await open.ask(ASK, { token: PARTNER });
    expect([status, body.errors]).toEqual([200, undefined]);
  });

  it('a refused proof is 401 with a challenge and one sentence', async () => {
    const own = await open.issuer.token(PARTNER);
    const { status, challenge, body } = await send(open.url, { ...json, authorization: `DPoP ${own}` });
    expect(status).toBe(401);
    expect(challenge).toMatch(/^DPoP error="invalid_dpop_proof", error_description="A DPoP proof is needed/);
    expect(JSON.parse(body)).toEqual({
      errors: [
        {
          message: 'A DPoP proof is needed: send one in the DPoP header.',
          extensions: { code: 'UNAUTHENTICATED' },
        },
      ],
    });
  });

  it('two DPoP headers, or two Authorization headers, are told apart from one', async () => {
    const own = await open.issuer.token(PARTNER);
    const proof = () => proofFor(own, open.issuer.holder, { claims: { htu: open.url } });
    const authorization = `DPoP ${own}`;
    expect(
      await send(open.url, { ...json, authorization, dpop: [await proof(), await proof()] }),
    ).toMatchObject({
      status: 401,
      body: expect.stringContaining('There must be one DPoP header.'),
    });
    const twice = { ...json, authorization: [authorization, authorization], dpop: await proof() };
    expect(await send(open.url, twice)).toMatchObject({
      status: 401,
      body: expect.stringContaining('There must be one Authorization header.'),
    });
    expect(await send(open.url, { ...json, authorization, dpop: await proof() })).toMatchObject({
      status: 200,
    });
  });

  it('the URL is the public one where there is one, whatever the Host header says', async () => {
    const behind = await openHub('one process', { env: { HUB_PUBLIC_URL: 'https://api.bank.example/hub/' } });
    const own = await behind.issuer.token(PARTNER);
    const ask = async (htu: string, headers: Record<string, string> = {}) => {
      const dpop = await proofFor(own, behind.issuer.holder, { claims: { htu } });
      return (await send(behind.url, { ...json, ...headers, authorization: `DPoP ${own}`, dpop })).status;
    };
    expect(await ask('https://api.bank.example/hub/graphql')).toBe(200);
    expect(await ask(behind.url)).toBe(401);
    const host = { host: 'evil.example', 'x-forwarded-host': 'evil.example' };
    expect(await ask('http://evil.example/graphql', host)).toBe(401);
    await behind.close();
  });
});
