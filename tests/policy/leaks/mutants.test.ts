import { classificationOf } from '../../../schema/contract/classification';
import { compile } from '../../../schema/policy/compile';
import { parsePolicy } from '../../../schema/policy/load';
import type { Policy } from '../../../schema/policy/types';
import { allQuestions, answerOf, FEW, type Question } from './decisions';
import { type Mutant, mutantsOf } from './mutants';
import { type Asker, createOracle } from './oracle';
import { POLICY_TEXT, SUPERGRAPH } from './stage';

const classification = classificationOf(SUPERGRAPH);
const oracle = createOracle(POLICY_TEXT, SUPERGRAPH);
const inForce = parsePolicy(POLICY_TEXT, 'policy.yaml');
const roles = Object.keys(oracle.policy.roles);
const alone = roles.map((role) => [role]);
const pairs = roles.flatMap((one, at) => roles.slice(at + 1).map((other) => [one, other]));

/** What somebody with one role is asked about, and what somebody with two is: enough to tell all rules apart. */
const questions = [...allQuestions(oracle, alone)];
const rest = [...allQuestions(oracle, pairs, FEW)];

const engineOf = (policy: Policy): ((question: Question) => string) => {
  const table = compile(classification, policy);
  return (question) => answerOf(table, policy, question);
};

/** Questions about one place by one caller for one purpose. */
interface Group {
  readonly asker: Asker;
  readonly place: string;
  readonly questions: Question[];
}

function groupsOf(questions: readonly Question[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const question of questions) {
    const { asker, place } = question;
    const key = `${asker.name} ${asker.purpose} ${place}`;
    const group = groups.get(key);
    if (group) group.questions.push(question);
    else groups.set(key, { asker, place, questions: [question] });
  }
  return [...groups.values()];
}

/**
 * Whether an engine answers one question otherwise than it should.
 *
 * @param whole ask everybody about everything; else those whom the changed rule speaks of about what it speaks of,
 *   before or after the change: rules are found by role, purpose and kind of data first, so nothing else can turn.
 */
function isNoticed({ policy, touches, concerns }: Mutant, groups: readonly Group[], whole: boolean): boolean {
  const ask = engineOf(policy);
  const concerned = new Set(
    [...new Set(groups.map(({ place }) => place))].filter((place) =>
      concerns(place, oracle.places.get(place)?.category),
    ),
  );
  return groups.some(
    ({ asker, place, questions }) =>
      (whole || (concerned.has(place) && touches(asker.roles, asker.purpose))) &&
      questions.some((question) => ask(question) !== question.expected),
  );
}

/** Of the mutants that nobody concerned notices, one in so many is shown to everybody, to prove that nobody else does. */
const SAMPLE = 40;

describe('the rules in force, read twice', () => {
  it('come to the same decision in the engine and in the oracle, wherever rules can tell two cells apart', () => {
    const ask = engineOf(inForce);
    let count = 0;
    const differing: string[] = [];
    const others = allQuestions(oracle, [[], ['visitor'], ['partner:unheard-of']]);
    for (const question of [...questions, ...rest, ...others]) {
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
  }, 1_800_000);

  it('cannot be changed without a decision that turns: every mutant is killed or changes nothing', () => {
    const started = performance.now();
    const groups = groupsOf(questions);
    const survivors: Mutant[] = [];
    let killed = 0;
    for (const mutant of mutantsOf(inForce, roles)) {
      if (isNoticed(mutant, groups, false)) killed++;
      else survivors.push(mutant);
    }
    const fast = performance.now() - started;
    // What nobody with one role notices may still be noticed by somebody with two: the rest of the table is asked.
    const restGroups = groupsOf(rest);
    const equivalent = survivors.filter((mutant) => !isNoticed(mutant, restGroups, false));
    const shown = equivalent.filter((_, at) => at % SAMPLE === 0);
    expect(shown.filter((mutant) => isNoticed(mutant, groups, true))).toEqual([]);
    process.stderr.write(
      `mutants: ${killed} killed by ${questions.length} decisions in ${Math.round(fast / 1_000)} s, ` +
        `${survivors.length - equivalent.length} by ${rest.length} of callers with two roles; ${equivalent.length} change ` +
        `no decision of all ${questions.length + rest.length}; ${Math.round((performance.now() - started) / 1_000)} s\n`,
    );
    expect(killed).toBeGreaterThan(500);
  }, 1_800_000);
});
