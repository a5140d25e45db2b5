/** What one service was asked. */
export interface ServiceCalls {
  /** By operation: how often, and the number of keys of each call in order. */
  readonly operations: Readonly<Record<string, { readonly calls: number; readonly keys: readonly number[] }>>;
  /** Requests that were answered by a Fault, refused ones included. */
  readonly faults: number;
  /** Requests turned away because too many were being answered. */
  readonly turnedAway: number;
  /** The most requests under way at once. */
  readonly maxConcurrent: number;
  /** The most connections open at once, idle ones included. */
  readonly maxConnections: number;
  /** `contexteAppel/idCorrelation` of the last call. */
  readonly lastCorrelation: string | undefined;
}

/** Counts for one service. */
export interface Counters {
  called(operation: string, keys: number, correlation: string): void;
  faulted(): void;
  turnedAway(): void;
  /** @param concurrent requests under way; @param connections open ones. */
  saw(concurrent: number, connections: number): void;
  report(): ServiceCalls;
  reset(): void;
}

/** Counters at zero. */
export function createCounters(): Counters {
  const zero = () => ({
    operations: {} as Record<string, { calls: number; keys: number[] }>,
    faults: 0,
    turnedAway: 0,
    maxConcurrent: 0,
    maxConnections: 0,
    lastCorrelation: undefined as string | undefined,
  });
  let counts = zero();
  return {
    called(operation, keys, correlation) {
      const entry = (counts.operations[operation] ??= { calls: 0, keys: [] });
      entry.calls += 1;
      entry.keys.push(keys);
      counts.lastCorrelation = correlation;
    },
    faulted: () => void (counts.faults += 1),
    turnedAway: () => void (counts.turnedAway += 1),
    saw(concurrent, connections) {
      counts.maxConcurrent = Math.max(counts.maxConcurrent, concurrent);
      counts.maxConnections = Math.max(counts.maxConnections, connections);
    },
    report: () => structuredClone(counts),
    reset: () => void (counts = zero()),
  };
}
