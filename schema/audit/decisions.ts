import { createMemo } from '../policy/memo';
import { type Effect, effects } from '../policy/types';
import type { AccessDecision } from './record';
import { TECHNICAL_NAME } from './technical-name';

type Decisions = readonly AccessDecision[];

/** Lists kept, in memory alone: operations of one kind by callers of one kind decide alike. */
const KEPT = 1_000;

/** Texts of the lists that were made here. */
const texts = new WeakMap<Decisions, string>();

const lineOf = ({ category, decision, rule, count }: AccessDecision): string =>
  `${category} ${decision} ${rule} ${count}`;

/** @returns decisions as one text, a line for each: what processes tell each other, and a key for equal lists. */
export const decisionsText = (decisions: Decisions): string =>
  texts.get(decisions) ?? decisions.map(lineOf).join('\n');

const read = createMemo<Decisions | null>(KEPT, (text) => {
  const sums = new Map<string, AccessDecision>();
  for (const line of text === '' ? [] : text.split('\n')) {
    const found = decisionIn(line);
    if (!found) return null;
    const { category, decision, rule } = found;
    const key = `${category} ${decision} ${rule}`;
    const count = found.count + (sums.get(key)?.count ?? 0);
    // Members in the order of canonical JSON, which is written of them.
    sums.set(key, Object.freeze({ category, count, decision, rule }));
  }
  const keys = [...sums.keys()].sort();
  const decisions = Object.freeze(keys.flatMap((key) => sums.get(key) ?? []));
  texts.set(decisions, decisions.map(lineOf).join('\n'));
  return decisions;
});

function decisionIn(line: string): AccessDecision | undefined {
  const [category = '', decision, rule = '', digits = '', ...others] = line.split(' ');
  const isOne =
    isEffect(decision) &&
    [category, rule].every((name) => TECHNICAL_NAME.test(name)) &&
    /^\d{1,15}$/.test(digits) &&
    others.length === 0;
  return isOne ? { category, decision, rule, count: Number(digits) } : undefined;
}

const isEffect = (word: string | undefined): word is Effect => (effects as readonly unknown[]).includes(word);

/**
 * Reads what `decisionsText` wrote.
 *
 * @returns the decisions, equal ones added up, sorted by category, decision, rule; the same list for the same text, which
 *   nobody can change. `undefined` where the text is no such text.
 */
export const readDecisions = (text: string): Decisions | undefined => read(text) ?? undefined;

/** @returns the decisions of several lists as one list: see `readDecisions`. @throws {TypeError} a category or rule is no name. */
export function addUpDecisions(lists: readonly Decisions[]): Decisions {
  const several = lists.filter(({ length }) => length > 0);
  const [only] = several;
  if (only && several.length === 1 && texts.has(only)) return only;
  const found = readDecisions(several.map(decisionsText).join('\n'));
  if (!found) throw new TypeError('a decision names a category or a rule that is no name');
  return found;
}

/** Keeps what follows from a list for as long as there is the list: equal lists are one, nearly always. */
export function perDecisions<T>(make: (decisions: Decisions) => T): (decisions: Decisions) => T {
  const kept = new WeakMap<Decisions, { readonly made: T }>();
  return (decisions) => {
    let found = kept.get(decisions);
    if (!found) kept.set(decisions, (found = { made: make(decisions) }));
    return found.made;
  };
}
