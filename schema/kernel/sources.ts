import type { SourceName } from './source-errors';

/** What one operation cost one source so far. */
export interface SourceUse {
  /** Calls that left for the system (SOAP requests, SQL statements). */
  calls: number;
  /** Keys asked for over all those calls: `keys / calls` is the batch size. */
  keys: number;
  /** Milliseconds spent waiting for it, summed over calls. */
  ms: number;
  /** Calls that failed. */
  errors: number;
}

/** Counts, per operation, what each source was asked; becomes `extensions.sources` in development, metrics everywhere. */
export interface SourceMeter {
  /** Runs one call to a source and counts it, failed ones included. */
  measure<T>(source: SourceName, keys: number, call: () => Promise<T>): Promise<T>;
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
        return await call();
      } catch (error) {
        use.errors += 1;
        throw error;
      } finally {
        use.ms += elapsed() - start;
      }
    },
    add(source, { calls, keys, ms, errors }) {
      const use = of(source);
      use.calls += calls;
      use.keys += keys;
      use.ms += ms;
      use.errors += errors;
    },
    report: () =>
      Object.fromEntries(
        [...uses].map(([source, use]) => [source, { ...use, ms: Math.round(use.ms * 10) / 10 }]),
      ),
  };
}
