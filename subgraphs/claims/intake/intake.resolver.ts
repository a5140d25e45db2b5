import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { IdSealer } from '../../../schema/kernel/ids';
import { NotPersonal, Personal } from '../../shared/classify';
import { Motive, Product } from '../claim.enum';
import { Claim } from '../claim.type';
import type { ClaimsContext } from '../context';
import { IntakeKind, Language } from './intake.enum';
import { ClaimIntake, IntakeAnswer } from './intake.type';
import { questionsFor } from './tree';

@Resolver(() => Claim)
export class IntakeResolver {
  @NotPersonal('bank.claim')
  @Query(() => ClaimIntake, {
    nullable: true,
    description: 'What to ask a claimant about a product and a motive, before `fileClaim`.',
  })
  claimIntake(
    @NotPersonal('bank.claim')
    @Arg('product', () => Product, { description: 'What it is about.' })
    product: Product,
    @NotPersonal('bank.claim') @Arg('motive', () => Motive, { description: 'What is wrong.' }) motive: Motive,
    @NotPersonal('bank.claim')
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
  intakeAnswers(@Root() { answers }: Claim, @Ctx() { ids }: ClaimsContext): IntakeAnswer[] {
    return answers.map(({ question, kind, value, asked }) => ({
      question,
      kind,
      text: asked,
      value: shownValue(kind, value, ids),
    }));
  }
}

function shownValue(kind: IntakeKind, value: string, ids: IdSealer): string {
  if (kind === IntakeKind.ACCOUNT) return ids.seal('acc', value);
  return kind === IntakeKind.OPERATION ? ids.seal('opr', value) : value;
}
