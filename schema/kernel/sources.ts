import type { SourceName } from './source-errors';

/**
 * How a source does: `CLOSED` calls go through (a closed circuit); `OPEN` it kept failing and is left alone;
 * `HALF_OPEN` one call tries it; `CLOSED_FOR_NIGHT` it says or is known to be closed.
 */
export type SourceState = 'CLOSED' | 'OPEN' | 'HALF_OPEN' | 'CLOSED_FOR_NIGHT';

/** What one operation cost one source so far. */
export interface SourceUse {
  /** Calls that left for the system (SOAP requests, SQL statements), repeated ones included. */
  calls: number;
  /** Keys asked for over all those calls: `keys / calls` is the batch size. */
  keys: number;
  /** Milliseconds spent waiting for it, the queue included, summed over questions. */
  ms: number;
  /** Questions that failed. */
  errors: number;
  /** Milliseconds of that which were spent waiting for one of its connections. */
  queueMs?: number;
  /** Questions answered without a call: an identical one was under way, or its answer was kept. */
  shared?: number;
  /** How the source did when it was last asked. */
  state?: SourceState;
  /** When the oldest kept answer among them was given, ISO 8601: what is shown may have changed since. */
  asOf?: string;
}

/** What whoever sends a question's calls tells the meter. Until told otherwise, a question counts as one call. */
export interface CallCost {
  /** It waited so many milliseconds for a connection. */
  queued(ms: number): void;
  /** The call is sent once more. */
  again(): void;
  /** No call left: it was refused before. */
  unsent(): void;
  /** No call left: an identical one is under way, or its answer was kept. */
  shared(): void;
  /** The answer is one that was kept, and was given then. */
  kept(at: Date): void;
  /** How the source does now. */
  state(state: SourceState): void;
}

/** Counts, per operation, what each source was asked; becomes `extensions.sources` in development, metrics everywhere. */
export interface SourceMeter {
  /** Runs one question to a source and counts it, failed ones included. */
  measure<T>(source: SourceName, keys: number, call: (cost: CallCost) => Promise<T>): Promise<T>;
  /** Adds what another process counted for the same operation. */
  add(source: SourceName, use: SourceUse): void;
  /** @returns a snapshot by source name. */
  report(): Record<SourceName, SourceUse>;
}

/** @param elapsed a monotonic millisecond clock. */
export function createSourceMeter(elapsed: () => number = () => performance.now()): SourceMeter {
  const uses = new Map<SourceName, SourceUse>();
  const of = (source: SourceName): SourceUse => {
    let use = uses.get(source);
    if (!use) uses.set(source, (use = { calls: 0, keys: 0, ms: 0, errors: 0 }));
    return use;
  };
  return {
    async measure(source, keys, call) {
      const use = of(source);
      use.calls += 1;
      use.keys += keys;
      const start = elapsed();
      try {
        return await call(costOf(use, keys));
      } catch (error) {
        use.errors += 1;
        throw error;
      } finally {
        use.ms += elapsed() - start;
      }
    },
    add(source, { calls, keys, ms, errors, queueMs, shared, state, asOf }) {
      const use = of(source);
      use.calls += calls;
      use.keys += keys;
      use.ms += ms;
      use.errors += errors;
      if (queueMs !== undefined) use.queueMs = (use.queueMs ?? 0) + queueMs;
      if (shared !== undefined) use.shared = (use.shared ?? 0) + shared;
      if (state !== undefined) use.state = state;
      if (asOf !== undefined) use.asOf = oldest(use.asOf, asOf);
    },
    report: () => Object.fromEntries([...uses].map(([source, use]) => [source, rounded(use)])),
  };
}

function costOf(use: SourceUse, keys: number): CallCost {
  const unsent = (): void => {
    use.calls -= 1;
    use.keys -= keys;
  };
  return {
    queued: (ms) => void (use.queueMs = (use.queueMs ?? 0) + ms),
    again: () => void (use.calls += 1),
    unsent,
    shared() {
      unsent();
      use.shared = (use.shared ?? 0) + 1;
    },
    kept: (at) => void (use.asOf = oldest(use.asOf, at.toISOString())),
    state: (state) => void (use.state = state),
  };
}

const oldest = (one: string | undefined, other: string): string =>
  one !== undefined && one < other ? one : other;

const tenths = (ms: number): number => Math.round(ms * 10) / 10;

const rounded = (use: SourceUse): SourceUse => ({
  ...use,
  ms: tenths(use.ms),
  ...(use.queueMs === undefined ? {} : { queueMs: tenths(use.queueMs) }),
});

/** How one source does, as the process that asks it knows. */
export interface SourceHealth {
  readonly source: SourceName;
  readonly state: SourceState;
  /** When it is asked again, or opens, where that is known. */
  readonly reopensAt: Date | null;
  /** When it last answered. */
  readonly lastSuccessAt: Date | null;
  /** Milliseconds of the last calls, half and nineteen in twenty of them; `null` before the first. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  /** Calls under way and calls that wait for a connection now. */
  readonly underWay: number;
  readonly waiting: number;
  /** Most calls at once. */
  readonly connections: number;
}
