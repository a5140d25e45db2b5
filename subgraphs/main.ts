import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { JWK } from 'jose';
import pino, { type Logger } from 'pino';
import { createConsultations } from '../adapters/audit';
import { createPgliteStore, createPgStore } from '../adapters/postgres';
import { createRedisBus } from '../adapters/redis';
import { type Clock, systemClock } from '../schema/kernel/clock';
import { createIdSealer } from '../schema/kernel/ids';
import { loadPolicy } from '../schema/policy/load';
import type { ChangeBus } from '../schema/ports/changes';
import type { LedgerEvidence } from '../schema/ports/ledger-evidence';
import type { PartyNames } from '../schema/ports/names';
import type { SqlStore } from '../schema/ports/store';
import { subgraph as accounts } from './accounts';
import { createClaimAccounts } from './claims/redress/claim-accounts';
import { createClaimRelations } from './claims/relations';
import { subgraph as customers } from './customers';
import { erasers } from './erasers';
import { createClaimLetters } from './documents/letters/claim-letters';
import { createClaimPayments } from './payments/claim-payments';
import { createStandings } from './privacy/standing.reader';
import { protectSchema } from './shared/access/protect';
import { createPseudonyms } from './shared/access/pseudonym';
import { loadSubgraph, subgraphNames } from './shared/discover';
import { describeError } from './shared/error-answer';
import { createEnvironment, type Variables } from './shared/environment';
import { listen } from './shared/listener';
import type { Subgraph, SubgraphDeps, SubgraphModule } from './shared/module';
import { createNextPolicy } from './shared/next-policy';
import { createLatePorts } from './shared/late-ports';
import { createOperationVerifier } from './shared/operation-token';
import { explainStart, stopOnSignals } from './shared/process';
import {
  type ProcessSettings,
  readContextKey,
  readIdSecret,
  readPseudonymSecret,
  readProcessSettings,
} from './shared/process-settings';
import { createSubgraphHandler } from './shared/server';
import { serveSubgraph } from './shared/session';

/** All that the process of one subgraph is told, checked. */
export interface SubgraphConfig extends ProcessSettings {
  readonly module: SubgraphModule;
  /** What the module made of its own variables. */
  readonly settings: unknown;
  /** The way to the customer file, which knows what the parties of a text are called; where the process is told of it. */
  readonly customerFile: unknown;
  /** The way to the ledger, which proves what claims are about; for the claims’ process, where it is told of it. */
  readonly ledger?: unknown;
  readonly port: number;
  readonly idSecret: string;
  readonly pseudonymSecret: string;
  /** Checks who asks. */
  readonly contextKey: JWK;
  /** Milliseconds that requests under way have when the process is told to stop. */
  readonly drainMs: number;
}

/** A running subgraph. */
export interface RunningSubgraph {
  /** e.g. `http://127.0.0.1:4102`; the gateway sends to `/graphql` there. */
  readonly url: string;
  close(): Promise<void>;
}

/** Parts that a caller brings along in place of the usual ones. */
export interface SubgraphParts {
  /** An open store; whoever opened it closes it. */
  readonly store?: SqlStore;
  readonly clock?: Clock;
  readonly log?: Logger;
}

/** Milliseconds that the system behind a subgraph has to answer `/readyz`. */
const READY_TIMEOUT_MS = 2_000;

/**
 * Reads and checks the environment of one subgraph's process.
 *
 * @param port in place of `HUB_SUBGRAPH_PORT` and of the module's own.
 * @throws {ConfigurationError} with one clear sentence per mistake, all of them at once.
 */
export function readSubgraphConfig(
  variables: Variables,
  module: SubgraphModule,
  port?: number,
): SubgraphConfig {
  const env = createEnvironment(variables);
  const process = readProcessSettings(env);
  if (process.policy === 'none') {
    env.mistake('HUB_POLICY is "none": a subgraph is not served without access rules.');
  }
  const config: SubgraphConfig = {
    ...process,
    module,
    settings: env.read(module.settings),
    customerFile: env.text('CUSTOMERS_SOAP_URL') === undefined ? undefined : env.read(customers.settings),
    ...(module.name === 'claims' && env.text('DB2_DSN') !== undefined
      ? { ledger: env.read(accounts.settings) }
      : {}),
    port: port ?? env.integer('HUB_SUBGRAPH_PORT', module.port, 0, 65_535),
    idSecret: readIdSecret(env, process),
    pseudonymSecret: readPseudonymSecret(env, process),
    contextKey: readContextKey(env, process, 'HUB_CONTEXT_PUBLIC_KEY'),
    drainMs: env.integer('HUB_DRAIN_MS', 10_000, 0, 600_000),
  };
  if (process.production && /^postgres(ql)?:/.test(env.text('DB2_DSN') ?? '')) {
    env.mistake('DB2_DSN names the development stand-in: in production it must be a Db2 connection string.');
  }
  env.check();
  return config;
}

/**
 * Starts one subgraph as a server for gateways.
 *
 * @throws {Error} with a sentence for whoever starts it. Nothing is left running then.
 */
