import { createHash } from 'node:crypto';
import { errors, jwtVerify } from 'jose';
import type { Identity } from '../../schema/kernel/caller';
import type { Clock } from '../../schema/kernel/clock';
import { HubError } from '../../schema/kernel/errors';
import { createBoundedCache } from '../../subgraphs/shared/bounded-cache';
import { identityFrom } from './identity';
import type { ProviderKeys } from './keys';
import { Unauthenticated } from './unauthenticated';

/**
 * Reads who asks from the value of an `Authorization` header.
 *
 * @throws {Unauthenticated} no token, or one that is not valid here and now.
 * @throws {SourceUnavailable} the provider's keys cannot be had: nobody can be let in.
 */
export type Authenticate = (authorization: string | undefined) => Promise<Identity>;

/** Whose tokens are accepted, for whom. */
export interface TokenRules {
  readonly issuer: string;
  readonly audience: string;
}

/** Signatures that the bank's security rules accept. */
const ALGORITHMS = ['PS256', 'ES256', 'EdDSA'];

/** Claims that RFC 9068 and the access policy ask for. */
const REQUIRED = ['exp', 'nbf', 'iat', 'sub', 'client_id', 'jti'];

/** Clocks may differ by this much, in seconds. */
const TOLERANCE_S = 5;

/** A token whose signature was checked is not checked again for this long, in milliseconds. */
const REMEMBERED_MS = 60_000;

/** No real access token is longer. */
const LONGEST = 16_000;

/** @param keys the provider's; a token's own `jku`, `x5u` and `jwk` are never looked at. */
export function createAuthenticator(rules: TokenRules, keys: ProviderKeys, clock: Clock): Authenticate {
  const checked = createBoundedCache<{ readonly identity: Identity; readonly until: number }>({
    entries: 5_000,
  });
  return async (authorization) => {
    const token = bearerToken(authorization);
    const now = clock.now();
    const hash = createHash('sha256').update(token).digest('base64url');
    const known = checked.get(hash);
    if (known && now.getTime() < known.until) return known.identity;
    const { identity, expiresAt } = await verify(token, rules, keys, now);
    checked.set(hash, { identity, until: Math.min(expiresAt, now.getTime() + REMEMBERED_MS) });
    return identity;
  };
}

function bearerToken(authorization: string | undefined): string {
  if (authorization === undefined || authorization.trim() === '') {
    throw new Unauthenticated('An access token is needed: send it as "Authorization: Bearer …".');
  }
  const [, token] = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+) *$/i.exec(authorization) ?? [];
  if (token === undefined || token.length > LONGEST) {
    throw new Unauthenticated(
      'The Authorization header does not hold a bearer access token.',
      'invalid_token',
    );
  }
  return token;
}

async function verify(
  token: string,
  rules: TokenRules,
  keys: ProviderKeys,
  currentDate: Date,
): Promise<{ identity: Identity; expiresAt: number }> {
  try {
    const { payload } = await jwtVerify(token, keys.find, {
      ...rules,
      typ: 'at+jwt',
      algorithms: ALGORITHMS,
      requiredClaims: REQUIRED,
      clockTolerance: TOLERANCE_S,
      currentDate,
    });
    const now = currentDate.getTime() / 1_000;
    if (typeof payload.iat !== 'number' || payload.iat > now + TOLERANCE_S)
      throw invalid('is from the future');
    if (payload.cnf !== undefined) throw invalid('is bound to a key and cannot be sent as a bearer token');
    const identity = identityFrom(payload);
    if (!identity) throw invalid('lacks a claim or has one that is not of its form');
    return { identity, expiresAt: (payload.exp ?? 0) * 1_000 };
  } catch (error) {
    if (error instanceof HubError) throw error;
    if (error instanceof errors.JWTExpired) throw invalid('has expired');
    if (error instanceof errors.JWTClaimValidationFailed)
      throw invalid(CLAIM_REASONS[error.claim] ?? OTHER_CLAIM);
    throw invalid('cannot be verified');
  }
}

const OTHER_CLAIM = 'lacks a claim or has one that is not of its form';

/** What is wrong, by claim; the values are not repeated. */
const CLAIM_REASONS: Readonly<Record<string, string>> = {
  aud: 'is not made for this service',
  iss: 'is not from the issuer that this service trusts',
  typ: 'is not an access token',
  nbf: 'is not valid yet',
};

const invalid = (what: string): Unauthenticated =>
  new Unauthenticated(`The access token ${what}.`, 'invalid_token');
