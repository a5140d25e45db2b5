import { HubError } from '../../../schema/kernel/errors';
import type { MeteredSession } from '../../shared/metered-store';
import type { ClaimsContext } from '../context';
import { AnswerStepName } from './answer.enum';
import { completed, examine, readCase } from './answer-case';
import { checkComplete, theDraft } from './answer-checks';
import { type AnswerMove, mayBeAnswered, moved } from './answer-state';
import type { AnswerInput } from './answer.type';
import { type ChangingClaim, nextVersion, refuse } from './part-change';
import type { DraftRow } from './parts.record';
import { read } from './parts.source';
import { hashOf, textOf } from './render';
import { type StaffMember, staffOf } from './staff';

/** Begins an answer. @throws {HubError} `INVALID_STATE`: one is under way, or the claim is not answered now. */
export async function draftAnswer(
  { session, claim, locked, now }: ChangingClaim,
  input: AnswerInput,
  context: ClaimsContext,
): Promise<void> {
  mayBeAnswered(context.lifeCycle, locked);
  const { facts } = await readCase(session, claim.seq);
  const { outcome, language, body, notices } = completed(input, facts, context);
  const [begun] = await session.query<{ seq: string }>(
    1,
    `insert into claims.claim_answer (claim_seq, state, outcome, language, body, notices)
     values ($1::bigint, 'DRAFT', $2, $3, $4, $5::text[]) on conflict do nothing returning seq`,
    [claim.seq, outcome, language, body, notices],
  );
  if (!begun) refuse('An answer to this claim is under way.');
  await record(session, { ...begun, claim_seq: claim.seq }, AnswerStepName.DRAFTED, now, context);
  await nextVersion(session, claim.seq);
}

/** Writes an answer again: whatever was approved of it is approved no more. */
export async function reviseAnswer(
  changing: ChangingClaim,
  input: AnswerInput,
  context: ClaimsContext,
): Promise<void> {
  const { session, claim } = changing;
  const draft = await theDraft(session, claim.seq);
  const state = moved(draft.state, 'REVISED');
  const { facts } = await readCase(session, claim.seq);
  const { outcome, language, body, notices } = completed(input, facts, context);
  await session.query(
    1,
    `update claims.claim_answer set state = $2, outcome = $3, language = $4, body = $5, notices = $6::text[],
       approved_sha256 = null where seq = $1::bigint`,
    [draft.seq, state, outcome, language, body, notices],
  );
  await record(session, draft, AnswerStepName.REVISED, changing.now, context);
  await nextVersion(session, claim.seq);
}

/** Gives an answer to a second person. @throws {HubError} `INVALID_STATE`: it lacks a legal notice or a point. */
export async function submitAnswer(changing: ChangingClaim, context: ClaimsContext): Promise<void> {
  const draft = await theDraft(changing.session, changing.claim.seq);
  checkComplete(examine(draft, await readCase(changing.session, changing.claim.seq), context), context);
  await move(changing, draft, 'SUBMITTED', context);
}

/** Approves an answer as it reads now, and nothing else. @throws {HubError} whoever wrote at it does not approve it. */
export async function approveAnswer(
  changing: ChangingClaim,
  context: ClaimsContext,
  remarks: string | null,
): Promise<void> {
  const { session, claim } = changing;
  const draft = await theDraft(session, claim.seq);
  moved(draft.state, 'APPROVED');
  await checkSecondPerson(session, draft, staffOf(context.operation.caller));
  const examined = examine(draft, await readCase(session, claim.seq), context);
  checkComplete(examined, context);
  await move(changing, draft, 'APPROVED', context, { remarks, approved: hashOf(textOf(examined.blocks)) });
}

/** Gives an answer back. */
export async function returnAnswer(
  changing: ChangingClaim,
  context: ClaimsContext,
  remarks: string,
): Promise<void> {
  const draft = await theDraft(changing.session, changing.claim.seq);
  await move(changing, draft, 'RETURNED', context, { remarks });
}

async function move(
  { session, claim, now }: ChangingClaim,
  draft: DraftRow,
  step: AnswerMove,
  context: ClaimsContext,
  { remarks = null, approved = null }: { remarks?: string | null; approved?: string | null } = {},
): Promise<void> {
  await session.query(
    1,
    'update claims.claim_answer set state = $2, approved_sha256 = $3 where seq = $1::bigint',
    [draft.seq, moved(draft.state, step), approved],
  );
  await record(session, draft, AnswerStepName[step], now, context, remarks);
  await nextVersion(session, claim.seq);
}

/** Four eyes: whoever wrote any of it is not the second person. */
async function checkSecondPerson(
  session: MeteredSession,
  { claim_seq: claim }: DraftRow,
  { person }: StaffMember,
): Promise<void> {
  const steps = await read.steps(session, [claim]);
  const wrote: readonly string[] = [AnswerStepName.DRAFTED, AnswerStepName.REVISED];
  if (!steps.some(({ step, done_by: by }) => wrote.includes(step) && by === person)) return;
  throw new HubError('OPERATION_ACCESS_DENIED', 'An answer is approved by somebody who did not write it.');
}

/** Keeps who did what to an answer. */
export async function record(
  session: MeteredSession,
  { seq, claim_seq: claim }: Pick<DraftRow, 'seq' | 'claim_seq'>,
  step: AnswerStepName,
  now: Date,
  { operation }: ClaimsContext,
  remarks: string | null = null,
): Promise<void> {
  const { person, capacity } = staffOf(operation.caller);
  await session.query(
    1,
    `insert into claims.answer_step (answer_seq, claim_seq, at, step, done_by, done_as, remarks)
     values ($1::bigint, $2::bigint, $3, $4, $5, $6, $7)`,
    [seq, claim, now.toISOString(), step, person, capacity, remarks],
  );
}
