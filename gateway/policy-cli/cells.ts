import type { Caller } from '../../schema/kernel/caller';
import { categories } from '../../schema/policy/categories';
import { type AccessTable, compile } from '../../schema/policy/compile';
import { candidates } from '../../schema/policy/specificity';
import type { Decision, Policy, Rule } from '../../schema/policy/types';
import { type Situation, situationsFor } from './situations';
import { conditionInWords, outcomeInWords } from './words';

/** One thing that a cell comes to, and when. */
export interface Way {
  readonly decision: Decision;
  /** The deciding rule; several where equals contradict each other; none where no rule applies. */
  readonly rules: readonly Rule[];
  /** The rules' conditions in words; absent where they always apply. */
  readonly when?: string;
}

/** What one role gets of one kind of data for one purpose. */
export interface Cell {
  readonly category: string;
  readonly role: string;
  readonly purpose: string;
  /** The closest rule first: the first whose condition holds decides. */
  readonly ways: readonly Way[];
}

/** A policy asked by kind of data instead of by coordinate. Decides by the table that the hub decides by. */
export interface CellTable {
  readonly policy: Policy;
  cell(category: string, role: string, purpose: string): Cell;
  decide(category: string, situation: Situation): Decision;
}

/** Every kind of data, in alphabetical order. */
export const allCategories: readonly string[] = Object.keys(categories).sort();

const coordinateOf = (category: string): string => `(${category}).datum`;

/** Compiles a policy for one datum of every kind. */
export function createCells(policy: Policy): CellTable {
  const classification = new Map(allCategories.map((category) => [coordinateOf(category), { category }]));
  const table = compile(classification, policy);
  const decide = (category: string, { caller, facts }: Situation): Decision =>
    table.decide(coordinateOf(category), caller, facts);
  const situations = new Map<string, readonly Situation[]>();
  return {
    policy,
    decide,
    cell(category, role, purpose) {
      const key = JSON.stringify([role, purpose]);
      const mine = situations.get(key) ?? situationsFor([policy], role, purpose);
      situations.set(key, mine);
      const decisions = mine.map((situation) => decide(category, situation));
      return { category, role, purpose, ways: waysOf(policy, category, mine[0]?.caller, decisions) };
    },
  };
}

/** Every cell, ordered by kind of data, then by role and purpose as the policy file lists them. */
export const everyCell = (cells: CellTable): readonly Cell[] =>
  allCategories.flatMap((category) =>
    cells.policy.roles.flatMap((role) =>
      cells.policy.purposes.map((purpose) => cells.cell(category, role, purpose)),
    ),
  );

/** What the table says of one coordinate to one caller, over all the objects there may be. */
export function waysFor(
  table: AccessTable,
  coordinate: string,
  situations: readonly Situation[],
): readonly Way[] {
  const decisions = situations.map((each) => table.decide(coordinate, each.caller, each.facts));
  const category = table.classification.get(coordinate)?.category ?? '';
  return waysOf(table.policy, category, situations[0]?.caller, decisions);
}

function waysOf(
  policy: Policy,
  category: string,
  caller: Caller | undefined,
  decisions: readonly Decision[],
): readonly Way[] {
  const ordered = candidates(policy.rules, category, caller?.roles ?? [], caller?.purpose ?? '').map(
    ({ rule }) => rule,
  );
  const order = [...ordered.filter(({ final }) => final), ...ordered.filter(({ final }) => !final)];
  const unique = new Map(decisions.map((decision) => [JSON.stringify(decision), decision]));
  const place = ({ rules }: Way): number => (rules[0] ? order.indexOf(rules[0]) : order.length);
  return [...unique.values()]
    .map((decision): Way => {
      const ids = decision.rule.split(' ');
      const rules = order.filter(({ id }) => ids.includes(id));
      const conditions = rules.flatMap(({ when }) => (when ? [conditionInWords(when)] : []));
      return conditions.length > 0
        ? { decision, rules, when: conditions.join(' and ') }
        : { decision, rules };
    })
    .sort((a, b) => place(a) - place(b));
}

/** Whether anything is shown in any situation, also in part. */
export const showsSomething = (ways: readonly Way[]): boolean =>
  ways.some(({ decision }) => decision.effect !== 'DENY');

/** Ways as a sentence: `MASK iban_last4 for claims assigned to them; otherwise DENY`. */
export function waysInWords(ways: readonly Way[]): string {
  return ways
    .map(({ decision, when }, at) => {
      const what = outcomeInWords(decision);
      if (when !== undefined) return `${at > 0 ? 'else ' : ''}${what} ${when}`;
      return at > 0 ? `otherwise ${what}` : what;
    })
    .join('; ');
}

/** A way as JSON has it. */
export interface WayFacts {
  readonly effect: string;
  readonly mask?: string;
  readonly when?: string;
  readonly rule: string;
  readonly code: string;
  readonly scope?: string;
  readonly legalBasis?: string;
  readonly retention?: string;
  readonly because?: string;
}

/** @returns a way with what its rule says, as plain data. */
export function wayFacts({ decision, rules, when }: Way): WayFacts {
  const rule = rules.length === 1 ? rules[0] : undefined;
  return {
    effect: decision.effect,
    ...(decision.mask !== undefined && { mask: decision.mask }),
    ...(when !== undefined && { when }),
    rule: decision.rule,
    code: decision.code,
    ...(decision.scope !== undefined && { scope: decision.scope }),
    ...(rule && { legalBasis: rule.legalBasis, retention: rule.retention, because: rule.because }),
  };
}
