import { type ClockedClaim, deadlinesOf } from '../deadlines/deadlines';
import type { DeadlineRules } from '../deadlines/rules';

/** @returns the first day on which an answer is due that has not left, `2026-01-15`; `null` where none is. */
export function answerDueOn(claim: ClockedClaim, rules: DeadlineRules, now: Date): string | null {
  const days = deadlinesOf(claim, rules, now)
    .filter(({ rule, status }) => ANSWER_CLOCKS.has(rule) && !OVER.has(status))
    .map(({ dueOn }) => dueOn.toString())
    .sort();
  return days[0] ?? null;
}

/** The clocks that an answer stops. */
export const ANSWER_CLOCKS: ReadonlySet<string> = new Set([
  'ANSWER',
  'PAYMENT_ANSWER',
  'PAYMENT_FINAL',
  'HOLDING_PROMISE',
]);
/** How a clock stands that nobody has to mind any more. */
const OVER = new Set<string>(['MET', 'MET_LATE', 'LAPSED']);
