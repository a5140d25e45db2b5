import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import pino, { type Logger } from 'pino';
import type { Caller } from '../schema/kernel/caller';
import { type Clock, systemClock } from '../schema/kernel/clock';
import type { AuditSink } from '../schema/ports/audit';
import type { SqlStore } from '../schema/ports/store';
import { discoverSubgraphs } from '../subgraphs/shared/discover';
import { describeError, type ReportError } from '../subgraphs/shared/error-answer';
import { listen } from '../subgraphs/shared/listener';
import { explainStart, stopOnSignals } from '../subgraphs/shared/process';
import { createAudiences } from './audience/audiences';
import { createAnonymous } from './auth/anonymous';
import { banner } from './banner';
import { type HubConfig, readConfig } from './config';
import { createConsole } from './console/console';
import { startApollo } from './execute/apollo';
import { createEngine, createThreadedEngine } from './execute/engine/engine';
import { createHubGateway } from './execute/hub-gateway';
import { createCopyWriter } from './dated-copy/pdf';
import { createExporter } from './export/export';
import { createApp } from './http/app';
import { createReadiness } from './http/health';
import { createMetrics } from './http/metrics';
import { registerStreams } from './http/stream-metrics';
import { registerOperations } from './persisted/metrics';
import type { Patience } from './patience';
import { createPipeline, type Stages } from './pipeline';
import { chooseOperation, createDocumentReader } from './plan/document';
import { DEFAULT_LIMITS, type Limits } from './plan/limits';
import { cutOperation } from './policy/cut';
import { type OnDifference, tellDifferences } from './policy/difference';
import { choosePurpose } from './policy/purpose';
import { openAudit } from './wiring/audit';
import { openChangeBus } from './wiring/change-bus';
import { openEvidence } from './wiring/evidence';
import { openOperations } from './wiring/operations';
import { readAccessPolicy } from './wiring/policy';
import { createStoreOpener } from './wiring/store';
import { openStreams } from './wiring/streams';
import { createTokens, withoutPurpose } from './wiring/tokens';
import { createTransports } from './wiring/transports';

/** Parts that a caller brings along in place of the usual ones. */
export interface HubParts {
  /** An open store; whoever opened it closes it. */
  readonly store?: SqlStore;
  readonly clock?: Clock;
  readonly log?: Logger;
  readonly limits?: Limits;
  /** Milliseconds for one operation, 30,000 unless said. */
  readonly deadlineMs?: number;
  readonly patience?: Patience;
  /** Takes the audit records in place of the store; whoever opened it closes it. */
  readonly audit?: AuditSink;
  /** Hears where a subgraph decided otherwise than the gateway; logged unless said. */
  readonly onDifference?: OnDifference;
}

/** A running hub. */
export interface Hub {
  /** e.g. `http://127.0.0.1:4000`. */
  readonly url: string;
  /** What is real and what is imitated, for the person who starts it. */
  readonly banner: readonly string[];
  /** Lets requests under way finish, then stops everything that was started. */
  close(): Promise<void>;
}

/** Milliseconds for one operation. */
const DEADLINE_MS = 30_000;

/**
 * Starts the hub: with its subgraphs in this process, or as a gateway before subgraphs of other processes.
 *
 * @throws {ListenError | PolicyError | ConfigurationError | Error} with a sentence for whoever starts it. Nothing is left running then.
 */
