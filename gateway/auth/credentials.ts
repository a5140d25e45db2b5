import { ALGORITHMS } from './algorithms';
import { Unauthenticated } from './unauthenticated';

/** What a request brings to show who asks, and what a proof of possession must speak of. */
export interface Credentials {
  /** The values of its `Authorization` headers, one each. */
  readonly authorization: readonly string[];
  /** The values of its `DPoP` headers, one each. */
  readonly proofs: readonly string[];
  /** The proof was checked already: the request goes on, and its token is looked at again. */
  readonly proven?: true;
  readonly method: string;
  /** The URL as the client knows it, in front of any proxy. */
  readonly url: string;
  /** The client’s network address, in front of our own proxies. */
  readonly address?: string | undefined;
}

/** How a token is presented. */
export type Scheme = 'Bearer' | 'DPoP';

/** No real access token is longer, in characters. */
const LONGEST = 16_000;

/** Finds the access token in the `Authorization` headers of a request. @throws {Unauthenticated} */
export function presentedToken(authorization: readonly string[]): {
  readonly scheme: Scheme;
  readonly token: string;
} {
  const [header = '', ...others] = authorization;
  if (others.length > 0) {
    throw new Unauthenticated('There must be one Authorization header.', { error: 'invalid_token' });
  }
  if (header.trim() === '') {
    throw new Unauthenticated('An access token is needed: send it as "Authorization: Bearer …".');
  }
  const [, scheme, token] =
    header.length > LONGEST ? [] : (/^(Bearer|DPoP) +([\w-]+\.[\w-]+\.[\w-]+) *$/i.exec(header) ?? []);
  if (scheme === undefined || token === undefined) {
    throw new Unauthenticated('The Authorization header does not hold an access token.', {
      error: 'invalid_token',
    });
  }
  return { scheme: scheme.toLowerCase() === 'dpop' ? 'DPoP' : 'Bearer', token };
}

/**
 * A challenge that a refused operation is answered with, in the scheme that its token came with: what is bound to a key
 * is of no use as a bearer token.
 *
 * @param challenge the value of `WWW-Authenticate`, for bearer tokens.
 */
export const inSchemeOf = (authorization: readonly string[], challenge: string): string =>
  /^DPoP /i.test(authorization[0] ?? '')
    ? `${challenge.replace(/^Bearer /, 'DPoP ')}, algs="${ALGORITHMS.join(' ')}"`
    : challenge;
