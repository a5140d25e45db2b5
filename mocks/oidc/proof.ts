import { createHash, randomUUID } from 'node:crypto';
import { decodeJwt, importJWK, type JWK, SignJWT } from 'jose';
import type { SigningKey } from './keys';

/** What a proof of possession (RFC 9449) is for. */
export interface ProofSubject {
  /** e.g. `POST`. */
  readonly method: string;
  readonly url: string;
  /** The access token that it goes with; none when one is asked for. */
  readonly token?: string;
  /** When it is made; now unless said. */
  readonly now?: Date;
}

/** @returns the value of a `DPoP` header: it counts once, for a minute. */
export async function createProof(
  key: SigningKey,
  { method, url, token, now = new Date() }: ProofSubject,
): Promise<string> {
  const ath = token === undefined ? {} : { ath: createHash('sha256').update(token).digest('base64url') };
  return new SignJWT({ htm: method, htu: url, jti: randomUUID(), ...ath })
    .setIssuedAt(now)
    .setProtectedHeader({ typ: 'dpop+jwt', alg: key.alg, jwk: publicPart(key) })
    .sign(await importJWK(key, key.alg));
}

/** Members of public keys of every type. */
const PUBLIC = ['kty', 'crv', 'x', 'y', 'n', 'e'];

const publicPart = (key: SigningKey): JWK =>
  Object.fromEntries(Object.entries(key).filter(([name]) => PUBLIC.includes(name)));

/** Whether only the holder of a key may use a token. */
export const isBound = (token: string): boolean => decodeJwt(token).cnf !== undefined;

/** @returns the headers that let a client in: a bearer token, or a bound one with a fresh proof. */
export async function credentialHeaders(
  token: string,
  key: SigningKey,
  request: { readonly method: string; readonly url: string },
): Promise<Readonly<Record<string, string>>> {
  if (!isBound(token)) return { authorization: `Bearer ${token}` };
  return { authorization: `DPoP ${token}`, dpop: await createProof(key, { ...request, token }) };
}
