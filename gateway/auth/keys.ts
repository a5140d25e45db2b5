import { createLocalJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import type { Clock } from '../../schema/kernel/clock';
import { HubError } from '../../schema/kernel/errors';
import { fetchProviderKeys } from './provider-fetch';

/** The public name of who issues tokens, in errors and metrics. */
export const IDENTITY_PROVIDER = 'identity-provider';

/** How long keys are used, in milliseconds. */
export interface KeyLifetimes {
  /** Keys older than this are fetched again. */
  readonly freshMs: number;
  /** While the provider is down, keys this old are still used; older ones are not. */
  readonly staleMs: number;
  /** An unknown key id, or a provider that is down, is asked about at most once in this time. */
  readonly cooldownMs: number;
  /** One request to the provider may take this long. */
  readonly timeoutMs: number;
}

const LIFETIMES: KeyLifetimes = {
  freshMs: 600_000,
  staleMs: 86_400_000,
  cooldownMs: 5_000,
  timeoutMs: 3_000,
};

/** The signing keys of the OpenID provider. */
export interface ProviderKeys {
  /**
   * Finds the key of a token by its header's `kid` and `alg` alone; keys or addresses in the token are ignored.
   *
   * @throws {ProviderUnavailable} the provider cannot be reached and no key of it is young enough.
   */
  readonly find: JWTVerifyGetKey;
  /** Resolves when there are usable keys. @throws {ProviderUnavailable} */
  ready(): Promise<void>;
}

/** What the keys need from outside. */
export interface ProviderKeysDeps {
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  readonly lifetimes?: Partial<KeyLifetimes>;
}

/** Nobody's token can be checked. */
class ProviderUnavailable extends HubError {
  constructor() {
    super(
      'SOURCE_UNAVAILABLE',
      'Access tokens cannot be checked at the moment: the identity provider does not give its keys.',
      { source: IDENTITY_PROVIDER },
    );
  }
}

/**
 * Keeps the keys (JWKS) of an issuer. While it is down or answers nonsense, the last good keys serve, for a time.
 *
 * @param issuer the provider's identifier, exactly as it stands in tokens.
 */
export function createProviderKeys(issuer: string, deps: ProviderKeysDeps): ProviderKeys {
  const { clock } = deps;
  const lifetimes = { ...LIFETIMES, ...deps.lifetimes };
  let kept: { readonly find: JWTVerifyGetKey; readonly at: number } | undefined;
  let asked = Number.NEGATIVE_INFINITY;
  let running: Promise<void> | undefined;
  const now = (): number => clock.now().getTime();
  /** Shorter while there are no keys at all: nobody gets in until then. */
  const coolingDown = (): boolean => now() - asked < lifetimes.cooldownMs / (kept ? 1 : 5);

  /** One request at a time, whoever needs it; a failure leaves the kept keys as they are. */
  const refresh = (): Promise<void> => {
    asked = now();
    running ??= fetchProviderKeys(issuer, deps.fetch, lifetimes.timeoutMs)
      .then((keys) => {
        kept = { find: createLocalJWKSet(keys), at: now() };
      })
      .catch(() => undefined)
      .finally(() => (running = undefined));
    return running;
  };
  const usable = async (): Promise<JWTVerifyGetKey> => {
    const age = kept ? now() - kept.at : Number.POSITIVE_INFINITY;
    if (running && age > lifetimes.staleMs) await running;
    else if (age > lifetimes.freshMs && !coolingDown()) {
      const refreshed = refresh();
      if (age > lifetimes.staleMs) await refreshed;
    }
    if (kept && now() - kept.at <= lifetimes.staleMs) return kept.find;
    throw new ProviderUnavailable();
  };
  return {
    async find(header, token) {
      const find = await usable();
      try {
        return await find(header, token);
      } catch (error) {
        // The provider may have changed its keys since: whoever comes while it is asked waits for its answer.
        if (!(error instanceof errors.JWKSNoMatchingKey) || (!running && coolingDown())) throw error;
        await (running ?? refresh());
        return (await usable())(header, token);
      }
    },
    async ready() {
      await usable();
    },
  };
}
