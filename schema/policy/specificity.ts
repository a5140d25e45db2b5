import type { Truth } from './condition';
import { categoryMatches, type Decision, type Effect, effects, roleMatches, type Rule } from './types';

const DENIED = { effect: 'DENY', rule: '-' } as const;

/** No rule speaks of it. */
export const NO_RULE: Decision = { ...DENIED, code: 'NO_RULE' };

/** A rule and how closely it fits one category, role and purpose. */
export interface Candidate {
  readonly rule: Rule;
  /** Category depth, then role, then purpose: compared in that order, larger first. */
  readonly weight: readonly [category: number, role: number, purpose: number];
}

const prefixDepth = (ofRule: string, category: string): number => {
  if (!categoryMatches(ofRule, category)) return -1;
  return ofRule === '*' ? 0 : ofRule.split('.').length;
};

const roleWeight = (ofRule: string, roles: readonly string[]): number => {
  if (!roles.some((role) => roleMatches(ofRule, role))) return -1;
  if (ofRule === '*') return 0;
  return ofRule.endsWith(':*') ? 1 : 2;
};

const purposeWeight = (ofRule: string, purpose: string): number => {
  if (ofRule === '*') return 0;
  return ofRule === purpose ? 1 : -1;
};

/** @returns the rules that speak of a category to these roles for this purpose, the closest first. */
export function candidates(
  rules: readonly Rule[],
  category: string,
  roles: readonly string[],
  purpose: string,
): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const rule of rules) {
    // What most rules fail first: they are many, and each new kind of caller asks all of them about each category.
    const role = closest(rule.roles, (each) => roleWeight(each, roles));
    if (role < 0) continue;
    const aim = closest(rule.purposes, (each) => purposeWeight(each, purpose));
    if (aim < 0) continue;
    const depth = closest(rule.categories, (each) => prefixDepth(each, category));
    if (depth >= 0) found.push({ rule, weight: [depth, role, aim] });
  }
  return found.sort((a, b) => compareWeights(b, a));
}

/** @returns the largest weight, -1 where nothing fits. */
function closest(held: readonly string[], weightOf: (each: string) => number): number {
  let largest = -1;
  for (const each of held) largest = Math.max(largest, weightOf(each));
  return largest;
}

/** @returns less than 0 where `b` fits more closely than `a`. */
export function compareWeights(a: Candidate, b: Candidate): number {
  return a.weight[0] - b.weight[0] || a.weight[1] - b.weight[1] || a.weight[2] - b.weight[2];
}

const rank = (effect: Effect): number => effects.indexOf(effect);

/** @returns the lower of two decisions. Two different transforms cannot be compared: nothing is shown. */
export function lower(a: Decision, b: Decision): Decision {
  if (a.effect === b.effect && a.mask !== b.mask)
    return { ...DENIED, rule: `${a.rule} ${b.rule}`, code: 'CONFLICT' };
  return rank(b.effect) < rank(a.effect) ? b : a;
}

const decisionOf = (rule: Rule): Decision => ({ ...rule.outcome, rule: rule.id, code: 'RULE' });

/**
 * Everything that the rules may come to, as far as their conditions can be told.
 *
 * A final denial wins; then the closest rule; a tie takes the lower. A rule whose condition is unknown may or may not
 * apply: both ways are followed.
 *
 * @param truthOf whether a rule's condition holds.
 * @returns at least one decision; exactly one where nothing is unknown.
 */
export function possibleDecisions(
  ordered: readonly Candidate[],
  truthOf: (rule: Rule) => Truth,
): readonly Decision[] {
  const possible: Decision[] = [];
  for (const { rule } of ordered.filter((each) => each.rule.final)) {
    const truth = truthOf(rule);
    if (truth === true) return [decisionOf(rule)];
    if (truth === undefined) possible.push(decisionOf(rule));
  }
  const open = ordered.filter((each) => !each.rule.final);
  for (let from = 0; from < open.length;) {
    const first = open[from]!;
    const group = open.slice(from).filter((each) => compareWeights(each, first) === 0);
    from += group.length;
    const truths = group.map(({ rule }) => ({ decision: decisionOf(rule), truth: truthOf(rule) }));
    const sure = truths.filter(({ truth }) => truth === true).map(({ decision }) => decision);
    const unsure = truths.filter(({ truth }) => truth === undefined).map(({ decision }) => decision);
    const base = sure.length > 0 ? [sure.reduce(lower)] : [];
    possible.push(...base, ...combinations(unsure, base));
    if (sure.length > 0) return possible;
  }
  return [...possible, NO_RULE];
}

/** What the unsure rules of one group may come to together with the sure ones. */
function combinations(unsure: readonly Decision[], base: readonly Decision[]): Decision[] {
  const reached: Decision[] = [];
  for (const decision of unsure) {
    reached.push(...[...reached, ...base].map((other) => lower(other, decision)));
    if (base.length === 0) reached.push(decision);
  }
  return reached;
}
