/** @returns the middle of some values, the upper one of two; `NaN` where there is none. */
export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
