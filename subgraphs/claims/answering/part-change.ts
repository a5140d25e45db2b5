import type { Json } from '../../../schema/kernel/canonical-json';
import { HubError } from '../../../schema/kernel/errors';
import { checkIdempotencyKey, once } from '../../shared/idempotency';
import type { MeteredSession } from '../../shared/metered-store';
import { claimById, type ClaimsContext } from '../context';
import type { Claim } from '../claim.type';
import { lockClaim, type LockedClaim } from '../lifecycle/change';
import { type ChangeClaimInput, type ChangeClaimPayload, ChangeResult } from '../lifecycle/change.type';

/** A claim that nobody else changes until the end of the transaction. */
export interface ChangingClaim {
  readonly session: MeteredSession;
  readonly claim: Claim;
  readonly locked: LockedClaim;
  readonly now: Date;
}

/**
 * Changes what hangs on a claim (points, answers, redress) in one transaction, once per key.
 *
 * @param more the rest of the request: equal requests have equal ones.
 * @param work gives the claim another version, by `nextVersion` or with its state.
 * @returns as every change of a claim.
 * @throws {HubError} `IDEMPOTENCY_KEY_REUSED`, and what `work` throws: nothing is written then.
 */
export async function changePart(
  context: ClaimsContext,
  mutation: string,
  { claimId, version, idempotencyKey: key }: ChangeClaimInput,
  more: Json,
  work: (changing: ChangingClaim) => Promise<void>,
): Promise<ChangeClaimPayload> {
  checkIdempotencyKey(key);
  const { store, operation, clock, claims, lists, parts } = context;
  const claim = await claimById(claimId, context);
  const now = clock.now();
  const { subject } = operation.caller;
  const input = { claim: claim.seq, version, more };
  const happened = await store.transaction((session) =>
    once(session, { schema: 'claims', subject, mutation, key, input, now }, async () => {
      const locked = await lockClaim(session, claim.seq);
      if (locked.version !== version) return false;
      await work({ session, claim, locked, now });
      return true;
    }),
  );
  for (const read of [claims, lists, parts]) read.forget();
  const after = await claimById(claimId, context);
  return {
    facts: after.facts,
    result: happened ? ChangeResult.CHANGED : ChangeResult.VERSION_CONFLICT,
    claim: after,
  };
}

/** Tells whoever saw the claim before that it is another one now. */
export async function nextVersion(session: MeteredSession, seq: string): Promise<void> {
  await session.query(1, 'update claims.claim set version = version + 1 where seq = $1::bigint', [seq]);
}

/** @throws {HubError} `INVALID_STATE`, with a sentence that names no data. */
export function refuse(
  sentence: string,
  facts: Readonly<Record<string, string | readonly string[]>> = {},
): never {
  throw new HubError('INVALID_STATE', sentence, facts);
}
