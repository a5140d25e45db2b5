import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { NotPersonal, Personal } from '../../shared/classify';
import { checkFreeText } from '../../shared/free-text';
import { Claim } from '../claim.type';
import { claimById, type ClaimsContext } from '../context';
import { MESSAGE_MAX } from '../messages';
import { type AnswerCase, completed, examine, type Written } from './answer-case';
import { AnswerDraft, AnswerInput, SentAnswer } from './answer.type';
import type { DraftRow, StepRow } from './parts.record';
import { textOf } from './render';

const claimant = { subject: 'claimant' } as const;

@Resolver(() => Claim)
export class AnswerResolver {
  /** Internal as a whole: nobody outside the bank learns of an answer before it leaves. */
  @Personal('bank.internal', claimant)
  @FieldResolver(() => AnswerDraft, {
    nullable: true,
    description: 'The answer that is being written, where one is.',
  })
  async answerDraft(@Root() { seq }: Claim, @Ctx() context: ClaimsContext): Promise<AnswerDraft | null> {
    const [draft] = await context.parts.drafts(seq);
    return draft ? drafted(draft, draft, await context.parts.steps(seq), seq, context) : null;
  }

  @Personal('bank.claim', claimant)
  @FieldResolver(() => [SentAnswer], { nullable: true, description: 'The answers that left, oldest first.' })
  async sentAnswers(@Root() { seq }: Claim, @Ctx() { parts }: ClaimsContext): Promise<SentAnswer[]> {
    return (await parts.sent(seq)).map((row) => ({
      ...row,
      delivery: row.delivery_status && {
        ...{ medium: row.delivery_medium, status: row.delivery_status },
        ...{ at: row.delivery_at, reason: row.delivery_reason },
      },
    }));
  }

  @Personal('bank.internal', claimant)
  @Query(() => AnswerDraft, {
    nullable: true,
    description: 'An answer as it would read, with what it lacks. Nothing is kept.',
  })
  async previewAnswer(
    @NotPersonal() @Arg('claimId', () => ID, { description: 'Opaque key of the claim.' }) claimId: string,
    @NotPersonal()
    @Arg('answer', () => AnswerInput, { description: 'The answer.' })
    answer: AnswerInput,
    @Ctx() context: ClaimsContext,
  ): Promise<(AnswerDraft & Pick<Claim, 'facts'>) | null> {
    checkFreeText('answer.body', answer.body, MESSAGE_MAX);
    const { seq, facts } = await claimById(claimId, context);
    const [row] = await context.parts.cases(seq);
    if (!row) return null;
    return { facts, ...(await drafted(completed(answer, row, context), null, [], seq, context)) };
  }
}

async function drafted(
  written: Written,
  kept: DraftRow | null,
  steps: readonly StepRow[],
  seq: string,
  context: ClaimsContext,
): Promise<AnswerDraft> {
  const { parts } = context;
  const [[facts], points, redress] = await Promise.all([
    parts.cases(seq),
    parts.points(seq),
    parts.redress(seq),
  ]);
  if (!facts) throw new TypeError('a claim of the store has its columns');
  const { blocks, missing, review } = examine(
    written,
    { facts, points, redress } satisfies AnswerCase,
    context,
  );
  return {
    state: kept?.state ?? null,
    ...{ outcome: written.outcome, language: written.language, body: written.body },
    text: textOf(blocks),
    notices: [...written.notices],
    missingNotices: [...missing],
    reviewRules: [...review],
    steps: steps.map(({ step, done_as: by, at, remarks }) => ({ step, by, at, remarks })),
  };
}
