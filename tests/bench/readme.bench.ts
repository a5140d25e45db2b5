import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import type { GraphAnswer } from '../harness/hub';
import { freePorts, run, runToEnd } from '../harness/processes';
import type { Bench } from './main';
import { median } from './median';

const README = join(__dirname, '..', '..', 'README.md');
const CONNECTIONS = 10;
const ROUNDS = 3;
const SECONDS = 8;

/** The README's query, as the adviser asks it. */
const QUERY = /```graphql\n([\s\S]*?)```/.exec(readFileSync(README, 'utf8'))?.[1] ?? '';

interface Ready {
  readonly name: string;
  readonly url: string;
  readonly startMs: number;
  readonly ask: { readonly headers: Record<string, string>; readonly body: string };
  memoryMb(): number;
  stop(): Promise<void>;
}

async function start(name: string, file: string): Promise<Ready> {
  const [port = 0, mocks = 0, ledger = 0, store = 0, mail = 0] = await freePorts(5);
  const dataDir = mkdtempSync(join(tmpdir(), 'claims-hub-bench-'));
  const variables = {
    HUB_DATA_DIR: dataDir,
    HUB_PORT: String(port),
    HUB_MOCK_PORT: String(mocks),
    HUB_MOCK_LEDGER_PORT: String(ledger),
    HUB_MOCK_SMTP_PORT: String(mail),
    HUB_STORE_PORT: String(store),
    LOG_LEVEL: 'warn',
  };
  const began = performance.now();
  const hub = run(file, [], variables);
  await hub.says('Ctrl-C stops everything', 180_000);
  const startMs = performance.now() - began;
  const token = await runToEnd('mocks/token.ts', ['adviser', '--minutes', '60'], {
    OIDC_ISSUER: `http://127.0.0.1:${mocks}/oidc`,
  });
  return {
    name,
    url: `http://127.0.0.1:${port}/graphql`,
    startMs,
    ask: {
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token.stdout.trim()}` },
      body: JSON.stringify({ query: QUERY }),
    },
    memoryMb() {
      const status = readFileSync(`/proc/${hub.process.pid ?? 0}/status`, 'utf8');
      return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
    },
    async stop() {
      await hub.end('SIGTERM');
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function callsOf({ url, ask }: Ready): Promise<string> {
  const response = await fetch(url, { method: 'POST', ...ask });
  const { errors, extensions } = (await response.json()) as GraphAnswer;
  if (errors) throw new Error('the README query does not answer without errors');
  return Object.entries(extensions?.sources ?? {})
    .map(([source, { calls }]) => `${source} ${calls}`)
    .join(', ');
}

async function load({ url, ask }: Ready, seconds: number): Promise<autocannon.Result> {
  const result = await autocannon({
    url,
    method: 'POST',
    ...ask,
    connections: CONNECTIONS,
    duration: seconds,
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx + result.errors} requests failed`);
  return result;
}

/** The README's query through `npm start` and through `npm run start:distributed`, in turn. */
export const bench: Bench = {
  about: 'start-up, memory and requests per second of the README query, in one process and distributed',
  async run() {
    const say = (line: string): void => void process.stdout.write(`${line}\n`);
    const hubs = [
      await start('one process', 'mocks/start.ts'),
      await start('distributed', 'mocks/distributed.ts'),
    ];
    try {
      const rates = new Map(hubs.map(({ name }) => [name, [] as number[]]));
      const p99 = new Map(hubs.map(({ name }) => [name, [] as number[]]));
      for (const hub of hubs) {
        say(
          `${hub.name}: started in ${Math.round(hub.startMs)} ms, ${hub.memoryMb()} MB; calls: ${await callsOf(hub)}`,
        );
        await load(hub, 5); // Warm-up.
      }
      for (let round = 1; round <= ROUNDS; round += 1) {
        for (const hub of hubs) {
          const { requests, latency } = await load(hub, SECONDS);
          rates.get(hub.name)?.push(requests.average);
          p99.get(hub.name)?.push(latency.p99);
          say(
            `round ${round}, ${hub.name}: ${requests.average.toFixed(0)} requests/s, p99 ${latency.p99} ms`,
          );
        }
      }
      for (const hub of hubs) {
        const of = rates.get(hub.name) ?? [];
        say(
          `${hub.name}: median ${median(of).toFixed(0)} requests/s (${Math.min(...of).toFixed(0)}–${Math.max(...of).toFixed(0)}), ` +
            `p99 ${median(p99.get(hub.name) ?? [])} ms, ${CONNECTIONS} connections, ${hub.memoryMb()} MB after`,
        );
      }
    } finally {
      for (const hub of hubs) await hub.stop();
    }
  },
};
