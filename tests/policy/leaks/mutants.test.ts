import { classificationOf } from '../../../schema/contract/classification';
import { compile } from '../../../schema/policy/compile';
import { parsePolicy, PolicyError } from '../../../schema/policy/load';
import { allQuestions, answerOf, type Question } from './decisions';
import { mutantsOf } from './mutants';
import { createOracle } from './oracle';
import { POLICY_TEXT, SUPERGRAPH } from './stage';

const classification = classificationOf(SUPERGRAPH);
const oracle = createOracle(POLICY_TEXT, SUPERGRAPH);
const roles = Object.keys(oracle.policy.roles);
const alone = roles.map((role) => [role]);
const pairs = roles.flatMap((one, at) => roles.slice(at + 1).map((other) => [one, other]));

const engineOf = (text: string): ((question: Question) => string) => {
  const policy = parsePolicy(text, 'policy.yaml');
  const table = compile(classification, policy);
  return (question) => answerOf(table, policy, question);
};

/** The questions that a small change near a rule is most likely to turn, first. */
function inOrderFor(id: string, questions: readonly Question[]): readonly Question[] {
  const rule = [...oracle.policy.rules, ...oracle.policy.actions].find((each) =>
    id.startsWith(`${each.id}:`),
  );
  const near = (question: Question): boolean =>
    rule !== undefined &&
    rule.roles.some((role) => question.asker.roles.includes(role)) &&
    (rule.purposes.includes('*') || rule.purposes.includes(question.asker.purpose));
  const [first, then]: [Question[], Question[]] = [[], []];
  for (const question of questions) (near(question) ? first : then).push(question);
  return [...first, ...then];
}

describe('the rules in force, read twice', () => {
  it('come to the same decision in the engine and in the oracle, wherever rules can tell two cells apart', () => {
    const ask = engineOf(POLICY_TEXT);
    let count = 0;
    const differing: string[] = [];
    for (const question of allQuestions(oracle, [
      ...alone,
      ...pairs,
      [],
      ['visitor'],
      ['partner:unheard-of'],
    ])) {
      count++;
      const { asker, facts, place, expected } = question;
      const answered = ask(question);
      if (answered !== expected && differing.length < 10)
        differing.push(
          `${place} to ${asker.name} for ${asker.purpose} of ${JSON.stringify(facts)}: ${answered}, ${expected}`,
        );
    }
    process.stderr.write(`decisions: ${count} compared between engine and oracle\n`);
    expect(differing).toEqual([]);
    expect(count).toBeGreaterThan(300_000);
  }, 300_000);

  it('cannot be changed without a decision that turns: every mutant is killed', () => {
    const started = performance.now();
    const asked = [...allQuestions(oracle, alone)];
    let [killed, refused] = [0, 0];
    const survivors: { readonly id: string; readonly text: string }[] = [];
    for (const mutant of mutantsOf(POLICY_TEXT)) {
      let ask: (question: Question) => string;
      try {
        ask = engineOf(mutant.text);
      } catch (error) {
        if (!(error instanceof PolicyError)) throw error;
        refused++;
        continue;
      }
      if (inOrderFor(mutant.id, asked).some((question) => ask(question) !== question.expected)) killed++;
      else survivors.push(mutant);
    }
    // What nobody with one role notices may still be noticed by someone with two: the whole table is asked.
    const everything = [...allQuestions(oracle, pairs)];
    const equivalent = survivors.filter(({ text }) => {
      const ask = engineOf(text);
      return everything.every((question) => ask(question) === question.expected);
    });
    const late = survivors.length - equivalent.length;
    process.stderr.write(
      `mutants: ${killed} killed, ${refused} refused on loading, ${late} killed by callers with two roles, ` +
        `${equivalent.length} proven equivalent over ${asked.length + everything.length} decisions, ` +
        `${Math.round((performance.now() - started) / 1_000)} s\n${equivalent.map(({ id }) => `  equivalent: ${id}\n`).join('')}`,
    );
    expect(killed + late).toBeGreaterThan(300);
  }, 600_000);
});
