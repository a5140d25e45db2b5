import { Counter, Gauge, type Registry } from 'prom-client';
import type { Streams } from '../stream/streams';

/** Counts streams and what became of them. */
export function registerStreams(registry: Registry, { counts }: Pick<Streams, 'counts'>): void {
  const registers = [registry];
  const open: Gauge = new Gauge({
    name: 'hub_streams_open',
    help: 'Streams that are open',
    registers,
    collect: () => open.set(counts().open),
  });
  const counter = (name: string, help: string, now: () => number): void => {
    const counted: Counter = new Counter({
      name,
      help,
      registers,
      collect() {
        counted.reset();
        counted.inc(now());
      },
    });
  };
  counter('hub_stream_events_total', 'Events written after the first of a stream', () => counts().events);
  counter('hub_streams_refused_total', 'Streams that found no place', () => counts().refused);
  const ended = new Counter<'why'>({
    name: 'hub_streams_ended_total',
    help: 'Streams that have ended, by reason',
    labelNames: ['why'],
    registers,
    collect() {
      ended.reset();
      for (const [why, times] of Object.entries(counts().ended)) ended.inc({ why }, times);
    },
  });
}
