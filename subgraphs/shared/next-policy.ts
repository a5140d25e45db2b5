import type { Logger } from 'pino';
import { type AccessTable, compile } from '../../schema/policy/compile';
import { loadPolicy } from '../../schema/policy/load';
import { createShadow, type ShadowDifference } from '../../schema/policy/shadow';
import type { Decision } from '../../schema/policy/types';

/** What the next policy would decide otherwise, and how many kinds of callers meet it. */
export interface CountedDifference {
  readonly coordinate: string;
  readonly roles: string;
  readonly current: string;
  readonly next: string;
  readonly count: number;
}

/** The next policy, evaluated beside the one in force on live operations. No answer depends on it. */
export interface NextPolicy {
  /** @returns a table that decides as the given one, and tells where the next policy would not. */
  beside(table: AccessTable): AccessTable;
  /** Since the process started. */
  differences(): readonly CountedDifference[];
}

/** Kinds of differences that are counted apart. */
const COUNTED_MAX = 5_000;

const inWords = ({ effect, mask, rule }: Decision): string =>
  `${mask === undefined ? effect : `${effect} ${mask}`} (${rule})`;

/**
 * Reads `HUB_POLICY_NEXT`. Each difference is logged once per kind of caller, with roles, rules and the place in the
 * graph: nothing of a person or an object.
 *
 * @returns `undefined` where it does not load: that is told, and stops nothing.
 */
export function createNextPolicy(file: string, log: Logger): NextPolicy | undefined {
  const counted = new Map<string, CountedDifference>();
  const tell = ({ coordinate, roles, purpose, current, next }: ShadowDifference): void => {
    const words = { roles: roles.join(' '), current: inWords(current), next: inWords(next) };
    const key = JSON.stringify([coordinate, words]);
    const known = counted.get(key);
    if (known || counted.size < COUNTED_MAX)
      counted.set(key, { coordinate, ...words, count: (known?.count ?? 0) + 1 });
    log.info({ coordinate, purpose, ...words }, 'the next policy would decide otherwise');
  };
  try {
    const next = loadPolicy(file);
    log.info({ version: next.version }, 'the next policy is evaluated beside the one in force');
    return {
      beside: (table) => createShadow(table, compile(table.classification, next), tell),
      differences: () => [...counted.values()],
    };
  } catch (error) {
    log.warn({ reason: (error as Error).message }, 'the next policy does not load: it is not evaluated');
    return undefined;
  }
}