export async function startSubgraph(
  config: SubgraphConfig,
  parts: SubgraphParts = {},
): Promise<RunningSubgraph> {
  const { module, settings, idSecret, pseudonymSecret, contextKey } = config;
  const { clock = systemClock } = parts;
  const log = (parts.log ?? pino({ level: config.logLevel })).child({ subgraph: module.name });
  const closing: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const step of closing.splice(0).reverse()) await step().catch(() => undefined);
  };
  try {
    const policy = loadPolicy(config.policy);
    const next = config.policyNext === undefined ? undefined : createNextPolicy(config.policyNext, log);
    const store = createStoreOpener(config, parts.store, closing);
    const ids = createIdSealer(idSecret);
    // The embedded database of this process holds no claims of others: relations need the one that all share.
    const shared = parts.store !== undefined || config.databaseUrl !== undefined;
    const deps: SubgraphDeps = {
      ...{ ids, clock, log, policy, store },
      ...(shared ? { relations: createClaimRelations(store, clock), erasers } : {}),
      ...(shared ? { payments: createClaimPayments(store), claimAccounts: createClaimAccounts(store) } : {}),
      ...(shared ? { letters: createClaimLetters(store) } : {}),
      ...(shared ? { consultations: createConsultations(store, pseudonymSecret) } : {}),
    };
    const changeBus = openChangeBus(config, log, closing);
    const late = createLatePorts();
    const evidence = await evidenceFrom(config.ledger, closing, deps);
    const subgraph = await module.create(settings, {
      ...deps,
      ...(changeBus ? { changeBus } : {}),
      ...(evidence ? { evidence } : {}),
      ...(config.customerFile === undefined ? {} : { marks: late.marks, contacts: late.contacts }),
    });
    closing.push(() => subgraph.close());
    const names = subgraph.names ?? (await namesFrom(config.customerFile, closing, deps, late.known));
    const rules = {
      ...{ policy, pseudonymise: createPseudonyms(pseudonymSecret) },
      ...(shared ? { standings: createStandings(store, clock) } : {}),
      ...(names ? { names } : {}),
      ...(next ? { beside: next.beside } : {}),
    };
    const handler = createSubgraphHandler({
      subgraph: serveSubgraph(subgraph, protectSchema(subgraph.schema, rules), log, policy),
      verify: createOperationVerifier(module.name, contextKey, clock),
      log,
      readyTimeoutMs: READY_TIMEOUT_MS,
    });
    const listener = await listen(handler, config.port, config.host);
    closing.push(() => listener.close(config.drainMs));
    log.info({ port: listener.port }, 'subgraph is ready');
    return { url: listener.url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What customers are called, asked of the customer file on the side of another subgraph's own system. */
async function namesFrom(
  settings: unknown,
  closing: (() => Promise<void>)[],
  deps: SubgraphDeps,
  known: (subgraphs: readonly Subgraph[]) => void,
): Promise<PartyNames | undefined> {
  if (settings === undefined) return undefined;
  const beside = await (customers as SubgraphModule).create(settings, { ...deps, beside: true });
  closing.push(() => beside.close());
  known([beside]);
  return beside.names;
}

/** What the ledger proves, asked of it on the side of the claims' own system. */
async function evidenceFrom(
  settings: unknown,
  closing: (() => Promise<void>)[],
  deps: SubgraphDeps,
): Promise<LedgerEvidence | undefined> {
  if (settings === undefined) return undefined;
  const beside = await (accounts as SubgraphModule).create(settings, { ...deps, beside: true });
  closing.push(() => beside.close());
  return beside.evidence;
}

/** Tells gateways of changes, where a server carries word of them. */
function openChangeBus(
  { redisUrl: url }: SubgraphConfig,
  log: Logger,
  closing: (() => Promise<void>)[],
): ChangeBus | undefined {
  if (url === undefined) return undefined;
  const bus = createRedisBus({
    url,
    report: (error) => log.error(describeError(error), 'no word of changes'),
  });
  closing.push(() => bus.close());
  return bus;
}

/** Our own database, opened when the subgraph first asks for it. The embedded one is for one process at a time. */
function createStoreOpener(
  { databaseUrl, dataDir, production, module }: SubgraphConfig,
  given: SqlStore | undefined,
  closing: (() => Promise<void>)[],
): () => Promise<SqlStore> {
  let opened = given ? Promise.resolve(given) : undefined;
  return () => {
    if (opened) return opened;
    if (databaseUrl === undefined && production) {
      throw new Error('DATABASE_URL is not set: in production the embedded database is refused.');
    }
    const store = (opened =
      databaseUrl === undefined
        ? createPgliteStore({ dir: join(dataDir, `store-${module.name}`) })
        : Promise.resolve(createPgStore({ url: databaseUrl })));
    closing.push(async () => (await store).close());
    return opened;
  };
}

const HELP = `Usage: npm run subgraph -- NAME [--port PORT]

Serves one subgraph to gateways that hold the key of the operation context. NAME is one of:
  ${subgraphNames().join(', ')}
It is configured by environment variables; the README lists them.

  --port PORT   in place of HUB_SUBGRAPH_PORT and of the subgraph's usual port
  --help        this text`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { port: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    process.stdout.write(`${HELP}\n`);
    return;
  }
  const [name = '', ...others] = positionals;
  if (!subgraphNames().includes(name) || others.length > 0) {
    throw new Error(`Say which subgraph to serve: ${subgraphNames().join(', ')}.`);
  }
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    throw new Error('--port must be a whole number between 0 and 65535.');
  }
  const running = await startSubgraph(readSubgraphConfig(process.env, await loadSubgraph(name), port));
  process.stderr.write(`Subgraph ${name} on ${running.url}/graphql\n`);
  stopOnSignals(running.close);
}

if (require.main === module) {
  main().catch((error: unknown) => {
    process.stderr.write(`${explainStart(error)}\n`);
    process.exitCode = 1;
  });
}
