import { addUpDecisions } from '../../../schema/audit/decisions';
import type { AccessDecision } from '../../../schema/audit/record';
import type { Gate, Lane } from '../execution/lanes';
import type { Guard } from './guard';
import type { CountedPass, JudgedSeat, Session } from './seats';
import { countTogether } from './tally';
import { showsWhole, type Verdict } from './verdict';

/** Decides for each object at once which of its fields are shown whole. */
export interface Lanes {
  /** @param open the field's resolver without access rules. @returns the short way to a field without arguments. */
  lane(guard: Guard, open: Lane['open']): Lane;
}

/** @param verdictOf decides one field of the objects of a seat. */
export function createLanes(
  sessionOf: (context: unknown) => Session,
  verdictOf: (guard: Guard, seat: JudgedSeat, session: Session, parent: unknown) => Verdict,
): Lanes {
  const guards = new Map<Lane, Guard>();

  /** @throws what keeps a decision from being taken. */
  function passOf(lanes: readonly Lane[], seat: JudgedSeat, session: Session, parent: unknown): CountedPass {
    const opens = new Set<Lane>();
    const whole: AccessDecision[] = [];
    let waits = false;
    for (const lane of lanes) {
      const guard = guards.get(lane);
      if (!guard) continue;
      if (seat.standing === undefined && session.standings.asks(guard)) {
        waits = true; // It is found out on the way of the field.
        continue;
      }
      const verdict = verdictOf(guard, seat, session, parent);
      if (!showsWhole(verdict)) continue;
      opens.add(lane);
      if (verdict.counted) whole.push({ ...verdict.counted, count: 1 });
    }
    return { opens, waits, decisions: addUpDecisions([whole]) };
  }

  function passAt(lanes: readonly Lane[], seat: JudgedSeat, session: Session, parent: unknown): CountedPass {
    let pass = seat.passes.get(lanes);
    if (!pass) seat.passes.set(lanes, (pass = passOf(lanes, seat, session, parent)));
    return pass;
  }

  const gate: Gate = {
    pass(lanes, parent, context) {
      try {
        const session = sessionOf(context);
        let seat = session.seatOf(parent);
        let pass = passAt(lanes, seat, session, parent);
        if (pass.waits && session.standings.recall(seat.subject)) {
          seat = session.seatOf(parent);
          pass = passAt(lanes, seat, session, parent);
        }
        if (pass.decisions.length > 0) countTogether(seat, pass);
        return pass;
      } catch {
        return undefined; // The fields meet the same failure one by one and report it.
      }
    },
  };
  return {
    lane(guard, open) {
      const lane = { gate, open };
      guards.set(lane, guard);
      return lane;
    },
  };
}
