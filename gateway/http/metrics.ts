import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { AuditSink } from '../../schema/ports/audit';
import type { NextPolicy } from '../../subgraphs/shared/next-policy';
import type { AnswerBody } from '../answer/answer';
import type { Trace } from '../pipeline';
import { registerNextPolicy } from './next-policy-metrics';
import { createSourceMetrics } from './source-metrics';

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

/**
 * @param audit tells what it took in. @param next tells what it would decide otherwise.
 * @param more registers what other parts count.
 */
export function createMetrics(
  audit?: Pick<AuditSink, 'counts'>,
  next?: Pick<NextPolicy, 'differences'>,
  more?: (registry: Registry) => void,
): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const answered = countAnswers(registry);
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
  const observeSource = createSourceMetrics(registry);
  if (audit) registerAudit(registry, audit);
  if (next) registerNextPolicy(registry, next);
  more?.(registry);
  let underWay = 0;
  const inFlight: Gauge = new Gauge({
    name: 'hub_requests_in_flight',
    help: 'Requests under way',
    registers,
    collect: () => inFlight.set(underWay),
  });

  return {
    observe(route, status, seconds) {
      answered(route, status);
      durations.observe({ route }, seconds);
    },
    observeGraph(trace, body, seconds) {
      operations.observe({ type: trace.operationType ?? 'refused' }, seconds);
      for (const { extensions } of body.errors ?? []) errors.inc({ code: String(extensions?.code) });
      for (const [source, use] of Object.entries(trace.run?.sources.report() ?? {}))
        observeSource(source, use);
    },
    inFlight: { inc: () => void (underWay += 1), dec: () => void (underWay -= 1) },
    page: async () => ({ type: registry.contentType, text: await registry.metrics() }),
  };
}

/** @returns counts one answer; the counter hears of it when it is read. */
function countAnswers(registry: Registry): (route: string, status: number) => void {
  const counts = new Map<string, Map<number, number>>();
  const counter = new Counter<'route' | 'status'>({
    name: 'hub_http_requests_total',
    help: 'HTTP requests answered',
    labelNames: ['route', 'status'],
    registers: [registry],
    collect() {
      counter.reset();
      for (const [route, statuses] of counts)
        for (const [status, times] of statuses) counter.inc({ route, status }, times);
    },
  });
  return (route, status) => {
    let statuses = counts.get(route);
    if (!statuses) counts.set(route, (statuses = new Map<number, number>()));
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  };
}

const AUDIT_COUNTS = {
  saved: ['hub_audit_records_total', 'Audit records that are durable'],
  commits: ['hub_audit_commits_total', 'Transactions that made audit records durable'],
  failures: ['hub_audit_failures_total', 'Transactions of the audit trail that failed'],
  dropped: ['hub_audit_dropped_total', 'Audit records dropped because the queue was full'],
} as const;

function registerAudit(registry: Registry, audit: Pick<AuditSink, 'counts'>): void {
  const registers = [registry];
  for (const [count, [name, help]] of Object.entries(AUDIT_COUNTS)) {
    const counter: Counter = new Counter({
      name,
      help,
      registers,
      collect() {
        counter.reset();
        counter.inc(audit.counts()[count as keyof typeof AUDIT_COUNTS]);
      },
    });
  }
  const waiting: Gauge = new Gauge({
    name: 'hub_audit_waiting',
    help: 'Audit records that wait to be saved',
    registers,
    collect: () => waiting.set(audit.counts().waiting),
  });
}
