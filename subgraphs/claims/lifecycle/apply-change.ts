import { checkIdempotencyKey } from '../../shared/idempotency';
import { claimById, type ClaimsContext } from '../context';
import { actorOf } from '../filing.rules';
import type { ClaimEventType } from '../timeline.enum';
import { changeClaim, type ClaimChange } from './change';
import { type ChangeClaimInput, type ChangeClaimPayload, ChangeResult } from './change.type';

/**
 * Changes a claim as a mutation asks for it.
 *
 * @param more what this mutation has beside the claim and its version; `actor`: in which capacity, where that is not
 *   the customer's or the handlers'.
 * @throws {HubError} as `changeClaim`, and `NOT_FOUND`: no such claim, or not visible to the caller.
 */
export async function applyChange(
  context: ClaimsContext,
  mutation: string,
  event: ClaimEventType,
  { claimId, version, idempotencyKey }: ChangeClaimInput,
  more: Partial<Pick<ClaimChange, 'reason' | 'text' | 'allowed' | 'details' | 'actor' | 'handler'>> = {},
): Promise<ChangeClaimPayload> {
  checkIdempotencyKey(idempotencyKey);
  const actor = more.actor ?? actorOf(context.operation.caller);
  const claim = await claimById(claimId, context);
  const asked = { event, version, reason: null, text: null, mutation, key: idempotencyKey, ...more, actor };
  const happened = await changeClaim(claim, asked, context);
  context.claims.forget();
  context.lists.forget();
  const now = await claimById(claimId, context);
  return {
    facts: now.facts,
    result: happened ? ChangeResult.CHANGED : ChangeResult.VERSION_CONFLICT,
    claim: now,
  };
}
