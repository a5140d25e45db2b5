import { parisDay } from '../../shared/paris-day';
import type { Channel, ClaimStatus, Motive, Outcome, Product } from '../claim.enum';
import { type ClockedClaim, deadlinesOf } from '../deadlines/deadlines';
import type { DeadlineRules } from '../deadlines/rules';
import { ANSWER_CLOCKS } from '../routing/due';

/** What one claim counts for. Durations are whole; `null` where there is none. */
export interface SteeringFacts {
  /** `2026-01`, in Paris; so is `answered`. */
  readonly filed: string;
  readonly answered: string | null;
  readonly product: `${Product}`;
  readonly motive: `${Motive}`;
  readonly channel: `${Channel}`;
  readonly outcome: `${Outcome}` | null;
  /** Days from receipt to the first answer. */
  readonly days: number | null;
  /** Whether every clock that an answer stops was met in time. */
  readonly inTime: boolean | null;
  /** Minutes from receipt to the first reply, as coarse as they are long. */
  readonly firstReply: number | null;
  /** Whether rules granted it; `null` where it was none that they look at. */
  readonly granted: boolean | null;
  /** Whether the customer had complained of the same motive in the year before. */
  readonly repeated: boolean;
}

/** A claim as steering reads it. */
export interface SteeredClaim extends ClockedClaim {
  readonly status: ClaimStatus;
  readonly motive: Motive;
  readonly channel: Channel;
  readonly outcome: Outcome | null;
  readonly filedAt: Date;
  readonly granted: boolean | null;
  readonly repeated: boolean;
}

/** What is no complaint, or counts as part of another one. */
const NOT_COUNTED: readonly `${ClaimStatus}`[] = ['DRAFT', 'REQUALIFIED', 'MERGED'];
/** What reaches the claimant as a reply of somebody. */
const REPLIES: readonly string[] = [
  'ACKNOWLEDGED',
  'INFORMATION_REQUESTED',
  'HOLDING_REPLY_SENT',
  'ANSWERED',
];

/** @returns `undefined` for what does not count as a complaint of its own. */
export function factsOf(claim: SteeredClaim, rules: DeadlineRules, now: Date): SteeringFacts | undefined {
  if (NOT_COUNTED.includes(claim.status)) return undefined;
  const { product, motive, channel, outcome, granted, repeated, receivedAt, events } = claim;
  const answer = events.find(({ type }) => type === 'ANSWERED');
  const reply = events.find(({ type }) => REPLIES.includes(type));
  const clocks = deadlinesOf(claim, rules, now).filter(({ rule }) => ANSWER_CLOCKS.has(rule));
  return {
    filed: monthOf(claim.filedAt),
    answered: answer ? monthOf(answer.at) : null,
    ...{ product, motive, channel, outcome, granted, repeated },
    days: answer ? parisDay(receivedAt).until(parisDay(answer.at)).days : null,
    inTime: answer ? clocks.every(({ status }) => status === 'MET') : null,
    firstReply: reply ? coarse(Math.ceil((reply.at.getTime() - receivedAt.getTime()) / 60_000)) : null,
  };
}

const monthOf = (instant: Date): string => parisDay(instant).toString().slice(0, 7);

/** Minutes up to an hour, then quarters of an hour up to a day, then days: what a percentile needs, in few cells. */
function coarse(minutes: number): number {
  const step = minutes <= 60 ? 1 : minutes <= 1_440 ? 15 : 1_440;
  return Math.max(0, Math.ceil(minutes / step) * step);
}
