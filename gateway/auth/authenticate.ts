import { createHash } from 'node:crypto';
import { type Identity, isPartner } from '../../schema/kernel/caller';
import type { Clock } from '../../schema/kernel/clock';
import { createBoundedCache } from '../../subgraphs/shared/bounded-cache';
import { type AccessToken, type TokenRules, verifyAccessToken } from './access-token';
import { type Credentials, presentedToken } from './credentials';
import type { ProviderKeys } from './keys';
import { createProofChecker } from './proof';
import { createProofRegister, type ProofRegister } from './proof-register';
import { Unauthenticated } from './unauthenticated';

/**
 * Reads who asks from what a request brings.
 *
 * @throws {Unauthenticated} no token, or one that is not valid here, now, and in the hands of whoever sends it.
 * @throws {HubError} `SOURCE_UNAVAILABLE`: the provider's keys cannot be had, so nobody can be let in.
 */
export type Authenticate = (credentials: Credentials) => Promise<Identity>;

/** A token whose signature was checked is not checked again for this long, in milliseconds. */
const REMEMBERED_MS = 60_000;

/**
 * Tokens are remembered for a while; proofs are checked every time.
 *
 * @param keys the provider's; a token's own `jku`, `x5u` and `jwk` are never looked at.
 */
export function createAuthenticator(
  rules: TokenRules,
  keys: ProviderKeys,
  clock: Clock,
  register: ProofRegister = createProofRegister(clock),
): Authenticate {
  const checkProof = createProofChecker(register);
  const checked = createBoundedCache<AccessToken & { readonly until: number }>({ entries: 5_000 });
  const verified = async (token: string, now: Date): Promise<AccessToken> => {
    const hash = createHash('sha256').update(token).digest('base64url');
    const known = checked.get(hash);
    if (known && now.getTime() < known.until) return known;
    const valid = await verifyAccessToken(token, rules, keys, now);
    checked.set(hash, { ...valid, until: Math.min(valid.expiresAt, now.getTime() + REMEMBERED_MS) });
    return valid;
  };
  return async ({ authorization, proofs, proven, method, url }) => {
    const { scheme, token } = presentedToken(authorization);
    const now = clock.now();
    const { identity, boundTo } = await verified(token, now);
    if (boundTo === undefined) {
      // Partners are outside of the bank: a token of theirs must be of no use to whoever finds it.
      if (isPartner(identity)) throw wrongUse('of a partner must be bound to a key (DPoP)');
      if (scheme === 'DPoP') throw wrongUse('is not bound to a key: send it as a bearer token');
      return identity;
    }
    if (scheme === 'Bearer') throw wrongUse('is bound to a key: send it with the scheme DPoP and a proof');
    if (!proven) await checkProof(proofs, { method, url, now, token, thumbprint: boundTo });
    return identity;
  };
}

const wrongUse = (what: string): Unauthenticated =>
  new Unauthenticated(`The access token ${what}.`, { error: 'invalid_token', scheme: 'DPoP' });
