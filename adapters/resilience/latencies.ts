/** How long the last calls took. */
export interface Latencies {
  add(ms: number): void;
  /** @param share of the calls that were not slower, e.g. 0.95. @returns ms; `null` before the first call. */
  percentile(share: number): number | null;
}

const LAST = 256;

export function createLatencies(): Latencies {
  const last: number[] = [];
  let next = 0;
  return {
    add(ms) {
      last[next] = ms;
      next = (next + 1) % LAST;
    },
    percentile(share) {
      const sorted = [...last].sort((a, b) => a - b);
      return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
    },
  };
}
