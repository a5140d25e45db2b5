import type { Standing } from '../../schema/policy/standing';

/** What a person asked for, once. */
export interface Asked {
  /** What they object to; `null` for a restriction. */
  readonly purpose: string | null;
}

/** @param inForce all that one person asked for and is in force. */
export const standingFrom = (inForce: readonly Asked[]): Standing => ({
  restricted: inForce.some(({ purpose }) => purpose === null),
  objected: inForce.flatMap(({ purpose }) => purpose ?? []),
});
