import { categories, type Category } from '../../schema/policy/categories';
import { mayUse } from '../../schema/contract/arguments';
import { type Candidate, candidates } from '../../schema/policy/specificity';
import { type ActionRule, isAuditStrict, roleMatches } from '../../schema/policy/types';
import { type ExitCode, exitCodes } from '../command-line';
import { showsSomething, wayFacts, waysFor, waysInWords } from './cells';
import type { Command, Run } from './command';
import type { Desk } from './desk';
import { columns, heading, paragraph } from './layout';
import { objectsInWords, rowRulesFor, typeOf } from './objects';
import { findCoordinate, findPurpose, findWho, situationsOf, type Who } from './who';
import { conditionInWords, outcomeInWords } from './words';

/** The whole rule chain of one cell. */
export const explain: Command = {
  name: 'explain',
  summary: 'the whole rule chain of one coordinate, for one caller and purpose',
  help: `
Usage: npm run policy -- explain --as WHO [--purpose PURPOSE] COORDINATE [--json]

Tells what WHO gets of a field (Account.iban), an argument ("Query.searchCustomers(birthDate:)"), an input field
(ClaimFilter.status) or a mutation (Mutation.fileClaim), and why: every rule that speaks of it, the closest first,
when each applies, the legal basis, the retention, the reason, the scopes, and the objects that WHO may know of.

  --as WHO           an actor (adviser) or a role (role:handler_l1)
  --purpose PURPOSE  what for; not needed where WHO has only one`,
  options: { as: 'text', purpose: 'text' },
  words: [1, 1],
  run,
};

/** What stands in the way of a caller before any rule is asked. */
interface Obstacles {
  readonly purposeAllowed: boolean;
  readonly scopes: readonly { readonly scope: string; readonly held: boolean }[];
  readonly objects: readonly {
    readonly type: string;
    readonly visible: string;
    readonly rules: readonly string[];
  }[];
}

function run({ desk, surroundings, words, option, json }: Run): ExitCode {
  const who = findWho(desk, option('as'));
  const purpose = findPurpose(desk, who, option('purpose'));
  const coordinate = findCoordinate(desk, words[0] ?? '');
  const text = typeOf(coordinate) === 'Mutation' ? explainAction : explainDatum;
  surroundings.print(text(desk, who, purpose, coordinate, json));
  return exitCodes.fine;
}

const toJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

function obstaclesOf({ policy, graph }: Desk, who: Who, purpose: string, coordinate: string): Obstacles {
  const type = typeOf(coordinate);
  const target = graph.classification.get(coordinate)?.target;
  const scopes = [...new Set([type, target].flatMap((each) => policy.scopes.get(each ?? '') ?? []))];
  const owners = [...graph.ownersOf(type), ...graph.ownersOf(target ?? '')];
  return {
    purposeAllowed: who.purposes.includes(purpose),
    scopes: scopes.map((scope) => ({ scope, held: who.scopes.includes(scope) })),
    objects: [...new Set(owners)].map((owner) => ({
      type: owner,
      visible: objectsInWords(policy, owner, who.roles),
      rules: rowRulesFor(policy, owner, who.roles).map(({ id }) => id),
    })),
  };
}

function explainDatum(desk: Desk, who: Who, purpose: string, coordinate: string, json: boolean): string {
  const { policy, graph, table, descriptions } = desk;
  const { category = '', subject } = graph.classification.get(coordinate) ?? {};
  const ways = waysFor(table, coordinate, situationsOf(desk, who.caller(purpose)));
  const chain = candidates(policy.rules, category, who.roles, purpose);
  const ordered = [...chain.filter(({ rule }) => rule.final), ...chain.filter(({ rule }) => !rule.final)];
  const obstacles = obstaclesOf(desk, who, purpose, coordinate);
  const siblings = argumentsAbout(desk, coordinate, category).map((argument) => ({
    coordinate: argument,
    takes: mayUse(argument, table, who.caller(purpose)) ? 'any value' : 'nothing',
  }));
  const decisive = new Set(ways.flatMap(({ rules }) => rules.map(({ id }) => id)));
  if (json) {
    return toJson({
      policy: { name: policy.name, version: policy.version },
      as: who.name,
      roles: who.roles,
      purpose,
      coordinate,
      category,
      ...(subject !== undefined && { subject }),
      auditStrict: isAuditStrict(policy, category),
      decision: ways.map(wayFacts),
      rules: ordered.map(({ rule, weight }) => ({
        id: rule.id,
        outcome: outcomeInWords(rule.outcome),
        final: rule.final,
        weight: { category: weight[0], role: weight[1], purpose: weight[2] },
        ...(rule.when && { when: conditionInWords(rule.when) }),
        decides: decisive.has(rule.id),
        legalBasis: rule.legalBasis,
        retention: rule.retention,
        because: rule.because,
      })),
      ...obstacles,
      arguments: siblings,
    });
  }
  const strict = isAuditStrict(policy, category) ? '; every access is recorded before the answer leaves' : '';
  const facts: [string, string][] = [
    ['Decision', waysInWords(ways)],
    [
      'Kind of data',
      `${category}: ${categories[category as Category]}${subject ? `; of the ${subject}` : ''}${strict}`,
    ],
  ];
  for (const { rules } of ways) {
    for (const { id, legalBasis, retention, because } of rules) {
      facts.push(
        [`By ${id}`, because],
        ['Legal basis', legalBasis],
        ['Retention', `${retention}: ${descriptions.retention.get(retention) ?? ''}`],
      );
    }
  }
  return `${[
    heading(`${coordinate} for ${who.title}, ${purpose}`),
    columns(facts),
    chainInWords(ordered, decisive),
    obstaclesInWords(obstacles, who, purpose),
    siblingsInWords(siblings, showsSomething(ways)),
  ]
    .filter((part) => part !== '')
    .join('\n\n')}\n`;
}

