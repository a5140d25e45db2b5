import type { Caller } from '../../schema/kernel/caller';
import { rowFilter, type RowFacts, type RowFilter, rowVisible } from '../../schema/policy/row';
import type { Policy } from '../../schema/policy/types';

/**
 * Binds the row rules to one operation's caller.
 *
 * @returns whether the caller may know of an object of a type, by its graph name; not visible reads as not found.
 */
export function createVisibility(policy: Policy, caller: Caller): (type: string, facts: RowFacts) => boolean {
  return (type, facts) => rowVisible(policy, type, caller, facts);
}

/**
 * What a list query may ask its source for.
 *
 * @returns members joined by "or"; `{}` is nothing at all, so that the source need not be asked.
 */
export function allowedRelations(policy: Policy, type: string, caller: Caller): RowFilter {
  return rowFilter(policy, type, caller);
}

/** @returns whether there is any object of a type that the caller may know of; if not, its source need not be asked. */
export const mayKnowOfAny = (policy: Policy, type: string, caller: Caller): boolean =>
  Object.keys(rowFilter(policy, type, caller)).length > 0;
