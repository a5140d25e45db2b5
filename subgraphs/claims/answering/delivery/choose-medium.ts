import { type AnswerMedium } from '../answer.enum';
import { type ChangingClaim, nextVersion, refuse } from '../part-change';
import { keepDelivery } from './deliveries';
import { DeliveryStatus } from './delivery.enum';

/**
 * Sends an answer that did not arrive by another medium, or by the same one once the address was corrected.
 *
 * @throws {HubError} `INVALID_STATE`: no answer has left, or the last one is not known to have failed.
 */
export async function deliverAgain(
  { session, claim, now }: ChangingClaim,
  medium: AnswerMedium,
): Promise<void> {
  const [last] = await session.query<{ answer_seq: string; status: DeliveryStatus }>(
    1,
    `select answer_seq, status from claims.answer_delivery where claim_seq = $1::bigint order by seq desc limit 1`,
    [claim.seq],
  );
  if (last?.status !== DeliveryStatus.FAILED) refuse('Only an answer that did not arrive is sent once more.');
  await keepDelivery(session, { answerSeq: last.answer_seq, claimSeq: claim.seq, medium }, now);
  await nextVersion(session, claim.seq);
}
