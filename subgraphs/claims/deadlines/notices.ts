import { type ClockedClaim, deadlinesOf, rulesFor } from './deadlines';
import type { DeadlineRules } from './rules';
import { warningsOf } from './status';

/** What is told of one clock. */
interface Notice {
  readonly rule: string;
  readonly stage: string;
  readonly due_on: string;
  readonly due_at: string;
}

/** Clocks that somebody can still do something about, or should have. */
const TOLD: readonly string[] = ['RUNNING', 'APPROACHING', 'MISSED'];

/**
 * What is to be told of a claim's clocks at this moment: of each the last stage that was reached, since earlier ones
 * that nobody was told of in time help nobody any more.
 *
 * @returns `next`: when there will be something new, unless the claim changes; ISO 8601.
 */
export function noticesOf(
  claim: ClockedClaim,
  rules: DeadlineRules,
  now: Date,
): { readonly notices: readonly Notice[]; readonly next: string | null } {
  const warnings = new Map(rulesFor(claim, rules).map((entry) => [entry.rule as string, entry]));
  const notices: Notice[] = [];
  let next = Number.POSITIVE_INFINITY;
  for (const clock of deadlinesOf(claim, rules, now)) {
    const entry = warnings.get(clock.rule);
    if (!entry || clock.kind === 'CLAIMANT_RIGHT' || !TOLD.includes(clock.status)) continue;
    const stages = warningsOf(clock, entry);
    const reached = stages.findLast(({ at }) => at <= now);
    const { rule, dueOn, dueAt } = clock;
    if (reached) {
      notices.push({ rule, stage: reached.stage, due_on: dueOn.toString(), due_at: dueAt.toISOString() });
    }
    next = Math.min(next, stages.find(({ at }) => at > now)?.at.getTime() ?? next);
  }
  return { notices, next: Number.isFinite(next) ? new Date(next).toISOString() : null };
}
