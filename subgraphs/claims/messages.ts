import { HubError } from '../../schema/kernel/errors';
import { once } from '../shared/idempotency';
import { Channel, ClaimStatus } from './claim.enum';
import type { Claim } from './claim.type';
import type { ClaimsContext } from './context';
import { lockClaim, writeState } from './lifecycle/change';
import { writeMessage } from './lifecycle/message';
import { after, transitionOf } from './lifecycle/state';
import { Actor, ClaimEventType, MessageAuthor } from './timeline.enum';

/** The longest message, in characters. */
export const MESSAGE_MAX = 10_000;

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
  { store, operation, clock, lifeCycle }: ClaimsContext,
): Promise<string> {
  const now = clock.now();
  const own = actor === Actor.CUSTOMER;
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
      const claimNow = await lockClaim(session, claim.seq);
      const at = now.toISOString();
      const said = { type: own ? ClaimEventType.MESSAGE_RECEIVED : ClaimEventType.MESSAGE_SENT, actor, at };
      if (!transitionOf(lifeCycle, said.type).from.includes(claimNow.status)) {
        const { status } = claimNow;
        throw new HubError('INVALID_STATE', `Nothing can be written on a claim that is ${status}.`, {
          status,
        });
      }
      await session.query(
        1,
        'insert into claims.claim_event (claim_seq, at, type, channel, actor) values ($1::bigint, $2, $3, $4, $5)',
        [claim.seq, at, said.type, Channel.ONLINE, actor],
      );
      if (own && claimNow.status === ClaimStatus.WAITING_CUSTOMER) {
        // The claimant was asked for something: what they write now is the answer.
        const event = ClaimEventType.INFORMATION_RECEIVED;
        const state = after(lifeCycle, claimNow, { type: event, actor, at });
        await writeState(session, claim.seq, { event, actor }, state, now);
      }
      const author = own ? MessageAuthor.CUSTOMER : MessageAuthor.BANK;
      return writeMessage(session, claim.seq, text, author, now);
    }),
  );
}
