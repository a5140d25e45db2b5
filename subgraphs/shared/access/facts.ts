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
 * What holds between facts and a caller: with equal signatures, and a claim of the same level, decisions are equal.
 *
 * @param standing what their owner asked for, where the facts do not tell it.
 * @returns a number: this is asked for every object of an answer.
 */
export function signatureOf(facts: RowFacts | undefined, caller: Caller, standing?: Standing): number {
  if (!facts) return 0;
  let signs = 1;
  for (const each of heldRelations) signs = signs * 3 + signOf(relationHolds(each, facts, caller));
  signs = signs * 3 + signOf(!caller.cases || caller.cases.includes(facts.claim ?? ''));
  const asked = standing ? { standing } : facts;
  for (const each of standingNames) signs = signs * 3 + signOf(standingHolds(each, asked, caller));
  return signs;
}

const signOf = (truth: Truth): number => (truth === undefined ? 2 : truth ? 1 : 0);

/**
 * Whose an object is, in one operation: its own facts, or those of the object that it was reached through (a deadline
 * is its claim's). A class, as there is one for each visit to a subgraph, and closures would be made anew.
 */
export class FactsOf {
  /** Parts are few, and most operations have none. */
  private inherited: Map<object, RowFacts | 'several'> | undefined;

  /** @param forget called when an object turns out to belong to two owners: what was decided about it no longer holds. */
  constructor(
    private readonly caller: Caller,
    private readonly forget: { delete(part: object): unknown },
  ) {}

  of(parent: unknown): RowFacts | undefined {
    if (!isObject(parent)) return undefined;
    const own = (parent as Fact).facts;
    if (own) return own;
    const other = this.inherited?.get(parent);
    return other === 'several' ? undefined : other;
  }

  /** Remembers what the parts of a value belong to, promised ones included. @returns the value. */
  carry(parent: unknown, value: unknown): unknown {
    const facts = this.of(parent);
    return facts ? this.inherit(value, facts) : value;
  }

  private inherit(part: unknown, facts: RowFacts): unknown {
    if (part instanceof Promise) return part.then((settled: unknown) => this.inherit(settled, facts));
    if (Array.isArray(part)) return part.map((item: unknown) => this.inherit(item, facts));
    if (!isObject(part) || part instanceof Error || (part as Fact).facts) return part;
    this.inherited ??= new Map();
    const before = this.inherited.get(part);
    if (before === undefined) this.inherited.set(part, facts);
    else if (
      before !== 'several' &&
      before !== facts &&
      (before.level !== facts.level || signatureOf(before, this.caller) !== signatureOf(facts, this.caller))
    ) {
      this.inherited.set(part, 'several');
      this.forget.delete(part);
    }
    return part;
  }
}
