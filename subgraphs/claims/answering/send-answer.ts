import { Channel } from '../claim.enum';
import type { ClaimsContext } from '../context';
import { actorOf } from '../filing.rules';
import { writeState } from '../lifecycle/change';
import { writeMessage } from '../lifecycle/message';
import { after } from '../lifecycle/state';
import { ClaimEventType, MessageAuthor } from '../timeline.enum';
import { AnswerMedium, AnswerState, AnswerStepName } from './answer.enum';
import { examine, readCase } from './answer-case';
import { record } from './answer-change';
import { checkComplete, theDraft } from './answer-checks';
import { keepDelivery } from './delivery/deliveries';
import { type ChangingClaim, refuse } from './part-change';
import { hashOf, textOf } from './render';

/** Which way of the timeline a medium is. */
const CHANNELS: Readonly<Record<AnswerMedium, Channel>> = {
  EMAIL: Channel.EMAIL,
  LETTER: Channel.LETTER,
  SECURE_MESSAGE: Channel.ONLINE,
};

/**
 * Sends an answer: the claim is ANSWERED, its text is a message of the bank, and what left by which medium is kept, all
 * in one transaction. The text is rendered anew: what is sent has its notices today, and is what was approved.
 *
 * The message in the graph is the durable medium by itself; a letter or an e-mail is kept beside it, and brought on its way by a job.
 *
 * @param chosen by the claimant; by the claim's channel where it is not said.
 * @throws {HubError} `INVALID_STATE`: it lacks something, a second person has to approve it, or the claim is not answered now.
 */
export async function sendAnswer(
  { session, claim, locked, now }: ChangingClaim,
  chosen: AnswerMedium | null,
  context: ClaimsContext,
): Promise<void> {
  const actor = actorOf(context.operation.caller);
  const draft = await theDraft(session, claim.seq);
  const answered = await readCase(session, claim.seq);
  const examined = examine(draft, answered, context);
  checkComplete(examined, context);
  const text = textOf(examined.blocks);
  const sha256 = hashOf(text);
  const approved = draft.state === AnswerState.APPROVED;
  if (!approved && (draft.state !== AnswerState.DRAFT || examined.review.length > 0)) {
    refuse('A second person has to approve this answer first.', { review: examined.review });
  }
  if (approved && draft.approved_sha256 !== sha256) {
    refuse('The answer no longer reads as it was approved: it has to be submitted again.');
  }
  const { mediums } = context.answering.rules;
  const medium = chosen ?? mediums[answered.facts.channel as Channel] ?? AnswerMedium.SECURE_MESSAGE;
  const event = ClaimEventType.ANSWERED;
  const { outcome } = draft;
  const state = after(context.lifeCycle, locked, { type: event, actor, at: now.toISOString(), outcome });
  const said = { event, actor, channel: CHANNELS[medium], outcome };
  await writeState(session, claim.seq, said, state, now);
  const message = await writeMessage(session, claim.seq, text, MessageAuthor.BANK, now);
  await session.query(1, `update claims.claim_answer set state = 'SENT' where seq = $1::bigint`, [draft.seq]);
  await record(session, draft, AnswerStepName.SENT, now, context);
  await session.query(
    1,
    `insert into claims.sent_answer (answer_seq, claim_seq, message_seq, at, medium, template_version, sha256)
     values ($1::bigint, $2::bigint, $3::bigint, $4, $5, $6, $7)`,
    [draft.seq, claim.seq, message, now.toISOString(), medium, examined.templateVersion, sha256],
  );
  await keepDelivery(session, { answerSeq: draft.seq, claimSeq: claim.seq, medium }, now);
}
