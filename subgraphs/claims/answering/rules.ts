import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type DataProblem, parseYamlData } from '../../shared/yaml-data';
import { Channel, Motive, Outcome, Product } from '../claim.enum';
import { AnswerMedium, AnswerNotice } from './answer.enum';

const NAME = 'answers.yaml';

/** The parts of an answer. */
export const ANSWER_BLOCKS = [
  'SUBJECT',
  'GREETING',
  'DECISION',
  'POINTS',
  'REASONS',
  'REDRESS',
  'RECOURSE',
  'MEDIATOR',
  'CLOSING',
] as const;

/** A part of an answer. */
export type AnswerBlock = (typeof ANSWER_BLOCKS)[number];

const euros = z
  .number()
  .min(0)
  .transform((amount) => BigInt(Math.round(amount * 100)));

const fileShape = z.strictObject({
  version: z.string(),
  blocks: z.array(z.enum(ANSWER_BLOCKS)).refine((blocks) => new Set(blocks).size === ANSWER_BLOCKS.length, {
    error: `each of ${ANSWER_BLOCKS.join(', ')} once`,
  }),
  notices: z.array(
    z.strictObject({
      notice: z.enum(AnswerNotice),
      legalReference: z.string().min(1),
      outcomes: z.array(z.enum(Outcome)).min(1),
    }),
  ),
  contacts: z.strictObject({
    service: z.string().min(1),
    mediator: z.string().min(1),
    mediatorSite: z.url(),
  }),
  review: z.array(
    z.strictObject({
      rule: z.string().regex(/^[A-Z][A-Z_]*$/),
      because: z.string().min(1),
      outcomes: z.array(z.enum(Outcome)).optional(),
      motives: z.array(z.enum(Motive)).optional(),
      products: z.array(z.enum(Product)).optional(),
      disputedAbove: euros.optional(),
      redressAbove: euros.optional(),
    }),
  ),
  mediums: z.partialRecord(z.enum(Channel), z.enum(AnswerMedium)),
});

/** What an answer has to say, and who has to have read it. */
export type AnswerRules = z.infer<typeof fileShape>;

/** What decides whether a second person has to read an answer. Amounts in cents of euros. */
export interface ReviewFacts {
  readonly outcome: Outcome;
  readonly motive: Motive;
  readonly product: Product;
  readonly disputed: bigint;
  readonly redress: bigint;
}

/** What no file may leave out: art. L.133-45 CMF and recommendation ACPR 2024-R-02. */
const REFUSALS = [Outcome.REJECTED, Outcome.PARTIALLY_UPHELD];

/**
 * Reads the rules of answers from their data file (`rules/answers.yaml`).
 *
 * @throws {Error} the text is not such a file, or lets a refusal leave without a notice; every mistake with its line.
 */
export const parseAnswerRules = (text: string): AnswerRules =>
  parseYamlData(NAME, text, fileShape, missingNotices);

const missingNotices = (rules: AnswerRules): DataProblem[] =>
  REFUSALS.flatMap((outcome) => {
    const required = requiredNotices(rules, outcome);
    const missing = Object.values(AnswerNotice).filter((each) => !required.includes(each));
    return missing.length > 0
      ? [{ path: ['notices'], message: `${outcome} has to have ${missing.join(' and ')}` }]
      : [];
  });

/** @returns the notices that an answer with this outcome must have. */
export const requiredNotices = (
  { notices }: Pick<AnswerRules, 'notices'>,
  outcome: Outcome,
): AnswerNotice[] => notices.filter(({ outcomes }) => outcomes.includes(outcome)).map(({ notice }) => notice);

/** @returns the names of the rules that want a second person to read an answer; none: it may leave at once. */
export function reviewRules({ review }: Pick<AnswerRules, 'review'>, facts: ReviewFacts): string[] {
  const among = <T>(values: readonly T[] | undefined, value: T): boolean => !values || values.includes(value);
  return review
    .filter(
      (rule) =>
        among(rule.outcomes, facts.outcome) &&
        among(rule.motives, facts.motive) &&
        among(rule.products, facts.product) &&
        (rule.disputedAbove === undefined || facts.disputed > rule.disputedAbove) &&
        (rule.redressAbove === undefined || facts.redress > rule.redressAbove),
    )
    .map(({ rule }) => rule);
}

/** The rules that ship with the hub. */
export const loadAnswerRules = (): AnswerRules =>
  parseAnswerRules(readFileSync(join(__dirname, 'rules', NAME), 'utf8'));
