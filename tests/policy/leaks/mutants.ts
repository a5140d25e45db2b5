import { comparisons, type Condition } from '../../../schema/policy/condition';
import {
  type ActionRule,
  type Outcome,
  type Policy,
  roleMatches,
  type RowRule,
  type Rule,
} from '../../../schema/policy/types';

/** A policy with one thing changed. */
export interface Mutant {
  /** The rule, and what was done to it. */
  readonly id: string;
  readonly policy: Policy;
  /** Whom the rule speaks of, as it was or as it is now; everybody where no rule was changed. */
  readonly touches: (roles: readonly string[], purpose: string) => boolean;
  /** What it speaks of: a place's kind of data, `undefined` where the place is a type's row. */
  readonly concerns: (place: string, category: string | undefined) => boolean;
}

type Anything = Rule & RowRule & ActionRule;
type Entry = Pick<Anything, 'id' | 'roles'> & Partial<Anything>;

const RELATIONS = ['self', 'assigned_handler', 'same_branch', 'mandated_partner'];
const ASKED_FOR = ['restricted', 'objected'];
const LEVELS = ['ADVISER', 'COMPLAINTS_SERVICE', 'MEDIATOR'];

/** What a rule could say instead: show more, show less, show otherwise. */
const OUTCOMES: readonly Outcome[] = [
  { effect: 'ALLOW' },
  { effect: 'DENY' },
  { effect: 'PSEUDONYMISE' },
  { effect: 'MASK', mask: 'name_initial' },
];

/**
 * Every small change that somebody could make to a policy by mistake.
 *
 * @param roles all that there are.
 */
export function* mutantsOf(policy: Policy, roles: readonly string[]): Generator<Mutant> {
  for (const section of ['rules', 'rows', 'actions'] as const) {
    for (const [at, entry] of policy[section].entries() as Iterable<[number, Entry]>) {
      const others = policy[section] as readonly Entry[];
      const mutant = (what: string, list: readonly Entry[], now?: Entry): Mutant => ({
        id: `${entry.id}: ${what}`,
        policy: { ...policy, [section]: list },
        touches: (own, purpose) =>
          speaksOf(entry, own, purpose) || (now !== undefined && speaksOf(now, own, purpose)),
        concerns: concernsOf(section, [...(entry.categories ?? []), ...(now?.categories ?? [])]),
      });
      yield mutant('dropped', others.toSpliced(at, 1));
      for (const [what, changed] of changesOf(entry, roles, policy))
        yield mutant(what, others.with(at, changed), changed);
    }
  }
  for (const [type, scope] of policy.scopes) {
    const scopes = new Map([...policy.scopes].filter(([each]) => each !== type));
    yield {
      id: `${scope}: no longer needed for ${type}`,
      policy: { ...policy, scopes },
      touches: () => true,
      concerns: (place) => place.includes('.'),
    };
  }
}

function concernsOf(
  section: 'rules' | 'rows' | 'actions',
  categories: readonly string[],
): Mutant['concerns'] {
  return (place, category) => {
    if (section === 'rows') return !place.includes('.');
    if (section === 'actions') return place.startsWith('Mutation.');
    return (
      category !== undefined &&
      categories.some((each) => each === '*' || `${category}.`.startsWith(`${each}.`))
    );
  };
}

function* changesOf(entry: Entry, roles: readonly string[], policy: Policy): Generator<[string, Entry]> {
  const { outcome, when, final } = entry;
  for (const other of outcome
    ? OUTCOMES.filter((each) => JSON.stringify(each) !== JSON.stringify(outcome))
    : [])
    yield [`decides ${JSON.stringify(other)}`, { ...entry, outcome: other, final: false }];
  if (final) yield ['no longer final', { ...entry, final: false }];
  else if (outcome?.effect === 'DENY') yield ['final', { ...entry, final: true }];
  if (when) {
    const { when: _, ...always } = entry;
    yield ['condition dropped', always];
    if (outcome) yield ['condition turned', { ...entry, when: { kind: 'not', part: when } }];
    for (const comparison of comparisons(when)) {
      const { attribute, values } = comparison;
      const all = { relation: RELATIONS, level: LEVELS, standing: ASKED_FOR }[attribute as string] ?? [];
      const having = (others: readonly string[]): Entry => ({
        ...entry,
        when: replaced(when, comparison, { ...comparison, values: others }),
      });
      for (const [what, list] of moreOrLess(values, all)) yield [`${attribute} ${what}`, having(list)];
    }
  }
  for (const [what, list] of moreOrLess(entry.roles, roles))
    yield [`roles ${what}`, { ...entry, roles: list }];
  if (entry.purposes)
    for (const [what, list] of moreOrLess(entry.purposes, policy.purposes))
      yield [`purposes ${what}`, { ...entry, purposes: list }];
  for (const name of ['categories', 'types', 'mutations'] as const) {
    const held = entry[name];
    if (!held) continue;
    for (const [what, list] of moreOrLess(held, [])) yield [`${name} ${what}`, { ...entry, [name]: list }];
    if (name === 'categories')
      for (const one of held.filter((each) => each.includes('.'))) {
        const wider = one.slice(0, one.lastIndexOf('.'));
        yield [`${one} widened`, { ...entry, categories: held.map((each) => (each === one ? wider : each)) }];
      }
    if (name === 'types' && !held.includes('*')) yield ['every type', { ...entry, types: ['*'] }];
  }
  for (const scope of new Set(policy.scopes.values()))
    if (entry.scope !== undefined && entry.scope !== scope) yield [`scope ${scope}`, { ...entry, scope }];
}

/** A list with one of its members less, and with one more of all that there are. */
function* moreOrLess(held: readonly string[], all: readonly string[]): Generator<[string, string[]]> {
  if (!held.includes('*'))
    for (const more of all.filter((each) => !held.includes(each))) yield [`${more} too`, [...held, more]];
  if (held.length > 1)
    for (const less of held) yield [`without ${less}`, held.filter((each) => each !== less)];
}

function replaced(condition: Condition, old: Condition, by: Condition): Condition {
  if (condition === old) return by;
  if (condition.kind === 'not') return { kind: 'not', part: replaced(condition.part, old, by) };
  if (condition.kind === 'in') return condition;
  return { ...condition, parts: condition.parts.map((part) => replaced(part, old, by)) };
}

const speaksOf = ({ roles, purposes }: Entry, own: readonly string[], purpose: string): boolean =>
  roles.some((role) => own.some((each) => roleMatches(role, each))) &&
  (purposes === undefined || purposes.includes('*') || purposes.includes(purpose));
