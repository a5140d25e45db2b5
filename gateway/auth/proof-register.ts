import type { Clock } from '../../schema/kernel/clock';
import { HubError } from '../../schema/kernel/errors';

/**
 * Remembers the proofs that were used, so that each counts once. Several gateways behind one address need one register
 * that they share, or clients that stay on one gateway.
 */
export interface ProofRegister {
  /**
   * Notes the use of a proof.
   *
   * @param id names the proof; without personal data.
   * @param expiresAt milliseconds since 1970, from when on the proof is too old anyway.
   * @returns whether it is the first use.
   * @throws {HubError} `SOURCE_UNAVAILABLE`: it cannot be known.
   */
  firstUse(id: string, expiresAt: number): Promise<boolean>;
}

/** What a proof's whole life of a minute holds at 1,500 requests per second. */
const ENTRIES = 100_000;

/** A register of this process. When it is full, proofs are refused instead of forgotten. */
export function createProofRegister(clock: Clock, entries = ENTRIES): ProofRegister {
  const used = new Map<string, number>();
  /** A map iterates in order of insertion, and proofs are noted in the order of their ends, give or take a minute. */
  const forgetOld = (now: number): void => {
    for (const [id, expiresAt] of used) {
      if (expiresAt > now) return;
      used.delete(id);
    }
  };
  return {
    async firstUse(id, expiresAt) {
      if (used.has(id)) return false;
      forgetOld(clock.now().getTime());
      if (used.size >= entries) {
        throw new HubError('SOURCE_UNAVAILABLE', 'Too many DPoP proofs at once: try again in a moment.', {
          source: 'proof-register',
        });
      }
      used.set(id, expiresAt);
      return true;
    },
  };
}
