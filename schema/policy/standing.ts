import type { Caller } from '../kernel/caller';
import { comparisons, type Truth } from './condition';
import type { RowFacts } from './row';
import type { Rule } from './types';

/**
 * What the owner of a datum asked for: `restricted`, that it be stored and not used (art. 18 GDPR); `objected`, that it
 * not be used for the purpose of the operation (art. 21 GDPR).
 */
export const standingNames = ['restricted', 'objected'] as const;

/** What one person asked for and is in force. */
export interface Standing {
  readonly restricted: boolean;
  /** The purposes they objected to. */
  readonly objected: readonly string[];
}

/** Of somebody who asked for nothing, and of what belongs to nobody. */
export const NO_STANDING: Standing = { restricted: false, objected: [] };

/**
 * Whether one standing holds.
 *
 * @returns `undefined` where the facts do not tell: what belongs to nobody (`customer: null`) is nobody's to restrict.
 */
export function standingHolds(name: string, facts: RowFacts | undefined, { purpose }: Caller): Truth {
  const standing = facts?.standing ?? (facts?.customer === null ? NO_STANDING : undefined);
  if (name === 'restricted') return standing?.restricted;
  return name === 'objected' ? standing?.objected.includes(purpose) : false;
}

/** @returns whether a rule depends on what the owner of a datum asked for. */
export const asksStanding = ({ when }: Pick<Rule, 'when'>): boolean =>
  when !== undefined && comparisons(when).some(({ attribute }) => attribute === 'standing');
