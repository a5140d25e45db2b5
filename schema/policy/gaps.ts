import { type Candidate, candidates, compareWeights } from './specificity';
import { categoryMatches, type Classification, effects, type Policy, type Rule } from './types';

/** One kind of data for one role and purpose. */
interface Cell {
  readonly category: string;
  readonly role: string;
  readonly purpose: string;
}

/** Two rules of equal weight that ask for different transforms: where both apply, nothing is shown. */
export interface Conflict extends Cell {
  readonly rules: readonly [string, string];
}

/** What a policy says in vain, twice, or not at all. */
export interface Gaps {
  readonly conflicts: readonly Conflict[];
  /** Rules that speak of some cell and never decide: closer or final rules always come before them. */
  readonly shadowed: readonly string[];
  /** Rules that speak of no kind of data that the graph has. */
  readonly unused: readonly string[];
  /** Categories of the graph that no rule speaks of. */
  readonly silent: readonly string[];
}

/**
 * Goes through every cell of a policy, one role at a time.
 *
 * @param classification of the graph that the policy is for.
 */
export function findGaps(policy: Policy, classification: Classification): Gaps {
  const categories = [...new Set([...classification.values()].map(({ category }) => category))].sort();
  const met = new Set<string>();
  const alive = new Set<string>();
  const conflicts = new Map<string, Conflict>();
  for (const category of categories) {
    for (const role of policy.roles) {
      for (const purpose of policy.purposes) {
        const ordered = candidates(policy.rules, category, [role], purpose);
        for (const { rule } of ordered) met.add(rule.id);
        for (const { id } of deciding(ordered)) alive.add(id);
        for (const rules of clashes(ordered)) {
          conflicts.set(rules.join(' '), { category, role, purpose, rules });
        }
      }
    }
  }
  const ids = policy.rules.map(({ id }) => id);
  return {
    conflicts: [...conflicts.values()],
    shadowed: ids.filter((id) => met.has(id) && !alive.has(id)),
    unused: ids.filter((id) => !met.has(id)),
    silent: categories.filter(
      (category) =>
        !policy.rules.some((rule) => rule.categories.some((each) => categoryMatches(each, category))),
    ),
  };
}

/** @returns the conflicts of a policy as sentences: a policy that has some is enforced by showing less. */
export const conflictWarnings = (policy: Policy, classification: Classification): readonly string[] =>
  findGaps(policy, classification).conflicts.map(
    ({ rules, category, role, purpose }) =>
      `${rules.join(' and ')} ask for different transforms of ${category} for ${role}, ${purpose}: where both apply, nothing is shown.`,
  );

const rank = ({ outcome }: Rule): number => effects.indexOf(outcome.effect);

/** The rules of one cell that decide for some object or other. */
function deciding(ordered: readonly Candidate[]): readonly Rule[] {
  const finals = ordered.filter(({ rule }) => rule.final).map(({ rule }) => rule);
  const sure = finals.findIndex(({ when }) => !when);
  if (sure >= 0) return finals.slice(0, sure + 1);
  return [...finals, ...groupsOf(ordered).flat()];
}

/** Rules of equal weight, the closest first, as far down as any can be reached; without those that always lose a tie. */
function groupsOf(ordered: readonly Candidate[]): readonly (readonly Rule[])[] {
  const open = ordered.filter(({ rule }) => !rule.final);
  const groups: Rule[][] = [];
  for (let from = 0; from < open.length;) {
    const first = open[from]!;
    const group = open.slice(from).filter((each) => compareWeights(each, first) === 0);
    from += group.length;
    const rules = group.map(({ rule }) => rule);
    const floor = Math.min(...rules.filter(({ when }) => !when).map(rank));
    groups.push(rules.filter((rule) => rank(rule) <= floor));
    if (Number.isFinite(floor)) break;
  }
  return groups;
}

/** Pairs that ask for different transforms. Whether both conditions can hold at once is not known, so it is assumed. */
function clashes(ordered: readonly Candidate[]): readonly (readonly [string, string])[] {
  if (ordered.some(({ rule }) => rule.final && !rule.when)) return [];
  return groupsOf(ordered).flatMap((group) =>
    group.flatMap((a, index) =>
      group
        .slice(index + 1)
        .filter((b) => maskOf(a) !== maskOf(b) && a.outcome.effect === b.outcome.effect)
        .map((b) => [a.id, b.id] as const),
    ),
  );
}

const maskOf = ({ outcome }: Rule): string | undefined =>
  outcome.effect === 'MASK' ? outcome.mask : undefined;
