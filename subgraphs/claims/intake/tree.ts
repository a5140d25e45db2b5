import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type DataProblem, parseYamlData } from '../../shared/yaml-data';
import { Motive, Product } from '../claim.enum';
import { IntakeKind, type Language } from './intake.enum';

const words = z.strictObject({
  FR: z.string().min(1),
  EN: z.string().min(1),
  DE: z.string().min(1),
  ES: z.string().min(1),
  IT: z.string().min(1),
}) satisfies z.ZodType<Record<Language, string>>;

const code = z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'a code is capitals, digits and underscores');

const question = z.strictObject({
  id: z.string().regex(/^[a-z][A-Za-z0-9]*$/, 'an id is a word in camel case'),
  kind: z.enum(IntakeKind),
  required: z.boolean().default(false),
  motives: z.array(z.enum(Motive)).min(1).optional(),
  products: z.array(z.enum(Product)).min(1).optional(),
  when: z.strictObject({ question: z.string(), is: z.array(code).min(1) }).optional(),
  text: words,
  choices: z
    .array(z.strictObject({ code, text: words }))
    .min(2)
    .optional(),
});

const fileShape = z.strictObject({
  version: z.iso.date(),
  yes: words,
  no: words,
  questions: z.array(question).min(1),
});

/** One question of the tree. */
export type IntakeQuestion = z.infer<typeof question>;

/** A text in the languages that claimants are served in. */
export type Words = z.infer<typeof words>;

/** The guided tree, read and checked. */
export interface IntakeTree {
  readonly version: string;
  readonly yes: Words;
  readonly no: Words;
  /** In the order in which they are asked. */
  readonly questions: readonly IntakeQuestion[];
}

/**
 * Reads the guided tree from its data file (`intake.yaml`).
 *
 * @throws {Error} the text is not such a file; every mistake with its line.
 */
export function parseIntake(text: string): IntakeTree {
  return parseYamlData('intake.yaml', text, fileShape, ({ questions }) => {
    const earlier = new Map<string, IntakeQuestion>();
    return questions.flatMap((each, index) => {
      const found = problemsOf(each, earlier).map(({ path, message }) => ({
        path: ['questions', index, ...path],
        message,
      }));
      earlier.set(each.id, each);
      return found;
    });
  });
}

/** The tree that ships with the hub. */
export const loadIntake = (): IntakeTree => parseIntake(readFileSync(join(__dirname, 'intake.yaml'), 'utf8'));

function problemsOf(
  { id, kind, choices, when }: IntakeQuestion,
  earlier: ReadonlyMap<string, IntakeQuestion>,
): DataProblem[] {
  const problems: DataProblem[] = [];
  if (earlier.has(id)) problems.push({ path: ['id'], message: 'this id is taken' });
  if ((kind === IntakeKind.CHOICE) !== (choices !== undefined)) {
    problems.push({ path: ['kind'], message: 'a CHOICE has choices, and nothing else has' });
  }
  if (when) {
    const asked = earlier.get(when.question);
    const possible = asked ? answersOf(asked) : [];
    if (!asked) {
      problems.push({ path: ['when', 'question'], message: 'there is no such question before this one' });
    } else if (!when.is.every((each) => possible.includes(each))) {
      problems.push({ path: ['when', 'is'], message: 'the question before has no such answer' });
    }
  }
  return problems;
}

/** What may be answered, where the answers are codes. */
function answersOf({ kind, choices }: IntakeQuestion): readonly string[] {
  if (kind === IntakeKind.YES_NO) return ['YES', 'NO'];
  return (choices ?? []).map((choice) => choice.code);
}

/** The questions for one product and motive, in the order in which they are asked. */
export const questionsFor = (
  { questions }: IntakeTree,
  product: Product,
  motive: Motive,
): readonly IntakeQuestion[] =>
  questions.filter(
    ({ products, motives }) => (products?.includes(product) ?? true) && (motives?.includes(motive) ?? true),
  );
