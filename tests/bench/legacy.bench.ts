import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
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
/** Operations before those that count: code that is run often is compiled by then. */
const WARM_UP = 15;
const ONE_BY_ONE = 20;
const CLIENTS = 200;

const PAGE = `query Page($after: String) { claims(first: 50, after: $after) { edges { cursor node {
  number customer { id lastName } account { type currency } operation { bookedOn amount } } } } }`;
/** The customer file answers so many customers in one call. */
const CUSTOMERS_PER_CALL = 20;

/** What one bench must reach, and whether it did. */
interface Goal {
  readonly goal: string;
  readonly held: boolean;
}

interface Hub {
  readonly ledger: Ledger;
  ask(after: string | null): Promise<{ readonly ms: number; readonly answer: GraphAnswer }>;
  /** What the customer file was asked since this was last called, as it counted it. */
  customerFile(): Promise<ServiceCalls>;
  /** Processor time of the hub's own process so far, ms. */
  cpuMs(): number;
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
    cpuMs: () => processorMs(hub.process.pid),
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

/** Of a process, by the kernel; 0 where it does not tell. */
function processorMs(pid: number | undefined): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return 0;
  }
}

interface Edge {
  readonly cursor: string;
  readonly node: { readonly customer: { readonly id: string } | null };
}
const edgesOf = (answer: GraphAnswer): readonly Edge[] =>
  (answer.data as { claims: { edges: Edge[] } }).claims.edges;

/** 50 claims with customer, account and operation, one client at a time: how near to what cannot be avoided. */
async function oneByOne(hub: Hub, say: (line: string) => void): Promise<readonly Goal[]> {
  for (let n = 0; n < WARM_UP; n += 1) await hub.ask(null);
  await hub.customerFile();
  const before = hub.cpuMs();
  const asked = [];
  for (let n = 0; n < ONE_BY_ONE; n += 1) asked.push(await hub.ask(null));
  const cpuMs = (hub.cpuMs() - before) / ONE_BY_ONE;
  const file = await hub.customerFile();
  const sorted = ascending(asked.map(({ ms }) => ms));
  // The customers of a page are known at once, and nothing else is slow: all their calls can be one wave.
  const customers = new Set(
    asked.flatMap(({ answer }) => edgesOf(answer).map(({ node }) => node.customer?.id)),
  );
  const least = Math.ceil(customers.size / CUSTOMERS_PER_CALL);
  const waves = Math.ceil(least / CONNECTIONS);
  const calls = callsOf(file) / ONE_BY_ONE;
  const ratio = at(sorted, 0.5) / (waves * CALL_MS);
  say(
    `one client: 50 claims × (customer, account, operation), ${customers.size} customers: ${calls} calls of ${CALL_MS} ms, ` +
      `${file.maxConnections} at a time; median ${at(sorted, 0.5)} ms, slowest ${at(sorted, 1)} ms, ` +
      `${Math.round(cpuMs)} ms of it the hub's own work`,
  );
  return [
    { goal: `no more than the ${least} calls that it takes: ${calls}`, held: calls <= least },
    {
      goal: `all of them in ${waves} wave: ${file.maxConnections} at a time`,
      held: file.maxConnections >= Math.min(least, CONNECTIONS),
    },
    {
      goal: `median at most 1.3 × ${waves} wave of ${CALL_MS} ms: ${ratio.toFixed(2)} ×`,
      held: ratio <= 1.3,
    },
  ];
}

/** Many clients at once, each at a page of its own: nobody may see more than the allowed connections. */
async function allAtOnce(hub: Hub, say: (line: string) => void): Promise<readonly Goal[]> {
  const places: string[] = [];
  while (places.length < CLIENTS) {
    const { answer } = await hub.ask(places.at(-1) ?? null);
    places.push(...edgesOf(answer).map(({ cursor }) => cursor));
  }
  await hub.customerFile();
  hub.ledger.mostConnections();
  const before = hub.cpuMs();
  const ownBefore = process.cpuUsage();
  const began = performance.now();
  const answers = await Promise.all(places.slice(0, CLIENTS).map((after) => hub.ask(after)));
  const allMs = performance.now() - began;
  const cpuMs = hub.cpuMs() - before;
  const own = process.cpuUsage(ownBefore);
  const sorted = ascending(answers.map(({ ms }) => ms));
  const failed = answers.filter(({ answer }) => answer.errors !== undefined).length;
  const file = await hub.customerFile();
  const ledger = hub.ledger.mostConnections();
  const least = (callsOf(file) * CALL_MS) / CONNECTIONS;
  say(
    `${CLIENTS} clients, each at a page of its own: ${callsOf(file)} calls of ${CALL_MS} ms over ${CONNECTIONS} connections ` +
      `(at least ${Math.round(least)} ms), all answered in ${Math.round(allMs)} ms; ` +
      `p50 ${at(sorted, 0.5)} ms, p99 ${at(sorted, 0.99)} ms`,
  );
  say(
    `  processor time: ${Math.round(cpuMs)} ms of the hub, ${Math.round((own.user + own.system) / 1_000)} ms of the clients ` +
      'and of the ledger: where it comes near what all took, the machine is what was measured',
  );
  for (const source of ['customer-file', 'account-ledger']) {
    const uses = answers.flatMap(({ answer }) => answer.extensions?.sources?.[source] ?? []);
    const waited = ascending(uses.map(({ queueMs = 0 }) => queueMs));
    say(
      `  ${source}: ${uses.reduce((sum, { calls }) => sum + calls, 0)} calls, asked by ${uses.length} operations; ` +
        `longest wait of one in its queue ${at(waited, 1)} ms`,
    );
  }
  return [
    {
      goal: `at most ${CONNECTIONS} connections, counted by the servers: ${file.maxConnections} and ${ledger}`,
      held: Math.max(file.maxConnections, ledger) <= CONNECTIONS,
    },
    {
      goal: `no source starved: ${file.turnedAway} calls turned away, ${failed} answers with errors`,
      held: file.turnedAway === 0 && failed === 0,
    },
    {
      goal: `p99 within the deadline of ${DEADLINE_MS} ms: ${at(sorted, 0.99)} ms`,
      held: at(sorted, 0.99) <= DEADLINE_MS,
    },
  ];
}

export const bench: Bench = {
  about: 'claims over slow old systems: near the unavoidable for one client, within the limits for 200',
  async run() {
    const say = (line: string): void => void process.stdout.write(`${line}\n`);
    const hub = await start();
    try {
      const goals = [...(await oneByOne(hub, say)), ...(await allAtOnce(hub, say))];
      for (const { goal, held } of goals) say(`${held ? 'PASS' : 'FAIL'}  ${goal}`);
      const broken = goals.filter(({ held }) => !held);
      if (broken.length > 0) throw new Error(`${broken.length} of ${goals.length} goals were not reached`);
    } finally {
      await hub.stop();
    }
  },
};
