import { HubError } from '../../../schema/kernel/errors';
import { ClaimLevel, type ClaimStatus, type Outcome } from '../claim.enum';
import type { Actor, ClaimEventType } from '../timeline.enum';
import { type LifeCycle, NONE, type Transition } from './table';

/** What the life cycle says of a claim at one moment. */
export interface ClaimState {
  /** `undefined`: it does not exist yet. */
  readonly status: ClaimStatus | undefined;
  readonly level: ClaimLevel;
  readonly outcome: Outcome | null;
  /** When it ended: ISO 8601, UTC. */
  readonly closedAt: string | null;
}

/** Something that happened, as far as the state depends on it. */
export interface StateEvent {
  readonly type: ClaimEventType;
  readonly actor: Actor;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** What was decided, where the event decides. */
  readonly outcome?: Outcome | null;
  /** Who got the claim, where the event says so: on filing. */
  readonly level?: ClaimLevel | null;
}

/** Before anything happened. */
export const BEFORE_FILING: ClaimState = {
  status: undefined,
  level: ClaimLevel.ADVISER,
  outcome: null,
  closedAt: null,
};

/**
 * The state after an event.
 *
 * @throws {HubError} `INVALID_STATE`: it cannot happen there; `OPERATION_ACCESS_DENIED`: others may do it, this one not.
 */
export function after(table: LifeCycle, state: ClaimState, event: StateEvent): ClaimState {
  const row = transitionOf(table, event.type);
  const status = state.status ?? NONE;
  if (!row.from.includes(status)) {
    throw new HubError('INVALID_STATE', `A claim that is ${status} cannot be ${event.type}.`, {
      status,
      event: event.type,
    });
  }
  if (!row.by.includes(event.actor)) {
    throw new HubError('OPERATION_ACCESS_DENIED', `${event.type} is not for a ${event.actor} to say.`, {
      event: event.type,
    });
  }
  return {
    status: row.to === 'SAME' ? state.status : row.to,
    level: levelAfter(row, event.actor) ?? event.level ?? state.level,
    outcome: row.effect === 'REOPENS' ? null : (event.outcome ?? state.outcome),
    closedAt: row.effect === 'ENDS' ? event.at : row.effect === 'REOPENS' ? null : state.closedAt,
  };
}

/** The present state, from nothing but what happened. @param events oldest first. */
export const rebuilt = (table: LifeCycle, events: readonly StateEvent[]): ClaimState =>
  events.reduce((state, event) => after(table, state, event), BEFORE_FILING);

/** @throws {TypeError} never for a table that was read: each event has a row. */
export function transitionOf(table: LifeCycle, event: ClaimEventType): Transition {
  const row = table.get(event);
  if (!row) throw new TypeError(`the life cycle has no ${event}`);
  return row;
}

function levelAfter({ level }: Transition, actor: Actor): ClaimLevel | undefined {
  return typeof level === 'object' ? level[actor] : level;
}
