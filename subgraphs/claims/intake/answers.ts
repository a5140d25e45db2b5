import { Temporal } from 'temporal-polyfill';
import { BadUserInput } from '../../../schema/kernel/errors';
import type { IdSealer } from '../../../schema/kernel/ids';
import { checkFreeText } from '../../shared/free-text';
import { parisDay } from '../../shared/paris-day';
import { GraphQLMoney } from '../../shared/scalars';
import type { Motive, Product } from '../claim.enum';
import { IntakeKind, type Language } from './intake.enum';
import { type IntakeQuestion, type IntakeTree, questionsFor } from './tree';

/** An answer as it is kept: of accounts and operations the legacy reference, not the key. */
export type KeptAnswer = {
  readonly question: string;
  readonly kind: IntakeKind;
  readonly value: string;
  /** The question as it was asked, in the claimant's language. */
  readonly asked: string;
  /** The answer in words, in that language; `null` where it names an account or an operation. */
  readonly said: string | null;
};

/** The longest answer in words, in characters. */
const TEXT_MAX = 2_000;

const ARGUMENT = 'input.answers';

/** What is checked against. */
export interface AnswerRules {
  readonly tree: IntakeTree;
  readonly ids: IdSealer;
  /** In which the questions were asked. */
  readonly language: Language;
  /** Decides which days lie in the future. */
  readonly now: Date;
}

/**
 * Checks the answers of a guided form: only what is asked is answered, everything that is required is, each in its kind.
 *
 * @returns the answers in the order of the questions.
 * @throws {BadUserInput} naming the question where the tree has it, and never repeating an answer.
 */
export function checkAnswers(
  given: readonly { readonly question: string; readonly value: string }[],
  product: Product,
  motive: Motive,
  rules: AnswerRules,
): readonly KeptAnswer[] {
  const questions = questionsFor(rules.tree, product, motive);
  const values = new Map(given.map(({ question, value }) => [question, value]));
  if (values.size < given.length) throw new BadUserInput(ARGUMENT, 'a question is answered twice.');
  const kept: KeptAnswer[] = [];
  for (const question of questions) {
    const value = values.get(question.id);
    const asked = isAsked(question, kept);
    if (value !== undefined && asked) {
      values.delete(question.id);
      kept.push({
        question: question.id,
        kind: question.kind,
        value: checkedValue(question, value, rules),
        asked: question.text[rules.language],
        said: inWords(question, value, rules),
      });
    } else if (value !== undefined) {
      throw new BadUserInput(ARGUMENT, `${question.id} is not asked after the answers before it.`);
    } else if (asked && question.required) {
      throw new BadUserInput(ARGUMENT, `${question.id} is required.`);
    }
  }
  if (values.size > 0) {
    throw new BadUserInput(ARGUMENT, 'a question is answered that is not asked for this product and motive.');
  }
  return kept;
}

const isAsked = ({ when }: IntakeQuestion, before: readonly KeptAnswer[]): boolean =>
  when === undefined ||
  before.some(({ question, value }) => question === when.question && when.is.includes(value));

function checkedValue(
  { id, kind, choices }: IntakeQuestion,
  value: string,
  { ids, now }: AnswerRules,
): string {
  const expected = (what: string): BadUserInput => new BadUserInput(ARGUMENT, `${id}: ${what} is expected.`);
  switch (kind) {
    case IntakeKind.YES_NO:
      if (value === 'YES' || value === 'NO') return value;
      throw expected('YES or NO');
    case IntakeKind.CHOICE:
      if (choices?.some(({ code }) => code === value)) return value;
      throw expected('the code of one of its choices');
    case IntakeKind.DATE:
      if (isPastDay(value, now)) return value;
      throw expected('a day that is not in the future, YYYY-MM-DD,');
    case IntakeKind.AMOUNT:
      if (isAmount(value)) return value;
      throw expected('an amount like 12.50 EUR, more than zero,');
    case IntakeKind.TEXT:
      checkFreeText(ARGUMENT, value, TEXT_MAX);
      return value;
    case IntakeKind.ACCOUNT:
    case IntakeKind.OPERATION: {
      const reference = ids.open(kind === IntakeKind.ACCOUNT ? 'acc' : 'opr', value);
      if (reference === undefined) throw expected(`the key of an ${kind.toLowerCase()}`);
      return reference;
    }
  }
}

function inWords(
  { kind, choices }: IntakeQuestion,
  value: string,
  { tree, language }: AnswerRules,
): string | null {
  switch (kind) {
    case IntakeKind.ACCOUNT:
    case IntakeKind.OPERATION:
      return null;
    case IntakeKind.YES_NO:
      return (value === 'YES' ? tree.yes : tree.no)[language];
    default:
      return choices?.find(({ code }) => code === value)?.text[language] ?? value;
  }
}

function isPastDay(text: string, now: Date): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  try {
    return Temporal.PlainDate.compare(Temporal.PlainDate.from(text), parisDay(now)) <= 0;
  } catch {
    return false;
  }
}

function isAmount(text: string): boolean {
  try {
    return GraphQLMoney.parseValue(text).minorUnits > 0n;
  } catch {
    return false;
  }
}
