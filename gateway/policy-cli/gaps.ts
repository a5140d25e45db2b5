import { findGaps } from '../../schema/policy/gaps';
import { mayUse } from '../../schema/contract/arguments';
import { categoryMatches, type Policy, roleMatches, type Rule } from '../../schema/policy/types';
import { NOBODY } from '../auth/anonymous';
import { type ExitCode, exitCodes } from '../command-line';
import { allCategories } from './cells';
import type { Command, Run } from './command';
import type { Actor, Desk } from './desk';
import { columns, heading } from './layout';
import { isField, reachable, typeOf } from './objects';
import { type Situation, situationsFor } from './situations';
import { count } from './words';

/** What the policy leaves open, or says in vain. */
export const gaps: Command = {
  name: 'gaps',
  summary:
    'rules that never decide, kinds of data without a rule, purposes without an actor, unreadable coordinates',
  help: `
Usage: npm run policy -- gaps [--json]

Looks for what the policy leaves open or says in vain, over every role, purpose, coordinate and situation:
  rules that never decide, and which decide in their place; rules that contradict each other;
  kinds of data, mutations, purposes and roles that no rule speaks of; purposes and roles that no actor has;
  coordinates that nobody can read, arguments that nobody may use; names of types and mutations that do not exist.
Exit code 1 where something was found. Notes, e.g. a kind of data that no coordinate holds, do not count.`,
  options: {},
  words: [0, 0],
  run,
};

/** One gap. */
interface Gap {
  readonly code:
    | 'UNUSED_RULE'
    | 'SHADOWED_RULE'
    | 'CONFLICT'
    | 'CATEGORY_WITHOUT_RULE'
    | 'CATEGORY_NOT_HELD'
    | 'PURPOSE_WITHOUT_RULE'
    | 'PURPOSE_WITHOUT_ACTOR'
    | 'ROLE_WITHOUT_RULE'
    | 'ROLE_WITHOUT_ACTOR'
    | 'MUTATION_WITHOUT_RULE'
    | 'UNKNOWN_TYPE'
    | 'UNKNOWN_MUTATION'
    | 'NOBODY_CAN_READ'
    | 'NOBODY_MAY_USE';
  /** Notes need no action. */
  readonly level: 'finding' | 'note';
  /** A rule's id, a kind of data, a purpose, a role, a coordinate. */
  readonly name: string;
  readonly text: string;
}

const finding = (code: Gap['code'], name: string, text: string): Gap => ({
  code,
  level: 'finding',
  name,
  text,
});

const note = (code: Gap['code'], name: string, text: string): Gap => ({ code, level: 'note', name, text });

function run({ desk, surroundings, json }: Run): ExitCode {
  const survey = surveyOf(desk);
  const found = [...ruleGaps(desk, survey), ...nameGaps(desk), ...coordinateGaps(desk, survey)];
  const findings = found.filter(({ level }) => level === 'finding').length;
  const { name, version } = desk.policy;
  surroundings.print(
    json
      ? `${JSON.stringify({ policy: { name, version }, findings, gaps: found }, null, 2)}\n`
      : `${[
          heading(`Gaps of ${name} ${version}`),
          found.length === 0
            ? 'None.'
            : `${count(findings, 'finding')}, ${count(found.length - findings, 'note')}.`,
          columns(
            found.map(({ code, level, name: what, text }) => [
              level === 'note' ? '·' : '!',
              code,
              what,
              text,
            ]),
          ),
        ]
          .join('\n')
          .trimEnd()}\n`,
  );
  return findings > 0 ? exitCodes.finding : exitCodes.fine;
}

/** What was decided anywhere. */
interface Survey {
  /** The rules that decide in the place of a rule, by its id. */
  readonly insteadOf: ReadonlyMap<string, ReadonlySet<string>>;
  readonly deciding: ReadonlySet<string>;
  readonly conflicts: ReadonlyMap<string, string>;
  readonly readable: ReadonlySet<string>;
  readonly usable: ReadonlySet<string>;
}

function surveyOf(desk: Desk): Survey {
  const { policy, graph, table } = desk;
  const insteadOf = new Map<string, Set<string>>();
  const deciding = new Set<string>();
  const conflicts = new Map<string, string>();
  const readable = new Set<string>();
  const usable = new Set<string>();
  const visit = (
    coordinate: string,
    category: string,
    role: string,
    purpose: string,
    all: readonly Situation[],
  ): void => {
    const seen = new Set(reachable(desk, coordinate, all));
    const decided = new Set<string>();
    for (const situation of all) {
      const decision = table.decide(coordinate, situation.caller, situation.facts);
      decided.add(decision.rule);
      if (decision.code === 'CONFLICT') conflicts.set(decision.rule, `${coordinate}, ${role}, ${purpose}`);
      if (decision.effect !== 'DENY' && seen.has(situation)) readable.add(coordinate);
    }
    const callers = new Set(all.map(({ caller }) => caller));
    if ([...callers].some((caller) => mayUse(coordinate, table, caller))) usable.add(coordinate);
    const ids = [...decided].flatMap((rule) => rule.split(' '));
    ids.forEach((id) => deciding.add(id));
    for (const rule of policy.rules) {
      if (!speaksOf(rule, category, role, purpose)) continue;
      const others = insteadOf.get(rule.id) ?? new Set<string>();
      insteadOf.set(rule.id, others);
      ids.forEach((id) => others.add(id));
    }
  };
  for (const role of policy.roles) {
    for (const purpose of policy.purposes) {
      const situations = situationsFor([policy], role, purpose);
      for (const [coordinate, { category }] of graph.classification)
        visit(coordinate, category, role, purpose, situations);
    }
  }
  return { insteadOf, deciding, conflicts, readable, usable };
}

