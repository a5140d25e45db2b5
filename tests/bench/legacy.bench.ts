import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ledger, startLedger } from '../../mocks/ledger/ledger';
import type { ServiceCalls } from '../../mocks/soap/index';
import type { GraphAnswer } from '../harness/hub';
import { freePorts, run, runToEnd } from '../harness/processes';
import type { Bench } from './main';

/** What one SOAP call takes, and how many connections each source has for us. */
const CALL_MS = 300;
const CONNECTIONS = 20;
/** What one operation may take: the hub's own limit. */
const DEADLINE_MS = 30_000;
const ONE_BY_ONE = 20;
const CLIENTS = 200;

const PAGE = `query Page($after: String) { claims(first: 50, after: $after) { edges { cursor node {
  number customer { lastName } account { type currency } operation { bookedOn amount } } } } }`;
/** For a claim's page the customers of 50 claims are asked for at once, in calls of 20: one wave of calls. */
const WAVES = 1;

interface Hub {
  readonly ledger: Ledger;
  ask(after: string | null): Promise<{ readonly ms: number; readonly answer: GraphAnswer }>;
  /** What the customer file was asked since this was last called, as it counted it. */
  customerFile(): Promise<ServiceCalls>;
  stop(): Promise<void>;
}

async function start(): Promise<Hub> {
  const [port = 0, mocks = 0] = await freePorts(2);
  const dataDir = mkdtempSync(join(tmpdir(), 'claims-hub-bench-'));
  const ledger = await startLedger({ dataDir: join(__dirname, '..', '..', 'mocks', 'data'), port: 0 });
  const hub = run('mocks/start.ts', [], {
    ...{ HUB_DATA_DIR: dataDir, HUB_PORT: `${port}`, HUB_MOCK_PORT: `${mocks}`, LOG_LEVEL: 'warn' },
    ...{ HUB_MOCK_LATENCY_MS: `${CALL_MS}`, DB2_DSN: ledger.dsn },
    ...{ CUSTOMERS_SOAP_CONNECTIONS: `${CONNECTIONS}`, DB2_CONNECTIONS: `${CONNECTIONS}` },
    ...{ CUSTOMERS_SOAP_QUEUE: '10000', DB2_QUEUE: '10000' },
  });
  await hub.says('Ctrl-C stops everything', 180_000);
  const control = `http://127.0.0.1:${mocks}`;
  const { stdout } = await runToEnd('mocks/token.ts', ['complaints-officer', '--minutes', '60'], {
    OIDC_ISSUER: `${control}/oidc`,
  });
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${stdout.trim()}`,
    'x-access-purpose': 'complaint_handling',
  };
  return {
    ledger,
    async ask(after) {
      const began = performance.now();
      const body = JSON.stringify({ query: PAGE, variables: { after } });
      const response = await fetch(`http://127.0.0.1:${port}/graphql`, { method: 'POST', headers, body });
      const answer = (await response.json()) as GraphAnswer;
      return { ms: performance.now() - began, answer };
    },
    async customerFile() {
      const counted = (await (await fetch(`${control}/mocks/calls`)).json()) as { customers: ServiceCalls };
      await fetch(`${control}/mocks/reset`, { method: 'POST' });
      return counted.customers;
    },
    async stop() {
      await hub.end('SIGTERM');
      await ledger.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

const at = (sorted: readonly number[], share: number): number =>
  Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? NaN);
const ascending = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

const callsOf = ({ operations }: ServiceCalls): number => operations.consulterPersonnes?.calls ?? 0;

/** 50 claims with customer, account and operation, one client at a time: how near to what cannot be avoided. */
async function oneByOne(hub: Hub, say: (line: string) => void): Promise<readonly string[]> {
  for (let n = 0; n < 5; n += 1) await hub.ask(null); // Warm-up.
  await hub.customerFile();
  const times: number[] = [];
  for (let n = 0; n < ONE_BY_ONE; n += 1) times.push((await hub.ask(null)).ms);
  const sorted = ascending(times);
  const unavoidable = WAVES * CALL_MS;
  const ratio = at(sorted, 0.5) / unavoidable;
  const calls = callsOf(await hub.customerFile()) / ONE_BY_ONE;
  say(
    `one client: 50 claims × (customer, account, operation), ${calls} calls of ${CALL_MS} ms in ${WAVES} wave: ` +
      `median ${at(sorted, 0.5)} ms, slowest ${at(sorted, 1)} ms: ${ratio.toFixed(2)} × the unavoidable ${unavoidable} ms`,
  );
  return ratio <= 1.3 ? [] : ['more than 1.3 × the unavoidable waves of calls'];
}

/** Many clients at once, each at a page of its own: nobody may see more than the allowed connections. */
async function allAtOnce(hub: Hub, say: (line: string) => void): Promise<readonly string[]> {
  const places: string[] = [];
  while (places.length < CLIENTS) {
    const { answer } = await hub.ask(places.at(-1) ?? null);
    for (const { cursor } of answer.data.claims.edges as { cursor: string }[]) places.push(cursor);
  }
  await hub.customerFile();
  hub.ledger.mostConnections();
  const began = performance.now();
  const answers = await Promise.all(places.slice(0, CLIENTS).map((after) => hub.ask(after)));
  const allMs = performance.now() - began;
  const sorted = ascending(answers.map(({ ms }) => ms));
  const failed = answers.filter(({ answer }) => answer.errors !== undefined).length;
  const file = await hub.customerFile();
  const connections = { customers: file.maxConnections, ledger: hub.ledger.mostConnections() };
  const least = (callsOf(file) * CALL_MS) / CONNECTIONS;
  say(
    `${CLIENTS} clients, each at a page of its own: ${callsOf(file)} calls of ${CALL_MS} ms over ${CONNECTIONS} connections ` +
      `(at least ${Math.round(least)} ms), all answered in ${Math.round(allMs)} ms; ` +
      `p50 ${at(sorted, 0.5)} ms, p99 ${at(sorted, 0.99)} ms, deadline ${DEADLINE_MS} ms; ${failed} with errors`,
  );
  for (const source of ['customer-file', 'account-ledger']) {
    const uses = answers.flatMap(({ answer }) => answer.extensions?.sources?.[source] ?? []);
    const waited = ascending(uses.map(({ queueMs = 0 }) => queueMs));
    say(
      `  ${source}: ${uses.reduce((sum, { calls }) => sum + calls, 0)} calls, asked by ${uses.length} operations; ` +
        `longest wait of one in its queue ${at(waited, 1)} ms`,
    );
  }
  say(
    `  at the servers: ${connections.customers} connections of the customer file at most, ${connections.ledger} of the ledger, ` +
      `${CONNECTIONS} allowed; ${file.turnedAway} calls turned away`,
  );
  return [
    ...(Math.max(connections.customers, connections.ledger) <= CONNECTIONS ? [] : ['too many connections']),
    ...(file.turnedAway === 0 && failed === 0 ? [] : ['a source was starved']),
    ...(at(sorted, 0.99) <= DEADLINE_MS ? [] : ['p99 is past the deadline']),
  ];
}

export const bench: Bench = {
  about: 'claims over slow old systems: near the unavoidable for one client, within the limits for 200',
  async run() {
    const say = (line: string): void => void process.stdout.write(`${line}\n`);
    const hub = await start();
    try {
      const broken = [...(await oneByOne(hub, say)), ...(await allAtOnce(hub, say))];
      if (broken.length > 0) throw new Error(broken.join('; '));
      say('all promises held');
    } finally {
      await hub.stop();
    }
  },
};
