import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Json } from '../../../schema/kernel/canonical-json';
import { NotPersonal, Personal } from '../../shared/classify';
import { checkFreeText } from '../../shared/free-text';
import type { ClaimsContext } from '../context';
import { ChangeClaimInput, ChangeClaimPayload } from '../lifecycle/change.type';
import { MESSAGE_MAX } from '../messages';
import { approveAnswer, draftAnswer, returnAnswer, reviseAnswer, submitAnswer } from './answer-change';
import { AnswerMedium } from './answer.enum';
import { AnswerInput } from './answer.type';
import { changePart } from './part-change';
import { sendAnswer } from './send-answer';

const INPUT = { description: 'Which claim, as the caller saw it.' };
const ANSWER = { description: 'The answer.' };
const claimant = { subject: 'claimant' } as const;

/** How much a second person may say about an answer. */
const REMARKS_MAX = 2_000;

/** A change of the answer to a claim, in the graph's words. */
const change = (description: string) => Mutation(() => ChangeClaimPayload, { nullable: true, description });

@Resolver(() => ChangeClaimPayload)
export class AnswerChangeResolver {
  @NotPersonal()
  @change('Begins the answer to a claim.')
  draftAnswer(
    @NotPersonal() @Arg('input', () => ChangeClaimInput, INPUT) input: ChangeClaimInput,
    @NotPersonal() @Arg('answer', () => AnswerInput, ANSWER) answer: AnswerInput,
    @Ctx() context: ClaimsContext,
  ): Promise<ChangeClaimPayload> {
    return changePart(context, 'draftAnswer', input, asJson(answer), (claim) =>
      draftAnswer(claim, answer, context),
    );
  }

  @NotPersonal()
  @change('Writes the answer again: an approval that it had is void.')
  reviseAnswer(
    @NotPersonal() @Arg('input', () => ChangeClaimInput, INPUT) input: ChangeClaimInput,
    @NotPersonal() @Arg('answer', () => AnswerInput, ANSWER) answer: AnswerInput,
    @Ctx() context: ClaimsContext,
  ): Promise<ChangeClaimPayload> {
    return changePart(context, 'reviseAnswer', input, asJson(answer), (claim) =>
      reviseAnswer(claim, answer, context),
    );
  }

  @NotPersonal()
  @change('Gives the answer to a second person. It has to be complete: legal notices, every point.')
  submitAnswerForReview(
    @NotPersonal() @Arg('input', () => ChangeClaimInput, INPUT) input: ChangeClaimInput,
    @Ctx() context: ClaimsContext,
  ): Promise<ChangeClaimPayload> {
    return changePart(context, 'submitAnswerForReview', input, null, (claim) => submitAnswer(claim, context));
  }

  @NotPersonal()
  @change('Approves the answer as it reads now. Whoever wrote any of it does not.')
  approveAnswer(
    @NotPersonal() @Arg('input', () => ChangeClaimInput, INPUT) input: ChangeClaimInput,
    @Personal('user.content.private', claimant)
    @Arg('remarks', () => String, { nullable: true, description: 'For its author, up to 2,000 characters.' })
    said: string | null | undefined,
    @Ctx() context: ClaimsContext,
  ): Promise<ChangeClaimPayload> {
    const remarks = said ?? null;
    if (remarks !== null) checkFreeText('remarks', remarks, REMARKS_MAX);
    return changePart(context, 'approveAnswer', input, remarks, (claim) =>
      approveAnswer(claim, context, remarks),
    );
  }

  @NotPersonal()
  @change('Gives the answer back to its author.')
  returnAnswer(
    @NotPersonal() @Arg('input', () => ChangeClaimInput, INPUT) input: ChangeClaimInput,
    @Personal('user.content.private', claimant)
    @Arg('remarks', () => String, { description: 'What is to be changed, up to 2,000 characters.' })
    remarks: string,
    @Ctx() context: ClaimsContext,
  ): Promise<ChangeClaimPayload> {
    checkFreeText('remarks', remarks, REMARKS_MAX);
    return changePart(context, 'returnAnswer', input, remarks, (claim) =>
      returnAnswer(claim, context, remarks),
    );
  }

  @NotPersonal()
  @change(
    'Sends the answer: the claim is answered, and the text becomes a message of it that nobody changes any more.',
  )
  sendAnswer(
    @NotPersonal() @Arg('input', () => ChangeClaimInput, INPUT) input: ChangeClaimInput,
    @Personal('bank.claim', claimant)
    @Arg('medium', () => AnswerMedium, {
      nullable: true,
      description: 'The durable medium that the claimant chose; by the claim’s channel where it is not said.',
    })
    chosen: AnswerMedium | null | undefined,
    @Ctx() context: ClaimsContext,
  ): Promise<ChangeClaimPayload> {
    const medium = chosen ?? null;
    return changePart(context, 'sendAnswer', input, medium, (claim) => sendAnswer(claim, medium, context));
  }
}

/** A request's answer as far as two requests may differ in it. @throws {BadUserInput} reasons that cannot be kept. */
function asJson({ outcome, body, language = null, notices = null }: AnswerInput): Json {
  checkFreeText('answer.body', body, MESSAGE_MAX);
  return { outcome, body, language, notices };
}
