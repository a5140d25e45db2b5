import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { IdSealer } from '../../../schema/kernel/ids';
import { NotPersonal, Personal } from '../../shared/classify';
import { Motive, Product } from '../claim.enum';
import { Claim } from '../claim.type';
import type { ClaimsContext } from '../context';
import type { KeptAnswer } from './answers';
import { IntakeKind, Language } from './intake.enum';
import { ClaimIntake, IntakeAnswer } from './intake.type';
import { type IntakeTree, questionsFor } from './tree';

@Resolver(() => Claim)
export class IntakeResolver {
  @NotPersonal()
  @Query(() => ClaimIntake, {
    nullable: true,
    description: 'What to ask a claimant about a product and a motive, before `fileClaim`.',
  })
  claimIntake(
    @NotPersonal() @Arg('product', () => Product, { description: 'What it is about.' }) product: Product,
    @NotPersonal() @Arg('motive', () => Motive, { description: 'What is wrong.' }) motive: Motive,
    @NotPersonal()
    @Arg('language', () => Language, { defaultValue: Language.FR, description: 'The language of the texts.' })
    language: Language,
    @Ctx() { intake }: ClaimsContext,
  ): ClaimIntake {
    return {
      version: intake.version,
      language,
      questions: questionsFor(intake, product, motive).map(({ id, kind, required, text, choices, when }) => ({
        question: id,
        kind,
        required,
        text: text[language],
        choices: choices?.map((choice) => ({ code: choice.code, text: choice.text[language] })) ?? null,
        when: when ?? null,
      })),
    };
  }

  @Personal('bank.claim', { subject: 'claimant' })
  @FieldResolver(() => [IntakeAnswer], {
    nullable: true,
    description: 'What the claimant answered to the guided form; empty where it was not used.',
  })
  intakeAnswers(
    @Root() { answers, answersLanguage }: Claim,
    @Ctx() { intake, ids }: ClaimsContext,
  ): IntakeAnswer[] {
    return answers.map((answer) => shownAnswer(answer, answersLanguage ?? Language.FR, intake, ids));
  }
}

function shownAnswer(
  { question, kind, value }: KeptAnswer,
  language: Language,
  { questions }: IntakeTree,
  ids: IdSealer,
): IntakeAnswer {
  const text = questions.find(({ id }) => id === question)?.text[language] ?? null;
  if (kind === IntakeKind.ACCOUNT) return { question, kind, text, value: ids.seal('acc', value) };
  if (kind === IntakeKind.OPERATION) return { question, kind, text, value: ids.seal('opr', value) };
  return { question, kind, text, value };
}
