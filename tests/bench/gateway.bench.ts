import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import autocannon from 'autocannon';
import { freePorts } from '../harness/processes';
import { type Contender, contenderKinds, startContender } from './gateway/contenders';
import { figures, type Round, table } from './gateway/figures';
import { httpGoals } from './gateway/goals';
import { inProcessGoals } from './gateway/in-process';
import { measureNewDocuments } from './gateway/new-documents';
import { measureOverhead } from './gateway/overhead';
import { settled } from './gateway/settled';
import { loadWorkload } from './gateway/workload';
import type { Bench } from './main';

const CONNECTIONS = 50;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 5);
/** How often each is started anew: two processes of the same code differ, the quicker one is so to its end. */
const STARTS = Number(process.env.BENCH_STARTS ?? 1);
/** Rounds of each start that are not counted: compilers of hot code are busy in the first seconds. */
const WARM_UP = 2;
const ROOT = join(__dirname, '..', '..');

/** Ours must be right to the byte; of others' answers only the order of keys may differ: the stock gateway answers fields of fragments last. */
async function answerOf({ name, url }: Contender, query: string, expected: unknown): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const text = await response.text();
  const { data, errors } = JSON.parse(text) as { data?: unknown; errors?: unknown };
  const right = name.startsWith('hub')
    ? text.startsWith(`{"data":${JSON.stringify(expected)}`) && !errors
    : !errors && isDeepStrictEqual(data, expected);
  if (!right) throw new Error(`${name} does not give the right answer`);
  return text;
}

async function round(
  contender: Contender,
  query: string,
  expected: unknown,
  seconds: number,
): Promise<Round> {
  const expectBody = await answerOf(contender, query, expected);
  const before = contender.cpuMs();
  const result = await autocannon({
    url: contender.url,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
    connections: CONNECTIONS,
    duration: seconds,
    expectBody,
  });
  const cpuMs = contender.cpuMs() - before;
  await settled(contender);
  const wrong = result.non2xx + result.errors + result.timeouts + result.mismatches;
  if (wrong > 0) throw new Error(`${contender.name}: ${wrong} answers were wrong`);
  return {
    rate: result.requests.total / result.duration,
    cpuMs: cpuMs / result.requests.total,
    p99: result.latency.p99,
    memoryMb: contender.memoryMb(),
  };
}

/** Gateways before the same four subgraphs, one after the other, again and again. */
export const bench: Bench = {
  about:
    'the gateway against others on one core (BENCH_DIR, BENCH_ONLY, BENCH_ROUNDS, BENCH_SECONDS, BENCH_README_COUNT, BENCH_STARTS, HIVE_ROUTER)',
  async run() {
    const say = (line: string): void => void process.stdout.write(`${line}\n`);
    const only = process.env.BENCH_ONLY?.split(';').map((name) => name.trim());
    execFileSync('npm', ['run', '-s', 'build'], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
    execFileSync('taskset', ['-a', '-c', '-p', '0', String(process.pid)], { stdio: 'ignore' });
    const dir = mkdtempSync(join(tmpdir(), 'hub-bench-'));
    const [at = 0, ...ports] = await freePorts(13);
    const workload = loadWorkload(process.env.BENCH_DIR, (name) => `http://127.0.0.1:${at}/${name}`);
    const supergraph = join(dir, 'supergraph.graphql');
    writeFileSync(supergraph, workload.supergraph);
    const subgraphs = spawn(
      process.execPath,
      ['--import', 'tsx', join(__dirname, 'gateway', 'subgraphs.ts'), String(at)],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await once(subgraphs.stdout, 'data');
    const running: Contender[] = [];
    try {
      const kinds = contenderKinds(supergraph, dir, (each) => ports[each] ?? 0);
      const chosen = [...kinds.entries()].filter(([, { name }]) => !only || only.includes(name));
      for (const [, { name, missing }] of chosen) if (missing) say(`${name} is left out: ${missing}.`);
      const there = chosen.filter(([, { missing }]) => !missing);
      const rounds = new Map(there.map(([, { name }]) => [name, [] as Round[]]));
      for (let start = 0; start < STARTS; start += 1) {
        for (const each of running.splice(0)) await each.stop();
        for (const [index, kind] of there) running.push(await startContender(kind, ports[index] ?? 0));
        for (let count = -WARM_UP; count < ROUNDS; count += 1) {
          for (const each of running) {
            const measured = await round(each, workload.query, workload.expected, SECONDS);
            if (count >= 0) rounds.get(each.name)?.push(measured);
          }
        }
      }
      const starts = STARTS === 1 ? '' : ` of each of ${STARTS} starts`;
      say(
        `${CONNECTIONS} connections, ${ROUNDS} rounds of ${SECONDS} s${starts}, medians (least–most); × to stock, in one process to stock in one process, with rules to without:`,
      );
      const against = (name: string) => kinds.find((kind) => kind.name === name)?.against;
      say(table(new Map([...rounds].map(([name, each]) => [name, figures(each)])), against));
      httpGoals(rounds).forEach(say);
      inProcessGoals(rounds).forEach(say);
      await measureNewDocuments(running, workload, { rounds: ROUNDS, seconds: SECONDS }, say);
      if (!only || only.includes('README')) await measureOverhead(say);
    } finally {
      for (const each of running) await each.stop();
      subgraphs.kill('SIGKILL');
      rmSync(dir, { recursive: true, force: true });
    }
  },
};
