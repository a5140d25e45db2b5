import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { SourceUse } from '../../schema/kernel/sources';
import type { AnswerBody } from '../answer/answer';
import type { Trace } from '../pipeline';

/** What the gateway counts, for Prometheus. Labels are names and codes: never anything of a request's content. */
export interface Metrics {
  /** One answered request. @param seconds from the first byte to the last. */
  observe(route: string, status: number, seconds: number): void;
  /** One answered GraphQL request. */
  observeGraph(trace: Trace, body: AnswerBody, seconds: number): void;
  readonly inFlight: { inc(): void; dec(): void };
  /** @returns the page that Prometheus reads, and its content type. */
  page(): Promise<{ readonly type: string; readonly text: string }>;
}

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'hub_http_requests_total',
    help: 'HTTP requests answered',
    labelNames: ['route', 'status'],
    registers,
  });
  const durations = new Histogram({
    name: 'hub_http_request_seconds',
    help: 'Time to answer an HTTP request',
    labelNames: ['route'],
    buckets: SECONDS,
    registers,
  });
  const operations = new Histogram({
    name: 'hub_operation_seconds',
    help: 'Time to answer a GraphQL operation',
    labelNames: ['type'],
    buckets: SECONDS,
    registers,
  });
  const errors = new Counter({
    name: 'hub_graphql_errors_total',
    help: 'Errors in GraphQL answers, by code',
    labelNames: ['code'],
    registers,
  });
  const sourceCounters = (['calls', 'keys', 'errors'] as const).map(
    (what) =>
      [
        what,
        new Counter({
          name: `hub_source_${what}_total`,
          help: `What sources were asked: ${what}`,
          labelNames: ['source'],
          registers,
        }),
      ] as const,
  );
  const sourceSeconds = new Counter({
    name: 'hub_source_seconds_total',
    help: 'Time spent waiting for sources',
    labelNames: ['source'],
    registers,
  });
  const inFlight = new Gauge({ name: 'hub_requests_in_flight', help: 'Requests under way', registers });

  const observeSource = (source: string, use: SourceUse): void => {
    for (const [what, counter] of sourceCounters) counter.inc({ source }, use[what]);
    sourceSeconds.inc({ source }, use.ms / 1_000);
  };
  return {
    observe(route, status, seconds) {
      requests.inc({ route, status });
      durations.observe({ route }, seconds);
    },
    observeGraph(trace, body, seconds) {
      operations.observe({ type: trace.operationType ?? 'refused' }, seconds);
      for (const { extensions } of body.errors ?? []) errors.inc({ code: String(extensions?.code) });
      for (const [source, use] of Object.entries(trace.run?.sources.report() ?? {}))
        observeSource(source, use);
    },
    inFlight: { inc: () => inFlight.inc(), dec: () => inFlight.dec() },
    page: async () => ({ type: registry.contentType, text: await registry.metrics() }),
  };
}