function chainInWords(ordered: readonly Candidate[], decisive: ReadonlySet<string>): string {
  const lines = ordered.map(({ rule, weight }, at) => [
    `${at + 1}.`,
    decisive.has(rule.id) ? '→' : ' ',
    rule.id,
    outcomeInWords(rule.outcome),
    rule.when ? conditionInWords(rule.when) : 'always',
    rule.final ? 'final: overrides all' : `closeness ${weight.join('.')}`,
    decisive.has(rule.id) ? '' : 'never reached',
  ]);
  const end = ordered.some(({ rule }) => !rule.when)
    ? ''
    : '\n' + paragraph('Where none of them applies: DENY, as everything that no rule allows.', 2);
  if (lines.length === 0) return 'No rule speaks of it to this role for this purpose: DENY (NO_RULE).';
  const title =
    'Rules that speak of it, in the order in which they are asked (closeness of data.role.purpose):';
  return `${paragraph(title)}\n${columns(lines, 2)}${end}`;
}

function obstaclesInWords({ purposeAllowed, scopes, objects }: Obstacles, who: Who, purpose: string): string {
  const lines: [string, string][] = [];
  if (!purposeAllowed) {
    lines.push([
      'Purpose',
      `the token of ${who.name} does not allow ${purpose}: PURPOSE_NOT_ALLOWED, nothing is executed`,
    ]);
  }
  for (const { scope, held } of scopes) {
    lines.push([
      'Scope',
      `${scope}${who.isActor ? (held ? ', which the token holds' : ', which the token LACKS: DENY') : ''}`,
    ]);
  }
  for (const { type, visible, rules } of objects) {
    lines.push([
      'Objects',
      `${type}: ${visible}${rules.length > 0 ? ` (${rules.join(', ')})` : '; to this caller there are none'}`,
    ]);
  }
  return columns(lines);
}

function siblingsInWords(
  siblings: readonly { readonly coordinate: string; readonly takes: string }[],
  shown: boolean,
): string {
  const reason = shown ? ': asking by a datum needs it whole' : '';
  return columns(
    siblings.map(({ coordinate, takes }) => [
      'Argument',
      coordinate,
      takes === 'nothing' ? `may not be used${reason}` : `takes ${takes}`,
    ]),
  );
}

/** The arguments of a field; of a leaf, those that ask by the same kind of data. */
function argumentsAbout({ graph }: Desk, coordinate: string, category: string): readonly string[] {
  if (coordinate.includes('(')) return [];
  const all = [...graph.classification];
  const own = all.flatMap(([each]) => (each.startsWith(`${coordinate}(`) ? [each] : []));
  if (category === 'system.operations') return own;
  const asking = all.flatMap(([each, classified]) =>
    classified.category === category && each.startsWith('Query.') && each.includes('(') ? [each] : [],
  );
  return [...new Set([...own, ...asking])];
}

function explainAction(desk: Desk, who: Who, purpose: string, coordinate: string, json: boolean): string {
  const { policy, table } = desk;
  const name = /^Mutation\.(\w+)/.exec(coordinate)?.[1] ?? '';
  const rules = policy.actions.filter(({ mutations }) => mutations.includes(name));
  const decision = table.decide(coordinate, who.caller(purpose));
  const obstacles = obstaclesOf(desk, who, purpose, coordinate);
  const applies = ({ roles, purposes }: ActionRule): boolean =>
    roles.some((role) => who.roles.some((each) => roleMatches(role, each))) &&
    purposes.some((each) => each === '*' || each === purpose);
  if (json) {
    return toJson({
      policy: { name: policy.name, version: policy.version },
      as: who.name,
      roles: who.roles,
      purpose,
      coordinate,
      decision: [
        { effect: decision.effect, rule: decision.rule, code: decision.code, scope: decision.scope },
      ],
      rules: rules.map((rule) => ({ ...rule, applies: applies(rule) })),
      purposeAllowed: obstacles.purposeAllowed,
    });
  }
  const missing = decision.scope === undefined ? '' : `: the token lacks the scope ${decision.scope}`;
  return `${[
    heading(`${coordinate} for ${who.title}, ${purpose}`),
    columns([['Decision', `${decision.effect}${missing}`]]),
    rules.length === 0
      ? 'No rule lets anyone do it: DENY (NO_RULE).'
      : `Rules that let somebody do it:\n${columns(
          rules.map((rule) => [
            applies(rule) ? '→' : ' ',
            rule.id,
            rule.roles.join(', '),
            rule.purposes.join(', '),
            `with ${rule.scope}`,
            `${rule.legalBasis}. ${rule.because}`,
          ]),
          2,
        )}`,
    obstaclesInWords(obstacles, who, purpose),
  ]
    .filter((part) => part !== '')
    .join('\n\n')}\n`;
}
