import type { Caller } from '../kernel/caller';
import type { AccessTable } from './compile';
import { createMemo } from './memo';
import type { Decision, Look } from './types';

/** What the next policy would have decided otherwise. Names no person. */
export interface ShadowDifference {
  readonly coordinate: string;
  readonly roles: readonly string[];
  readonly purpose: string;
  /** What is enforced. */
  readonly current: Decision;
  readonly next: Decision;
}

/** How many differences are remembered, so that each is told once. */
const REMEMBERED = 10_000;

const sameOutcome = (a: Decision, b: Decision): boolean => a.effect === b.effect && a.mask === b.mask;

/** Whether two looks are the same for every object. */
const sameLook = (a: Look, b: Look): boolean =>
  a.kind !== 'CONDITIONAL' && b.kind !== 'CONDITIONAL' && sameOutcome(a.decision, b.decision);

/**
 * Evaluates the next policy beside the enforced one: every decision is the current table's, and where the next would
 * decide otherwise, that is told, once for each kind of caller, coordinate and pair of outcomes.
 *
 * @param differs is told; it must not throw.
 * @returns a table to be used in the current one's place.
 */
export function createShadow(
  current: AccessTable,
  next: AccessTable,
  differs: (difference: ShadowDifference) => void,
): AccessTable {
  const told = createMemo<{ done: boolean }>(REMEMBERED, () => ({ done: false }));
  const tell = (coordinate: string, caller: Caller, enforced: Decision, other: Decision): void => {
    if (sameOutcome(enforced, other)) return;
    const outcomes = [enforced, other].map(({ effect, mask }) => [effect, mask]);
    const memory = told(JSON.stringify([current.grantsKey(caller), coordinate, outcomes]));
    if (memory.done) return;
    memory.done = true;
    const { roles, purpose } = caller;
    differs({ coordinate, roles, purpose, current: enforced, next: other });
  };
  return {
    ...current,
    look(coordinate, caller) {
      const look = current.look(coordinate, caller);
      const other = next.look(coordinate, caller);
      // What depends on the object is told when the object is known.
      if (look.kind !== 'CONDITIONAL' && other.kind !== 'CONDITIONAL') {
        tell(coordinate, caller, look.decision, other.decision);
      } else if (look.kind === 'ALWAYS_DENY' && !sameLook(look, other)) {
        // Nobody will ask again for an object: the most that the next policy could show is told.
        const possible = other.kind === 'CONDITIONAL' ? other.possible : [other.decision];
        possible.forEach((each) => tell(coordinate, caller, look.decision, each));
      }
      return look;
    },
    decide(coordinate, caller, facts) {
      const decision = current.decide(coordinate, caller, facts);
      tell(coordinate, caller, decision, next.decide(coordinate, caller, facts));
      return decision;
    },
  };
}
