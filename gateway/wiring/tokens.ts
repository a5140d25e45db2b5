import type { Caller, Identity } from '../../schema/kernel/caller';
import type { Clock } from '../../schema/kernel/clock';
import { type Authenticate, createAuthenticator } from '../auth/authenticate';
import { createProviderKeys, IDENTITY_PROVIDER } from '../auth/keys';
import type { HubConfig } from '../config';
import type { ReadinessCheck } from '../http/health';
import { callerOf } from '../policy/purpose';

/** Who is let in: holders of the issuer's tokens; everybody where there is neither issuer nor policy. */
export function createTokens(
  { tokens }: HubConfig,
  clock: Clock,
  keysMs?: number,
): { readonly authenticate: Authenticate; readonly checks: ReadinessCheck[] } {
  if (!tokens) return { authenticate: async () => NOBODY, checks: [] };
  const keys = createProviderKeys(tokens.issuer, {
    clock,
    fetch,
    lifetimes: { staleMs: tokens.staleKeysMs, ...(keysMs === undefined ? {} : { timeoutMs: keysMs }) },
  });
  return {
    authenticate: createAuthenticator(tokens, keys, clock),
    checks: [{ name: IDENTITY_PROVIDER, ready: () => keys.ready() }],
  };
}

const NOBODY: Identity = { subject: '-', clientId: '-', roles: [], scopes: [], purposes: [] };

/** Where no policy asks for a purpose. */
export const withoutPurpose = (identity: Identity): Caller => callerOf(identity, '-');
