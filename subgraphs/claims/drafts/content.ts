import { BadUserInput } from '../../../schema/kernel/errors';
import { checkFreeText } from '../../shared/free-text';
import { moneyText } from '../../shared/scalars';
import type { Motive, Product } from '../claim.enum';
import { DESCRIPTION_MAX } from '../filing.rules';
import type { Language } from '../intake/intake.enum';
import type { ClaimDraftInput } from './draft.type';

/** What is kept of a draft. */
export type DraftContent = {
  readonly product: Product | null;
  readonly motive: Motive | null;
  readonly description: string | null;
  /** e.g. `12.50 EUR`. */
  readonly disputedAmount: string | null;
  readonly language: Language | null;
  readonly answers: readonly { readonly question: string; readonly value: string }[];
};

const ANSWERS_MAX = 50;
const ANSWER_MAX = 2_000;

/**
 * What is kept of a draft. Texts are checked as on filing, but may be missing; answers are not checked against the form.
 *
 * @throws {BadUserInput} naming the argument, never its value.
 */
export function draftContent(input: ClaimDraftInput): DraftContent {
  const { product, motive, description, disputedAmount, language, answers } = input;
  if (description) checkFreeText('input.description', description, DESCRIPTION_MAX);
  if ((answers ?? []).length > ANSWERS_MAX) {
    throw new BadUserInput('input.answers', `at most ${ANSWERS_MAX} answers are taken.`);
  }
  for (const { question, value } of answers ?? []) {
    checkFreeText('input.answers', question, 100);
    checkFreeText('input.answers', value, ANSWER_MAX);
  }
  return {
    product: product ?? null,
    motive: motive ?? null,
    description: description === '' ? null : (description ?? null),
    disputedAmount: disputedAmount ? moneyText(disputedAmount) : null,
    language: language ?? null,
    answers: (answers ?? []).map(({ question, value }) => ({ question, value })),
  };
}
