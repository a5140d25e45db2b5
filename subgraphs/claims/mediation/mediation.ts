import { claimDeadlines, clockedClaim } from '../claim-parts.resolver';
import type { Claim } from '../claim.type';
import { claimById, type ClaimsContext } from '../context';
import { type Eligibility, eligibilityOf } from './eligibility';
import type { Mediation } from './mediation.type';

/** Whether the claimant may go to the mediator, by the claim as it stands. */
async function eligibility(claim: Claim, context: ClaimsContext): Promise<Eligibility> {
  const { channel, level, outcome } = claim;
  if (channel === null || level === null) throw new TypeError('a claim of the store has its columns');
  const clocked = await clockedClaim(claim, context);
  const { mediationRules, rules, clock } = context;
  return eligibilityOf({ ...clocked, channel, level, outcome }, mediationRules, rules, clock.now());
}

/** As `eligibility`, by the graph's key of the claim. @throws {NotFound} */
export const eligibilityNow = async (id: string, context: ClaimsContext): Promise<Eligibility> =>
  eligibility(await claimById(id, context), context);

/** A claim's way to the mediator, and what came of it. */
export async function mediationOf(claim: Claim, context: ClaimsContext): Promise<Mediation> {
  const [{ eligible, from, until, reason }, row, clocks, events] = await Promise.all([
    eligibility(claim, context),
    context.mediations.of(claim.seq),
    claimDeadlines(claim, context),
    context.claims.timeline(claim.seq),
  ]);
  const referred = events.findLast(({ type }) => type === 'REFERRED_TO_MEDIATOR');
  const instant = (text: string | null | undefined): Date | null => (text ? new Date(text) : null);
  return {
    eligible,
    eligibleFrom: from,
    eligibleUntil: until,
    reason,
    referredAt: instant(row?.referred_at ?? referred?.at),
    notifiedAt: instant(row?.notified_at),
    opinionDueOn: clocks.find(({ rule }) => rule === 'MEDIATOR_OPINION')?.dueOn ?? null,
    opinionAt: instant(row?.opinion_at),
    opinion: row?.opinion ?? null,
    bankFollows: row?.bank_follows ?? null,
    followUpReason: row?.follow_up_reason ?? null,
  };
}
