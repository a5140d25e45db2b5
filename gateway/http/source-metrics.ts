import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { SourceState, SourceUse } from '../../schema/kernel/sources';

const STATES: readonly SourceState[] = ['CLOSED', 'OPEN', 'HALF_OPEN', 'CLOSED_FOR_NIGHT'];

/** What is counted as it is, in every operation. */
const COUNTS = {
  calls: 'Calls that left for a source',
  keys: 'Keys that sources were asked for',
  errors: 'Questions to a source that failed',
  shared: 'Questions answered by an identical one under way, or by a kept answer',
} as const;

/** @returns counts what one operation cost one source. */
export function createSourceMetrics(registry: Registry): (source: string, use: SourceUse) => void {
  const registers = [registry];
  const labelNames = ['source'];
  const counters = (Object.keys(COUNTS) as (keyof typeof COUNTS)[]).map(
    (what) =>
      [
        what,
        new Counter({ name: `hub_source_${what}_total`, help: COUNTS[what], labelNames, registers }),
      ] as const,
  );
  const seconds = new Counter({
    name: 'hub_source_seconds_total',
    help: 'Time spent waiting for sources, their queues included',
    labelNames,
    registers,
  });
  const queueSeconds = new Counter({
    name: 'hub_source_queue_seconds_total',
    help: 'Time spent waiting for one of the connections to a source',
    labelNames,
    registers,
  });
  const latency = new Histogram({
    name: 'hub_source_latency_seconds',
    help: 'Time that an operation waited for one answer of a source, on average over its questions',
    labelNames,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const batch = new Histogram({
    name: 'hub_source_batch_keys',
    help: 'Keys per call of one operation, on average',
    labelNames,
    buckets: [1, 2, 5, 10, 20, 50, 100],
    registers,
  });
  const states = new Gauge({
    name: 'hub_source_state',
    help: 'How a source did when it was last asked: 1 for its state, 0 for the others',
    labelNames: ['source', 'state'],
    registers,
  });

  const stateOf = new Map<string, SourceState>();
  const setState = (source: string, now: SourceState): void => {
    if (stateOf.get(source) === now) return;
    stateOf.set(source, now);
    for (const state of STATES) states.set({ source, state }, state === now ? 1 : 0);
  };

  return (source, use) => {
    for (const [what, counter] of counters) counter.inc({ source }, use[what] ?? 0);
    seconds.inc({ source }, use.ms / 1_000);
    queueSeconds.inc({ source }, (use.queueMs ?? 0) / 1_000);
    const questions = use.calls + (use.shared ?? 0);
    if (questions > 0) latency.observe({ source }, use.ms / 1_000 / questions);
    if (use.calls > 0) batch.observe({ source }, use.keys / use.calls);
    if (use.state) setState(source, use.state);
  };
}
