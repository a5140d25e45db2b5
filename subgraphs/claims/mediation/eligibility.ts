import { Temporal } from 'temporal-polyfill';
import { parisDay } from '../../shared/paris-day';
import type { Channel, ClaimLevel, Outcome } from '../claim.enum';
import { type ClockedClaim, deadlinesOf } from '../deadlines/deadlines';
import type { DeadlineRules } from '../deadlines/rules';
import { MediationReason } from './mediation.enum';
import type { MediationRule, MediationRules } from './rules';

/** What the way to the mediator depends on. */
export interface MediableClaim extends ClockedClaim {
  readonly channel: `${Channel}`;
  readonly level: `${ClaimLevel}`;
  readonly outcome: `${Outcome}` | null;
}

/** Whether and when a claimant may go to the mediator. */
export interface Eligibility {
  readonly eligible: boolean;
  readonly reason: MediationReason;
  /** The first day on which they may, or could have; `null` where nothing that is known opens the way. */
  readonly from: Temporal.PlainDate | null;
  /** The last. */
  readonly until: Temporal.PlainDate | null;
}

const GONE: readonly string[] = ['WITHDRAWN', 'REQUALIFIED', 'MERGED'];

/**
 * Whether a claimant may go to the mediator: with a claim in writing, within a year of it, when the answer did not come
 * in time or the complaints service's did not satisfy.
 */
export function eligibilityOf(
  claim: MediableClaim,
  rules: MediationRules,
  deadlines: DeadlineRules,
  now: Date,
): Eligibility {
  const received = parisDay(claim.receivedAt);
  const rule = rules.findLast(({ validFrom }) => Temporal.PlainDate.compare(validFrom, received) <= 0);
  if (!rule) return closed(MediationReason.NOT_WRITTEN);
  const has = (type: string): boolean => claim.events.some((event) => event.type === type);
  if (GONE.some(has)) return closed(MediationReason.NO_CLAIM);
  if (!rule.writtenChannels.some((each) => each === claim.channel))
    return closed(MediationReason.NOT_WRITTEN);
  const until =
    deadlinesOf(claim, deadlines, now).find((clock) => clock.rule === 'MEDIATOR_WINDOW')?.dueOn ?? null;
  const { from, reason } = opening(claim, rule, deadlines, now);
  const today = parisDay(now);
  const before = from === null || Temporal.PlainDate.compare(today, from) < 0;
  const over = until !== null && Temporal.PlainDate.compare(today, until) > 0;
  if (has('REFERRED_TO_MEDIATOR')) return { eligible: false, reason: MediationReason.REFERRED, from, until };
  if (over) return { eligible: false, reason: MediationReason.TOO_LATE, from, until };
  if (from !== null && before) return { eligible: false, reason: MediationReason.TOO_EARLY, from, until };
  return { eligible: !before, reason, from, until };
}

const closed = (reason: MediationReason): Eligibility => ({
  eligible: false,
  reason,
  from: null,
  until: null,
});

/** What opens the way, and from which day on. */
function opening(
  claim: MediableClaim,
  rule: MediationRule,
  deadlines: DeadlineRules,
  now: Date,
): { readonly from: Temporal.PlainDate | null; readonly reason: MediationReason } {
  const reopened = claim.events.findLastIndex(({ type }) => type === 'REOPENED');
  const answered = claim.events.findLast(({ type }, index) => type === 'ANSWERED' && index > reopened);
  if (!answered) {
    // All levels share the clocks: what was answered before a reopening does not count, and the time goes on.
    const events = claim.events.filter(({ type }) => type !== 'ANSWERED' && type !== 'CLOSED');
    const clocks = deadlinesOf({ ...claim, events }, deadlines, now);
    const held = clocks.find((clock) => clock.rule === rule.heldBy);
    const ends = clocks
      .filter((clock) => rule.withoutAnswer.some((each) => each === clock.rule))
      .map((clock) => (held && clock.status === 'MET' ? held.dueOn : clock.dueOn));
    const [first] = ends.toSorted(Temporal.PlainDate.compare);
    return { from: first?.add({ days: 1 }) ?? null, reason: MediationReason.NO_ANSWER_IN_TIME };
  }
  if (claim.level === 'ADVISER') return { from: null, reason: MediationReason.COMPLAINTS_SERVICE_FIRST };
  if (!rule.unsatisfactory.some((each) => each === claim.outcome)) {
    return { from: null, reason: MediationReason.SATISFIED };
  }
  return { from: parisDay(answered.at), reason: MediationReason.UNSATISFACTORY_ANSWER };
}
