import type { LockedClaim } from '../lifecycle/change';
import { transitionOf } from '../lifecycle/state';
import type { LifeCycle } from '../lifecycle/table';
import { ClaimEventType } from '../timeline.enum';
import { AnswerState } from './answer.enum';
import { refuse } from './part-change';

/** Where an answer has to be for something to be done to it, and where it is then. */
const MOVES = {
  REVISED: {
    from: [AnswerState.DRAFT, AnswerState.IN_REVIEW, AnswerState.RETURNED, AnswerState.APPROVED],
    to: AnswerState.DRAFT,
  },
  SUBMITTED: { from: [AnswerState.DRAFT], to: AnswerState.IN_REVIEW },
  APPROVED: { from: [AnswerState.IN_REVIEW], to: AnswerState.APPROVED },
  RETURNED: { from: [AnswerState.IN_REVIEW, AnswerState.APPROVED], to: AnswerState.RETURNED },
} as const;

/** What is done to an answer before it is sent. */
export type AnswerMove = keyof typeof MOVES;

/** The state after it. @throws {HubError} `INVALID_STATE`: it cannot be done there. */
export function moved(state: AnswerState, move: AnswerMove): AnswerState {
  const { from, to } = MOVES[move];
  if (!(from as readonly AnswerState[]).includes(state)) {
    refuse(`An answer that is ${state} cannot be ${move}.`, { state });
  }
  return to;
}

/** @throws {HubError} `INVALID_STATE`: the claim's life cycle does not let it be answered where it stands. */
export function mayBeAnswered(lifeCycle: LifeCycle, { status }: LockedClaim): void {
  if (transitionOf(lifeCycle, ClaimEventType.ANSWERED).from.includes(status)) return;
  refuse(`A claim that is ${status} is not answered now.`, { status });
}
