import { createHmac } from 'node:crypto';
import type { Caller } from '../../../schema/kernel/caller';
import { PSEUDONYM_PREFIX } from '../../../schema/policy/masked-form';
import { createMemo } from '../../../schema/policy/memo';

/**
 * Puts a pseudonym in the place of a value: HMAC-SHA-256 of the clear text under a key of its recipient and purpose.
 * Equal values look equal to one recipient for one purpose; two recipients, or two purposes, cannot tell what they
 * have in common.
 *
 * @returns `psn_` and 43 characters of base64url.
 */
export type Pseudonymise = (caller: Caller, clear: string) => string;

const KEYS_MAX = 500;

/** @param secret any text of 32 characters or more; every process of one hub shares it. */
export function createPseudonyms(secret: string): Pseudonymise {
  const keyOf = createMemo(KEYS_MAX, (recipient) =>
    createHmac('sha256', secret).update(`claims-hub field pseudonyms\0${recipient}`).digest(),
  );
  return (caller, clear) =>
    PSEUDONYM_PREFIX +
    createHmac('sha256', keyOf(recipientOf(caller)))
      .update(clear)
      .digest('base64url');
}

/** A partner is known by its application; members of staff by what they are, because they share applications. */
function recipientOf({ roles, clientId, purpose }: Caller): string {
  const partner = roles.some((role) => role.startsWith('partner:'));
  return JSON.stringify([purpose, partner ? ['client', clientId] : ['roles', ...[...roles].sort()]]);
}