export async function startHub(config: HubConfig, parts: HubParts = {}): Promise<Hub> {
  const { clock = systemClock, limits = DEFAULT_LIMITS, deadlineMs = DEADLINE_MS, patience = {} } = parts;
  const log = parts.log ?? pino({ level: config.logLevel });
  const report: ReportError = (error) => log.error(describeError(error), 'internal error');
  const onDifference: OnDifference =
    parts.onDifference ??
    ((coordinate, gateway, subgraph) =>
      log.warn({ coordinate, gateway, subgraph }, 'a subgraph decided otherwise than the gateway'));
  const closing: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const step of closing.splice(0).reverse()) await step().catch(report);
  };
  try {
    const supergraph = readFileSync(config.supergraph, 'utf8');
    const { policy, table, next } = readAccessPolicy(config, supergraph, log) ?? {};
    const audiences = table && createAudiences(table);
    const store = createStoreOpener(config, parts.store, closing);
    const audit = openAudit(
      config,
      { table, sink: parts.audit, store: store.later, clock, log, report, limitMs: patience.auditMs },
      closing,
    );
    const changeBus = await openChangeBus(config, report, closing);
    const transports = await createTransports(config, {
      ...{ supergraph, policy, changeBus, clock, log, store: store.open },
      pseudonymSecret: config.audit?.pseudonymSecret,
      next,
    });
    closing.push(async () => void (await Promise.all([...transports.values()].map((each) => each.close()))));

    const apollo = await startApollo({
      gateway: createHubGateway({
        supergraph,
        log,
        inner: config.planning === 'thread' ? createThreadedEngine : createEngine,
        ...(table ? { cut: (request) => cutOperation({ ...request, table }) } : {}),
        ...(audiences ? { shown: audiences.shown } : {}),
      }),
      transports,
      reader: (schema) => createDocumentReader(schema, limits, config.operations.documentBytes),
      log,
      report,
      deadlineMs,
    });
    closing.push(() => apollo.stop());
    const readBy = (caller: Caller) => audiences?.readBy(apollo.schema, caller) ?? apollo.schema;
    const operations = await openOperations(config, { store: store.later, log }, closing);
    const tokens = createTokens(config, clock, patience.keysMs);
    const stages: Stages = {
      authenticate: tokens.authenticate,
      choosePurpose: policy ? choosePurpose : withoutPurpose,
      open: operations.open,
      schema: apollo.schema,
      read: (text, caller) => apollo.documents.read(text, readBy(caller)),
      choose: (document, parameters, caller) => chooseOperation(readBy(caller), document, parameters, limits),
      execute: async (parameters, run) => {
        const executed = await apollo.execute(parameters, run);
        if (table)
          tellDifferences(table, run.caller, { errors: executed.errors, masked: run.masked }, (...all) => {
            run.notes.differences += 1;
            onDifference(...all);
          });
        return executed;
      },
      ...(audit ? { audit: audit.trail } : {}),
      report,
      deadlineMs,
      showSources: !config.production,
    };
    const pipeline = createPipeline(stages);
    const streams = openStreams(config, { supergraph, stages, table, transports, changeBus, clock }, closing);
    const anonymous = config.audit && createAnonymous(config.audit.pseudonymSecret);
    let draining = false;
    const readiness = createReadiness(
      [
        {
          name: 'process',
          ready: async () => (draining ? Promise.reject(new Error('draining')) : undefined),
        },
        ...tokens.checks,
        ...operations.checks,
        ...[...transports.values()].map(({ name, ready }) => ({ name: `subgraph ${name}`, ready })),
        ...(config.subgraphs.kind === 'local' ? [{ name: 'store', ready: store.ready }] : []),
      ],
      patience.readyMs,
    );
    const app = createApp({
      pipeline,
      publicPipeline: anonymous && createPipeline({ ...stages, authenticate: anonymous }),
      proxies: config.proxies,
      bodyBytes: limits.bodyBytes,
      ...(config.publicUrl === undefined ? {} : { publicUrl: config.publicUrl }),
      ...(table ? { exporter: createExporter(supergraph, table, clock), copies: createCopyWriter() } : {}),
      evidence: await openEvidence(config, store.open, parts.store !== undefined, clock),
      log,
      metrics: createMetrics(audit?.sink, next, (registry) => {
        registerOperations(registry, operations.counts, apollo.documents);
        registerStreams(registry, streams.streams);
      }),
      streams,
      readiness,
      ...(config.production ? {} : { console: createConsole() }),
    });
    const listener = await listen(app, config.port, config.host);
    closing.push(() => listener.close(config.drainMs));
    closing.push(async () => streams.streams.close());
    closing.push(async () => void (draining = true));
    return { url: listener.url, banner: banner(config, listener.url), close };
  } catch (error) {
    await close();
    throw error;
  }
}

const HELP = `Usage: npm run gateway [-- --with-subgraphs]

Starts the gateway before subgraphs that run elsewhere, at the URLs of the supergraph or of HUB_SUBGRAPHS.
It is configured by environment variables; the README lists them.

  --with-subgraphs   run the subgraphs in this process too
  --help             this text`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { 'with-subgraphs': { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    process.stdout.write(`${HELP}\n`);
    return;
  }
  const local = values['with-subgraphs'] ? await discoverSubgraphs() : [];
  const hub = await startHub(readConfig(process.env, local));
  process.stderr.write(`${hub.banner.join('\n')}\n`);
  stopOnSignals(hub.close);
}

if (require.main === module) {
  main().catch((error: unknown) => {
    process.stderr.write(`${explainStart(error)}\n`);
    process.exitCode = 1;
  });
}
