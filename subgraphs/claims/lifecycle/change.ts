import type { Json } from '../../../schema/kernel/canonical-json';
import type { Caller } from '../../../schema/kernel/caller';
import { BadUserInput, NotFound } from '../../../schema/kernel/errors';
import { once } from '../../shared/idempotency';
import type { MeteredSession } from '../../shared/metered-store';
import { Channel, type ClaimStatus, type Outcome } from '../claim.enum';
import type { Claim } from '../claim.type';
import type { ClaimsContext } from '../context';
import { type Actor, type ClaimEventType, MessageAuthor } from '../timeline.enum';
import { writeMessage } from './message';
import { after, type ClaimState, transitionOf } from './state';
import type { Transition } from './table';

/** A change of a claim that somebody asks for. */
export interface ClaimChange {
  readonly event: ClaimEventType;
  readonly actor: Actor;
  /** The version that the caller saw. */
  readonly version: number;
  /** A code of the table's, or the number of the claim that it goes on in. */
  readonly reason: string | null;
  /** What is said to the claimant on this occasion; checked. */
  readonly text: string | null;
  /** The mutation's name and the client's key, so that it happens once. */
  readonly mutation: string;
  readonly key: string;
  /** What else was asked for: the same key with anything else is another request. */
  readonly details?: Json;
  /** Says, once the claim is locked, who has it from now on. */
  readonly handler?: (session: MeteredSession, seq: string) => Promise<string>;
  /** Asked once the claim is locked. @throws {HubError} the change may not be. */
  readonly allowed?: (session: MeteredSession, seq: string) => Promise<void>;
}

/** What the timeline keeps of a change. */
interface StateChange {
  readonly event: ClaimEventType;
  readonly actor: Actor;
  readonly channel?: Channel | null;
  readonly reason?: string | null;
  /** What was decided, where it decides. */
  readonly outcome?: Outcome | null;
}

/** A claim as it stands, which nobody else changes until the end of the transaction. */
export interface LockedClaim extends ClaimState {
  readonly version: number;
  readonly status: ClaimStatus;
}

/**
 * Changes a claim and writes the event of it, in one transaction.
 *
 * @param claim one that the caller may know of.
 * @returns whether it happened; `false`: the claim has another version by now, and nothing was written.
 * @throws {HubError} `INVALID_STATE`, `OPERATION_ACCESS_DENIED`, `IDEMPOTENCY_KEY_REUSED`.
 * @throws {BadUserInput} the reason is not one of the table's.
 */
export function changeClaim(claim: Claim, change: ClaimChange, context: ClaimsContext): Promise<boolean> {
  const { store, operation, clock, lifeCycle } = context;
  const row = transitionOf(lifeCycle, change.event);
  checkReason(change.reason, row.reasons);
  const now = clock.now();
  const { event, actor, version, reason, text, mutation, key, details } = change;
  const request = {
    schema: 'claims',
    subject: operation.caller.subject,
    mutation,
    key,
    input: { claim: claim.seq, version, reason, text, ...(details === undefined ? {} : { details }) },
    now,
  } as const;
  return store.transaction((session) =>
    once(session, request, async () => {
      const locked = await lockClaim(session, claim.seq);
      if (locked.version !== version) return false;
      await change.allowed?.(session, claim.seq);
      const state = after(lifeCycle, locked, { type: event, actor, at: now.toISOString() });
      const channel = text === null ? null : Channel.ONLINE;
      const handler = (await change.handler?.(session, claim.seq)) ?? handlerAfter(row, operation.caller);
      await writeState(session, claim.seq, { event, actor, channel, reason }, state, now, handler);
      if (text !== null) await writeMessage(session, claim.seq, text, MessageAuthor.BANK, now);
      return true;
    }),
  );
}

const handlerAfter = ({ effect }: Transition, { staffNumber }: Caller): string | null | undefined =>
  effect === 'TAKES' ? (staffNumber ?? null) : effect === 'RELEASES' ? null : undefined;

function checkReason(reason: string | null, reasons: readonly string[] | undefined): void {
  if (!reasons || (reason !== null && reasons.includes(reason))) return;
  throw new BadUserInput('reason', `one of ${reasons.join(', ')} is expected.`);
}

/** Locks a claim. @throws {NotFound} */
export async function lockClaim(session: MeteredSession, seq: string): Promise<LockedClaim> {
  const [locked] = await session.query<LockedClaim>(
    1,
    `select version, status, level, outcome, closed_at as "closedAt"
       from claims.claim where seq = $1::bigint for no key update`,
    [seq],
  );
  if (!locked) throw new NotFound('Claim');
  return locked;
}

/**
 * Writes a state with the event that led to it.
 *
 * @param handler staff number of who has the claim from now on; `null`: nobody; `undefined`: as before.
 */
export async function writeState(
  session: MeteredSession,
  seq: string,
  { event, actor, channel = null, reason = null, outcome: decided = null }: StateChange,
  { status, level, outcome, closedAt }: ClaimState,
  now: Date,
  handler?: string | null,
): Promise<void> {
  if (status === undefined) throw new TypeError('a claim that is there has a state');
  await session.query(
    1,
    `with changed as (
       update claims.claim set version = version + 1, status = $2, level = $3, outcome = $4, closed_at = $5,
         handled_by = case when $6 then $7 else handled_by end
        where seq = $1::bigint)
     insert into claims.claim_event (claim_seq, at, type, actor, channel, reason, outcome)
     values ($1::bigint, $8, $9, $10, $11, $12, $13)`,
    [
      seq,
      status,
      level,
      outcome,
      closedAt,
      handler !== undefined,
      handler ?? null,
      now.toISOString(),
      event,
      actor,
      channel,
      reason,
      decided,
    ],
  );
}
