import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSigningKey, type SigningKey } from '../../../mocks/oidc/keys';
import { calculateJwkThumbprint, type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';

/** How one token differs from a good one. */
export interface TokenChanges {
  /** Put over the usual claims; `undefined` takes one away. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Put over the usual header. */
  readonly header?: Readonly<Record<string, unknown>>;
  /** Signed with another key of the same `kid`. */
  readonly forged?: boolean;
}

/** An OpenID provider over real HTTP that signs whatever a test wants. */
export interface TestIssuer {
  readonly issuer: string;
  readonly audience: string;
  /** The key that partners' tokens are bound to. */
  readonly holder: SigningKey;
  token(changes?: TokenChanges): Promise<string>;
  /** From now on another key signs; the old one is forgotten. */
  rotate(alg?: string): Promise<void>;
  /** Requests for keys so far. */
  readonly asked: () => number;
  /** Whether it answers with HTTP 500. */
  down: boolean;
  close(): Promise<void>;
}

interface Signer {
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

/** Lets a test sign what no verifier here understands. */
export const knownExtensions = (header: { readonly crit?: unknown } = {}): Record<string, boolean> =>
  Object.fromEntries(((header.crit ?? []) as string[]).map((name) => [name, true]));

async function createSigner(alg: string): Promise<Signer> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = await exportJWK(publicKey);
  return { alg, privateKey, jwk: { ...jwk, alg, use: 'sig', kid: await calculateJwkThumbprint(jwk) } };
}

export async function startTestIssuer(options: { discovery?: boolean } = {}): Promise<TestIssuer> {
  const audience = 'https://hub.example/graphql';
  let signer = await createSigner('ES256');
  const stranger = await createSigner('ES256');
  const holder = await createSigningKey('ES256');
  let asked = 0;
  let number = 0;
  const server = createServer((request, response) => {
    const send = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (test.down) return send(500, {});
    if (request.url === '/.well-known/openid-configuration' && options.discovery !== false) {
      return send(200, { issuer: test.issuer, jwks_uri: `${test.issuer}/keys` });
    }
    if (request.url === (options.discovery === false ? '/jwks' : '/keys')) {
      asked += 1;
      return send(200, { keys: [signer.jwk] });
    }
    send(404, {});
  });
  server.keepAliveTimeout = 600_000; // No request meets a connection that is just being closed.
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const test: TestIssuer = {
    issuer,
    audience,
    holder,
    down: false,
    asked: () => asked,
    async rotate(alg = 'ES256') {
      signer = await createSigner(alg);
    },
    async token({ claims, header, forged } = {}) {
      const now = Math.floor(Date.now() / 1_000);
      const usual = {
        iss: issuer,
        aud: audience,
        sub: 'user-1',
        client_id: 'app-1',
        jti: `token-${(number += 1)}`,
        iat: now,
        nbf: now,
        exp: now + 600,
        scope: 'files:read files:write',
        roles: ['clerk'],
        authorization_details: [{ type: 'claims_hub_purpose', purposes: ['reading'] }],
        ...(JSON.stringify(claims?.roles)?.includes('partner:') ? { cnf: { jkt: holder.kid } } : {}),
      };
      const by = forged ? stranger : signer;
      return new SignJWT({ ...usual, ...claims })
        .setProtectedHeader({ alg: by.alg, typ: 'at+jwt', kid: String(signer.jwk.kid), ...header })
        .sign(by.privateKey, { crit: knownExtensions(header) });
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return test;
}
