import { createHash } from 'node:crypto';

/** A number from 0 to 2³² − 1 that depends on the text alone. */
export const numberOf = (text: string): number => createHash('md5').update(text).digest().readUInt32LE();

/** Draws one after the other, the same ones for the same seed. */
export interface Chance {
  /** A whole number below `max`. */
  below(max: number): number;
  /** True in one of `n` cases. */
  oneIn(n: number): boolean;
  pick<T>(list: readonly T[]): T;
}

export function createChance(seed: number): Chance {
  let state = seed >>> 0 || 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>>= 0);
  };
  for (let warm = 0; warm < 8; warm += 1) next();
  const below = (max: number): number => next() % max;
  return {
    below,
    oneIn: (n) => below(n) === 0,
    pick: <T>(list: readonly T[]): T => list[below(list.length)] as T,
  };
}
