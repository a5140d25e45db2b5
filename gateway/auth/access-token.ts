import { errors, jwtVerify, type JWTPayload } from 'jose';
import { z } from 'zod';
import type { Identity } from '../../schema/kernel/caller';
import { HubError } from '../../schema/kernel/errors';
import { ALGORITHMS, TOLERANCE_S } from './algorithms';
import { identityFrom } from './identity';
import type { ProviderKeys } from './keys';
import { Unauthenticated } from './unauthenticated';

/** Whose tokens are accepted, for whom. */
export interface TokenRules {
  readonly issuer: string;
  readonly audience: string;
}

/** What a valid token says. */
export interface AccessToken {
  readonly identity: Identity;
  /** The thumbprint of the one key whose holder may use it (RFC 9449 `cnf.jkt`). */
  readonly boundTo: string | undefined;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Claims that RFC 9068 and the access policy ask for. */
const REQUIRED = ['exp', 'nbf', 'iat', 'sub', 'client_id', 'jti'];

/** No access token is meant to live longer, whatever its `exp` says. */
const MOST_AGE_S = 86_400;

/**
 * Checks a token's signature, its claims and its times.
 *
 * @throws {Unauthenticated} with the reason; no value of the token is repeated.
 * @throws {HubError} `SOURCE_UNAVAILABLE`: the provider's keys cannot be had.
 */
export async function verifyAccessToken(
  token: string,
  rules: TokenRules,
  keys: ProviderKeys,
  currentDate: Date,
): Promise<AccessToken> {
  try {
    const { payload } = await jwtVerify(token, keys.find, {
      issuer: rules.issuer,
      audience: rules.audience,
      typ: 'at+jwt',
      algorithms: ALGORITHMS,
      requiredClaims: REQUIRED,
      maxTokenAge: MOST_AGE_S,
      clockTolerance: TOLERANCE_S,
      currentDate,
    });
    const identity = identityFrom(payload);
    if (!identity) throw invalidToken(OTHER_CLAIM);
    return { identity, boundTo: bindingOf(payload), expiresAt: (payload.exp ?? 0) * 1_000 };
  } catch (error) {
    throw error instanceof HubError ? error : invalidToken(reasonOf(error));
  }
}

/** A binding to a key is this one member; any other (a certificate) is nothing that can be checked here. */
const bindingSchema = z.strictObject({ jkt: z.string().regex(/^[\w-]{43}$/) }).optional();

function bindingOf({ cnf }: JWTPayload): string | undefined {
  const binding = bindingSchema.safeParse(cnf);
  if (!binding.success) throw invalidToken('is bound in a way that this service cannot check');
  return binding.data?.jkt;
}

function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return error.claim === 'iat' ? 'is too old' : 'has expired';
  if (!(error instanceof errors.JWTClaimValidationFailed)) return 'cannot be verified';
  const always = ALWAYS[error.claim];
  return always ?? (error.reason === 'check_failed' ? TIMES[error.claim] : undefined) ?? OTHER_CLAIM;
}

const OTHER_CLAIM = 'lacks a claim or has one that is not of its form';

/** What is wrong, by claim. */
const ALWAYS: Readonly<Record<string, string>> = {
  aud: 'is not made for this service',
  iss: 'is not from the issuer that this service trusts',
  typ: 'is not an access token',
};

const TIMES: Readonly<Record<string, string>> = {
  nbf: 'is not valid yet',
  iat: 'is from the future',
};

const invalidToken = (what: string): Unauthenticated =>
  new Unauthenticated(`The access token ${what}.`, { error: 'invalid_token' });
