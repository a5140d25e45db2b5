import { Gauge, type Registry } from 'prom-client';
import type { NextPolicy } from '../../subgraphs/shared/next-policy';

/** Counts what the next policy would decide otherwise; read when the page is asked for. */
export function registerNextPolicy(
  registry: Registry,
  { differences }: Pick<NextPolicy, 'differences'>,
): void {
  new Gauge({
    name: 'hub_policy_next_differences',
    help: 'Kinds of callers for whom the next policy would decide otherwise, by place and outcomes',
    labelNames: ['coordinate', 'roles', 'current', 'next'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { count, ...labels } of differences()) this.set(labels, count);
    },
  });
}
