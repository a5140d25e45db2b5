import type { MeteredSession } from '../../shared/metered-store';
import { NotFound } from '../../../schema/kernel/errors';
import { Channel } from '../claim.enum';
import type { MessageAuthor } from '../timeline.enum';

/** Adds a message to a claim that is locked. @returns the message's number in the store. */
export async function writeMessage(
  session: MeteredSession,
  seq: string,
  text: string,
  author: MessageAuthor,
  now: Date,
): Promise<string> {
  const [row] = await session.query<{ seq: string }>(
    1,
    `insert into claims.claim_message (claim_seq, at, author, channel, text) values ($1::bigint, $2, $3, $4, $5)
     returning seq`,
    [seq, now.toISOString(), author, Channel.ONLINE, text],
  );
  if (!row) throw new NotFound('Claim');
  return row.seq;
}
