import { HubError } from '../../../schema/kernel/errors';
import { once } from '../../shared/idempotency';
import { ClaimLevel, type Queue } from '../claim.enum';
import type { ClaimsContext } from '../context';
import { actorOf } from '../filing.rules';
import { lockClaim, writeState } from '../lifecycle/change';
import { after } from '../lifecycle/state';
import { Actor, ClaimEventType } from '../timeline.enum';

/** What waits for somebody in a team, the most pressing first; whoever asks at the same time gets the next one. */
const NEXT = `select c.seq, c.number from claims.claim c
 where c.queue = $1 and c.closed_at is null and c.status <> 'DRAFT' and c.status in ('FILED', 'ACKNOWLEDGED', 'REOPENED')
   and c.handled_by is null and c.level = $2 and ($3::text is null or c.branch = $3)
 order by -c.priority, c.due_on, c.seq limit 1 for no key update of c skip locked`;

/**
 * Gives the caller the most pressing claim of a team that nobody has: advisers those of their branch, the complaints
 * service those that have come to it.
 *
 * @returns the claim's number; `null`: nothing waits.
 * @throws {HubError} `IDEMPOTENCY_KEY_REUSED`; `OPERATION_ACCESS_DENIED`: the caller handles no claims.
 */
export function assignNext(queue: Queue, key: string, context: ClaimsContext): Promise<string | null> {
  const { store, operation, clock, lifeCycle } = context;
  const { subject, staffNumber, branch } = operation.caller;
  const actor = actorOf(operation.caller);
  const officer = actor === Actor.COMPLAINTS_OFFICER;
  if (staffNumber === undefined || (!officer && branch === undefined)) {
    throw new HubError('OPERATION_ACCESS_DENIED', 'Only those who handle claims may do this.');
  }
  const now = clock.now();
  const request = { schema: 'claims', subject, mutation: 'assignNext', key, input: { queue }, now } as const;
  const level = officer ? ClaimLevel.COMPLAINTS_SERVICE : ClaimLevel.ADVISER;
  return store.transaction((session) =>
    once(session, request, async () => {
      const [next] = await session.query<{ seq: string; number: string }>(1, NEXT, [
        ...[queue, level],
        officer ? null : (branch ?? null),
      ]);
      if (!next) return null;
      const event = ClaimEventType.ASSIGNED;
      const locked = await lockClaim(session, next.seq);
      const state = after(lifeCycle, locked, { type: event, actor, at: now.toISOString() });
      await writeState(session, next.seq, { event, actor }, state, now, staffNumber);
      return next.number;
    }),
  );
}
