import { HubError, NotFound } from '../../schema/kernel/errors';
import { once } from '../shared/idempotency';
import type { MeteredSession } from '../shared/metered-store';
import { Channel, ClaimStatus } from './claim.enum';
import type { Claim } from './claim.type';
import type { ClaimsContext } from './context';
import { Actor, ClaimEventType, MessageAuthor } from './timeline.enum';

/** The longest message, in characters. */
export const MESSAGE_MAX = 10_000;

const ENDED: readonly ClaimStatus[] = [ClaimStatus.CLOSED, ClaimStatus.WITHDRAWN, ClaimStatus.MERGED];

/**
 * Adds a message to a claim that the caller may know of, with its event, in one transaction.
 *
 * @param text checked.
 * @param key the client's; the same key, claim and text give the same message again.
 * @returns the message's number in the store.
 * @throws {HubError} `INVALID_STATE`: nothing is written on a claim that ended; `IDEMPOTENCY_KEY_REUSED`.
 */
export function recordMessage(
  claim: Claim,
  text: string,
  key: string,
  actor: Actor,
  { store, operation, clock }: ClaimsContext,
): Promise<string> {
  const now = clock.now();
  const request = {
    schema: 'claims',
    subject: operation.caller.subject,
    mutation: 'addClaimMessage',
    key,
    input: { claim: claim.seq, text },
    now,
  } as const;
  return store.transaction((session) =>
    once(session, request, async () => {
      await checkOpen(session, claim.seq);
      return insertMessage(session, claim.seq, text, actor, now);
    }),
  );
}

/** Locks the claim, so that it does not end meanwhile and its messages keep their order. */
async function checkOpen(session: MeteredSession, seq: string): Promise<void> {
  const [row] = await session.query<{ status: ClaimStatus }>(
    1,
    'select status from claims.claim where seq = $1::bigint for no key update',
    [seq],
  );
  if (!row) throw new NotFound('Claim');
  if (ENDED.includes(row.status)) {
    throw new HubError('INVALID_STATE', `Nothing can be written on a claim that is ${row.status}.`, {
      status: row.status,
    });
  }
}

async function insertMessage(
  session: MeteredSession,
  seq: string,
  text: string,
  actor: Actor,
  now: Date,
): Promise<string> {
  const own = actor === Actor.CUSTOMER;
  const [row] = await session.query<{ seq: string }>(
    1,
    `with event as (
       insert into claims.claim_event (claim_seq, at, type, channel, actor) values ($1::bigint, $2, $3, $4, $5))
     insert into claims.claim_message (claim_seq, at, author, channel, text) values ($1::bigint, $2, $6, $4, $7)
     returning seq`,
    [
      seq,
      now.toISOString(),
      own ? ClaimEventType.MESSAGE_RECEIVED : ClaimEventType.MESSAGE_SENT,
      Channel.ONLINE,
      actor,
      own ? MessageAuthor.CUSTOMER : MessageAuthor.BANK,
      text,
    ],
  );
  if (!row) throw new NotFound('Claim');
  return row.seq;
}
