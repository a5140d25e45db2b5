import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HUB_FLAGS } from '../hub-flags';

const ROOT = join(__dirname, '..', '..', '..');
const PEERS = join(__dirname, 'peers');

/** A gateway before the workload's subgraphs, in a process of its own on one core. */
export interface Contender {
  readonly name: string;
  readonly url: string;
  /** Milliseconds of processor time that it has used so far. */
  cpuMs(): number;
  memoryMb(): number;
  stop(): Promise<void>;
}

/** The stock gateway with its subgraphs in its own process. */
const STOCK_LOCAL = 'stock, local';

/** The hub with a policy over all fields and signed decision contexts. */
export const WITH_RULES = 'hub, rules';
/** The same hub without both. */
export const WITHOUT_RULES = 'hub, no rules';

/** How a contender is started. */
export interface ContenderKind {
  readonly name: string;
  /** The contender that it is compared with; the first unless said. */
  readonly against?: string;
  /** Absent where it can be started; why not otherwise. */
  readonly missing?: string;
  readonly command: readonly string[];
  readonly variables?: NodeJS.ProcessEnv;
}

/** The core that the gateways get, one of them under load at a time; everything else runs on the others. */
const GATEWAY_CORE = '1';

/** The scheduler's clock: ticks per second of `/proc/PID/stat`. */
const TICKS = 100;

/** All contenders on one supergraph, each told its port. @param dir for the files that they need. */
export function contenderKinds(supergraph: string, dir: string, portOf: (index: number) => number) {
  const hub = join(ROOT, 'dist', 'gateway', 'main.js');
  const hubAt = (index: number, shared: boolean): Omit<ContenderKind, 'name'> => ({
    command: [process.execPath, ...HUB_FLAGS, hub],
    variables: {
      HUB_POLICY: 'none',
      HUB_SUPERGRAPH: supergraph,
      HUB_PORT: String(portOf(index)),
      HUB_DATA_DIR: join(dir, 'hub'),
      HUB_SHARE_FETCHES: shared ? 'on' : 'off',
      LOG_LEVEL: 'error',
    },
  });
  const hive = join(PEERS, 'node_modules', '.bin', 'hive-gateway');
  const hiveAt = (index: number, shared: boolean): Omit<ContenderKind, 'name'> => ({
    ...(existsSync(hive) ? {} : { missing: `run "npm ci" in ${PEERS}` }),
    command: [
      process.execPath,
      hive,
      'supergraph',
      supergraph,
      '--host',
      '127.0.0.1',
      '--port',
      String(portOf(index)),
      '-c',
      join(PEERS, 'gateway.config.mjs'),
    ],
    variables: { SHARE_FETCHES: shared ? 'on' : 'off', NODE_ENV: 'production' },
  });
  const router = process.env.HIVE_ROUTER ?? '';
  const routerAt = (index: number, shared: boolean): Omit<ContenderKind, 'name'> => {
    const config = join(dir, `router-${shared ? 'shared' : 'plain'}.yaml`);
    writeFileSync(config, routerConfig(supergraph, portOf(index), shared));
    return {
      ...(existsSync(router) ? {} : { missing: 'HIVE_ROUTER does not name its program' }),
      command: [router],
      variables: { ROUTER_CONFIG_FILE_PATH: config },
    };
  };
  const stock = ['--import', 'tsx', join(__dirname, 'stock.ts'), supergraph, String(portOf(0))];
  const localAt = (
    index: number,
    gateway: 'stock' | 'hub',
    shared: boolean,
  ): Omit<ContenderKind, 'name' | 'against'> => {
    const flags = gateway === 'hub' ? HUB_FLAGS : [];
    const file = join(__dirname, `local-${gateway}.ts`);
    return {
      command: [
        ...[process.execPath, ...flags, join(__dirname, '..', 'compiled.cjs'), file],
        ...[supergraph, String(portOf(index)), shared ? 'on' : 'off'],
      ],
      variables: {
        NODE_ENV: 'production',
        APOLLO_TELEMETRY_DISABLED: '1',
        ...(process.env.BENCH_DIR === undefined ? {} : { BENCH_DIR: process.env.BENCH_DIR }),
      },
    };
  };
  const guardedAt = (index: number, rules: 'on' | 'off'): Omit<ContenderKind, 'name'> => ({
    command: [
      ...[process.execPath, ...HUB_FLAGS, join(__dirname, '..', 'compiled.cjs')],
      ...[join(__dirname, 'guarded.ts'), rules, supergraph, String(portOf(index))],
    ],
    variables: { NODE_ENV: 'production', APOLLO_TELEMETRY_DISABLED: '1' },
  });
  const kinds: ContenderKind[] = [
    {
      name: 'stock',
      command: [process.execPath, ...stock],
      variables: { NODE_ENV: 'production', APOLLO_TELEMETRY_DISABLED: '1' },
    },
    { name: 'hub', ...hubAt(1, false) },
    { name: 'hub, shared', ...hubAt(2, true) },
    { name: 'hive', ...hiveAt(3, false) },
    { name: 'hive, shared', ...hiveAt(4, true) },
    { name: 'router', ...routerAt(5, false) },
    { name: 'router, shared', ...routerAt(6, true) },
    { name: STOCK_LOCAL, ...localAt(7, 'stock', false) },
    { name: 'hub, local', against: STOCK_LOCAL, ...localAt(8, 'hub', false) },
    { name: 'hub, local, shared', against: STOCK_LOCAL, ...localAt(9, 'hub', true) },
    { name: WITHOUT_RULES, ...guardedAt(10, 'off') },
    { name: WITH_RULES, against: WITHOUT_RULES, ...guardedAt(11, 'on') },
  ];
  return kinds;
}

const routerConfig = (supergraph: string, port: number, shared: boolean): string => `
supergraph: { source: file, path: ${supergraph} }
http: { host: 127.0.0.1, port: ${port} }
log: { level: error }
traffic_shaping: { all: { dedupe_enabled: ${shared} }, router: { dedupe: { enabled: false } } }
`;

/** Starts a contender and waits until it answers. */
export async function startContender(
  { name, command, variables }: ContenderKind,
  port: number,
  withinMs = 60_000,
): Promise<Contender> {
  const child = spawn('taskset', ['-c', GATEWAY_CORE, ...command], {
    cwd: name.startsWith('hive') ? PEERS : ROOT,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output = (output + chunk.toString('utf8')).slice(-4_000)));
  child.stderr.on('data', (chunk: Buffer) => (output = (output + chunk.toString('utf8')).slice(-4_000)));
  const ended = once(child, 'exit');
  const url = `http://127.0.0.1:${port}/graphql`;
  for (const begin = performance.now(); ;) {
    const answers = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{__typename}"}',
    }).then(
      ({ status }) => status === 200,
      () => false,
    );
    if (answers) break;
    if (child.exitCode !== null || performance.now() - begin > withinMs) {
      child.kill('SIGKILL');
      throw new Error(`${name} does not start:\n${output}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const read = (file: string): string => readFileSync(`/proc/${child.pid ?? 0}/${file}`, 'utf8');
  return {
    name,
    url,
    cpuMs() {
      const fields = read('stat')
        .replace(/^.*\) /, '')
        .split(' ');
      return ((Number(fields[11]) + Number(fields[12])) * 1_000) / TICKS;
    },
    memoryMb: () => Math.round(Number(/VmRSS:\s+(\d+)/.exec(read('status'))?.[1] ?? 0) / 1_024),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
      await ended;
    },
  };
}