const speaksOf = (
  { categories, roles, purposes }: Rule,
  category: string,
  role: string,
  purpose: string,
): boolean =>
  categories.some((each) => categoryMatches(each, category)) &&
  roles.some((each) => roleMatches(each, role)) &&
  purposes.some((each) => each === '*' || each === purpose);

function ruleGaps({ policy, graph }: Desk, { insteadOf, deciding, conflicts }: Survey): readonly Gap[] {
  const { unused } = findGaps(policy, graph.classification);
  const idle = policy.rules.flatMap(({ id }): Gap[] => {
    if (unused.includes(id))
      return [finding('UNUSED_RULE', id, 'no coordinate of the graph holds what it speaks of')];
    if (deciding.has(id)) return [];
    const others = [...(insteadOf.get(id) ?? [])].sort().join(', ');
    return [finding('SHADOWED_RULE', id, `never decides: ${others} does in its place`)];
  });
  const contradictions = [...conflicts].map(([ids, where]) =>
    finding(
      'CONFLICT',
      ids,
      `equally close, and ask for different transforms: nothing is shown, e.g. ${where}`,
    ),
  );
  return [...idle, ...contradictions];
}

function nameGaps({ policy, graph, actors: listed }: Desk): readonly Gap[] {
  // Who shows no token is in no file of actors.
  const actors = listed.length === 0 ? [] : [...listed, NOBODY];
  const held = new Set([...graph.classification.values()].map(({ category }) => category));
  const mutations = Object.keys(graph.schema.getMutationType()?.getFields() ?? {});
  const named = policy.actions.flatMap((each) => each.mutations);
  const types = [...policy.scopes.keys(), ...policy.rows.flatMap((row) => row.types)];
  return [
    ...findGaps(policy, graph.classification).silent.map((category) =>
      finding('CATEGORY_WITHOUT_RULE', category, 'held, and shown to nobody'),
    ),
    ...allCategories
      .filter((category) => !held.has(category))
      .map((category) => note('CATEGORY_NOT_HELD', category, 'no coordinate of the graph holds it')),
    ...policy.purposes.flatMap((purpose) => purposeGaps(policy, purpose, actors)),
    ...policy.roles.flatMap((role) => roleGaps(policy, role, actors)),
    ...mutations
      .filter((mutation) => !named.includes(mutation))
      .map((mutation) => finding('MUTATION_WITHOUT_RULE', mutation, 'nobody may do it')),
    ...[...new Set(named)]
      .filter((mutation) => !mutations.includes(mutation))
      .map((mutation) => finding('UNKNOWN_MUTATION', mutation, 'the graph has no such mutation')),
    ...[...new Set(types)]
      .filter((type) => type !== '*' && !graph.schema.getType(type))
      .map((type) => finding('UNKNOWN_TYPE', type, 'the graph has no such type')),
  ];
}

function purposeGaps(
  policy: Policy,
  purpose: string,
  actors: readonly Pick<Actor, 'roles' | 'purposes'>[],
): readonly Gap[] {
  const isRuled = [...policy.rules, ...policy.actions].some(({ purposes }) => purposes.includes(purpose));
  const isHeld = actors.some(({ purposes }) => purposes.includes(purpose));
  return [
    ...(isRuled ? [] : [note('PURPOSE_WITHOUT_RULE', purpose, 'shows only what is shown for every purpose')]),
    ...(isHeld || actors.length === 0
      ? []
      : [finding('PURPOSE_WITHOUT_ACTOR', purpose, 'no token allows it')]),
  ];
}

function roleGaps(
  policy: Policy,
  role: string,
  actors: readonly Pick<Actor, 'roles' | 'purposes'>[],
): readonly Gap[] {
  const isRuled = policy.rules.some(({ roles }) => roles.some((each) => roleMatches(each, role)));
  const isHeld = actors.some(({ roles }) => roles.includes(role));
  return [
    ...(isRuled ? [] : [finding('ROLE_WITHOUT_RULE', role, 'no rule names it')]),
    ...(isHeld || actors.length === 0 ? [] : [finding('ROLE_WITHOUT_ACTOR', role, 'no token has it')]),
  ];
}

function coordinateGaps({ graph }: Desk, { readable, usable }: Survey): readonly Gap[] {
  return [...graph.classification.keys()].flatMap((coordinate): Gap[] => {
    if (typeOf(coordinate) === 'Mutation') return [];
    if (isField(graph, coordinate)) {
      return readable.has(coordinate)
        ? []
        : [finding('NOBODY_CAN_READ', coordinate, 'denied to every role for every purpose')];
    }
    const isFree = usable.has(coordinate) || isMutationInput(graph, coordinate);
    return isFree ? [] : [finding('NOBODY_MAY_USE', coordinate, 'no role may ask by it for any purpose')];
  });
}

/** What a mutation takes is governed by the mutation's own rule. */
function isMutationInput({ schema }: Desk['graph'], coordinate: string): boolean {
  const fields = Object.values(schema.getMutationType()?.getFields() ?? {});
  const inputs = fields.flatMap(({ args }) => args.map(({ type }) => String(type).replace(/[[\]!]/g, '')));
  return inputs.includes(typeOf(coordinate));
}
