import type { Caller } from '../../../schema/kernel/caller';
import type { AccessTable } from '../../../schema/policy/compile';
import { masks } from '../../../schema/policy/masks';
import { type RowFacts, rowVisible } from '../../../schema/policy/row';
import type { Decision } from '../../../schema/policy/types';
import type { Guard } from './guard';
import type { Pseudonymise } from './pseudonym';
import { type Counted, countedAs } from './tally';

/** What happens to one field of one object: shown, shown masked or as a pseudonym, or refused. */
export type Verdict = (
  | {
      readonly show: true;
      readonly transform?: FieldTransform;
      /** What is left of the value depends on what the parties are called. */
      readonly named?: boolean;
      /** What the field leads to is to be judged each by its own facts: see `keep`. */
      readonly each?: boolean;
    }
  | { readonly show: false }
) & { readonly counted?: Counted | undefined };

/** Whether a value is shown as it is, with nothing left to judge. */
export const showsWhole = (verdict: Verdict): boolean =>
  verdict.show && verdict.transform === undefined && verdict.each !== true;

/** What is left of a value. It may depend on who asks and on whose the object is. */
export type FieldTransform = (text: string, caller: Caller, facts: RowFacts | undefined) => string;

/** Judges a field by an object's facts. */
export type Judge = (guard: Guard, caller: Caller, facts: RowFacts | undefined) => Verdict;

/**
 * @param table compiled for this subgraph.
 * @param pseudonymise without it, what may only be shown as a pseudonym is refused.
 */
export function createJudge(table: AccessTable, pseudonymise: Pseudonymise | undefined): Judge {
  function transformOf({ effect, mask }: Decision): FieldTransform | undefined {
    if (effect === 'PSEUDONYMISE') return pseudonymise && ((text, caller) => pseudonymise(caller, text));
    return effect === 'MASK' && mask ? (text, _, facts) => masks[mask](text, facts?.names ?? []) : undefined;
  }

  return (guard, caller, facts) => {
    const category = table.classification.get(guard.coordinate)?.category;
    const refused = (rule = '-'): Verdict => ({ show: false, counted: countedAs(category, 'DENY', rule) });
    if (guard.needsRow && !rowVisible(table.policy, guard.typeName, caller, facts)) return refused();
    if (guard.link && !facts) {
      // Nothing is known about a stub. What it leads to is judged when it is there, by its own facts.
      const look = table.look(guard.coordinate, caller);
      return look.kind === 'ALWAYS_DENY'
        ? refused(look.decision.rule)
        : { show: true, each: look.kind === 'CONDITIONAL' };
    }
    const decision = table.decide(guard.coordinate, caller, facts);
    const counted = countedAs(category, decision.effect, decision.rule);
    if (decision.effect === 'ALLOW') return { show: true, counted };
    const transform = transformOf(decision);
    if (!transform) return refused(decision.rule);
    const named = decision.mask === 'redact';
    return guard.leaf ? { show: true, transform, named, counted } : { show: true, counted }; // An object's own fields are masked each by its category.
  };
}
