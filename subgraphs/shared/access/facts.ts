import type { Caller } from '../../../schema/kernel/caller';
import type { Truth } from '../../../schema/policy/condition';
import { heldRelations, relationHolds, type RowFacts } from '../../../schema/policy/row';
import { type Standing, standingHolds, standingNames } from '../../../schema/policy/standing';

/** An object that a resolver returned; entities carry the facts of their row. */
interface Fact {
  readonly facts?: RowFacts;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/**
 * Everything about facts that a decision for one caller depends on; equal signatures get equal decisions.
 *
 * @param standing what their owner asked for, where the facts do not tell it.
 */
export function signatureOf(facts: RowFacts | undefined, caller: Caller, standing?: Standing): string {
  if (!facts) return '-';
  // One text that grows: this is asked for every object of an answer.
  let signs = '';
  for (const each of heldRelations) signs += signOf(relationHolds(each, facts, caller));
  signs += signOf(!caller.cases || caller.cases.includes(facts.claim ?? ''));
  const asked = standing ? { standing } : facts;
  for (const each of standingNames) signs += signOf(standingHolds(each, asked, caller));
  return signs + (facts.level ?? '');
}

const signOf = (truth: Truth): string => (truth === undefined ? '?' : truth ? '1' : '0');

/**
 * Whose an object is, in one operation: its own facts, or those of the object that it was reached through (a deadline
 * is its claim's).
 */
export interface FactsOf {
  of(parent: unknown): RowFacts | undefined;
  /** Remembers what the parts of a value belong to, promised ones included. @returns the value. */
  carry(parent: unknown, value: unknown): unknown;
}

/** @param forget called when an object turns out to belong to two owners: what was decided about it no longer holds. */
export function createFactsOf(caller: Caller, forget: (part: object) => void): FactsOf {
  /** Goes with the operation; parts are few, and most operations have none. */
  let inherited: Map<object, RowFacts | 'several'> | undefined;

  function of(parent: unknown): RowFacts | undefined {
    if (!isObject(parent)) return undefined;
    const own = (parent as Fact).facts;
    if (own) return own;
    const other = inherited?.get(parent);
    return other === 'several' ? undefined : other;
  }

  function inherit(part: unknown, facts: RowFacts): unknown {
    if (part instanceof Promise) return part.then((settled: unknown) => inherit(settled, facts));
    if (Array.isArray(part)) return part.map((item: unknown) => inherit(item, facts));
    if (!isObject(part) || part instanceof Error || (part as Fact).facts) return part;
    inherited ??= new Map<object, RowFacts | 'several'>();
    const before = inherited.get(part);
    if (before === undefined) inherited.set(part, facts);
    else if (
      before !== 'several' &&
      before !== facts &&
      signatureOf(before, caller) !== signatureOf(facts, caller)
    ) {
      inherited.set(part, 'several');
      forget(part);
    }
    return part;
  }

  return {
    of,
    carry(parent, value) {
      const facts = of(parent);
      return facts ? inherit(value, facts) : value;
    },
  };
}
