import { createHash, randomUUID } from 'node:crypto';
import { importJWK, type JWK, SignJWT } from 'jose';
import type { Credentials } from '../../../gateway/auth/credentials';
import type { SigningKey } from '../../../mocks/oidc/keys';
import { knownExtensions } from './issuer';

/** The one address of the graph, as clients of these tests know it. */
export const GRAPH_URL = 'http://127.0.0.1:4000/graphql';

/** What a request with a bearer token brings. */
export const bearer = (token: string): Credentials => ({
  authorization: [`Bearer ${token}`],
  proofs: [],
  method: 'POST',
  url: GRAPH_URL,
});

/** What a request with a bound token brings. */
export const bound = (token: string, ...proofs: string[]): Credentials => ({
  ...bearer(token),
  authorization: [`DPoP ${token}`],
  proofs,
});

/** A clock that a test moves. */
export function clockAt(start = Date.now()) {
  let time = start;
  return { now: () => new Date(time), advance: (ms: number) => void (time += ms) };
}

/** How one proof differs from a good one. */
export interface ProofChanges {
  /** Put over the usual claims; `undefined` takes one away. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Put over the usual header. */
  readonly header?: Readonly<Record<string, unknown>>;
  /** Signs in place of the holder's key, whatever the header says. */
  readonly signedBy?: SigningKey;
}

/** @returns the members of a key that may be shown. */
export const publicPart = ({ kty, crv, x, y, n, e }: JWK): JWK =>
  JSON.parse(JSON.stringify({ kty, crv, x, y, n, e })) as JWK;

/** Makes proofs of possession (RFC 9449), good ones and others. */
export async function proofFor(
  token: string,
  key: SigningKey,
  { claims, header, signedBy = key }: ProofChanges = {},
): Promise<string> {
  const usual = {
    htm: 'POST',
    htu: GRAPH_URL,
    iat: Math.floor(Date.now() / 1_000),
    jti: randomUUID(),
    ath: createHash('sha256').update(token).digest('base64url'),
  };
  return new SignJWT({ ...usual, ...claims })
    .setProtectedHeader({ alg: key.alg, typ: 'dpop+jwt', jwk: publicPart(key), ...header })
    .sign(await importJWK(signedBy, signedBy.alg), { crit: knownExtensions(header) });
}
