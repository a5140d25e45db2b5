import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requestToken } from '../../../mocks/oidc/client';
import { HUB_FLAGS } from '../hub-flags';
import { median } from '../median';
import type { Ready } from '../policy/child';
import { readmeQuery } from '../policy/questions';
import type { GraphAnswer } from '../../harness/hub';

/** Resolves the fields of so many of the queries at a time, so often in all; or has the queries executed, without HTTP and audit trail. */
export interface DirectTask {
  readonly count: number;
  readonly lanes: number;
  readonly executed?: boolean;
}

/** What the process of the fields is told: queries to prepare for, or to resolve their fields; else to say its processor time. */
export type FieldsTask = { readonly queries: readonly string[] } | DirectTask | Record<never, never>;

/** What it says once it is ready: where the hub is, and the same fields behind a plain server. */
export interface FieldsReady {
  readonly url: string;
  readonly plain: string;
}

/** What it says after that. */
export interface DirectRound {
  readonly cpuMs: number;
  /** Milliseconds each. */
  readonly times: readonly number[];
}

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const COUNT = Number(process.env.BENCH_README_COUNT ?? 200);

/** How many are asked at a time: each about another claim, since equal reads under way at a time are joined. */
const LANES = [1, 8] as const;

/** The hub, its plan executor under the access rules, the fields behind a server without a gateway, and the fields by themselves. */
type Side = 'gateway' | 'executor' | 'plain' | 'alone';

/** At most so many times what the fields take by themselves. */
const GOAL = 1.15;

/** What the gateway adds to the README's query: asked over HTTP, and its fields resolved by the subgraphs alone, in turn. */
export async function measureOverhead(say: (line: string) => void): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'hub-bench-readme-'));
  const children: ChildProcess[] = [];
  const start = async <T>(args: readonly string[], env: NodeJS.ProcessEnv): Promise<[ChildProcess, T]> => {
    const child = fork(join(__dirname, '..', 'compiled.cjs'), args, {
      execArgv: HUB_FLAGS,
      env: {
        ...process.env,
        HUB_DATA_DIR: dataDir,
        HUB_PORT: '0',
        HUB_MOCK_PORT: '0',
        LOG_LEVEL: 'warn',
        // Equal queries under way at a time would be executed once, and their fields by themselves are not.
        HUB_SHARE_FETCHES: 'off',
        ...env,
      },
    });
    children.push(child);
    const ended = once(child, 'exit').then(() => Promise.reject(new Error(`${args[0] ?? ''} ended`)));
    const [ready] = (await Promise.race([once(child, 'message'), ended])) as [T];
    ended.catch(() => undefined);
    return [child, ready];
  };
  try {
    const [, { variables = {} }] = await start<Ready>(
      [join(__dirname, '..', 'policy', 'child.ts'), 'mocks'],
      {},
    );
    const authorization = `Bearer ${await requestToken(variables.OIDC_ISSUER ?? '', readmeQuery.actor, { minutes: 60 })}`;
    const [child, { url, plain }] = await start<FieldsReady>([join(__dirname, 'readme-fields.ts')], {
      ...variables,
      BENCH_AUTHORIZATION: authorization,
    });
    const tell = async <T>(task: FieldsTask): Promise<T> => {
      child.send(task);
      return ((await once(child, 'message')) as [T])[0];
    };
    const queries = await readmeQuery.texts((query) => answer(url, authorization, query), Math.max(...LANES));
    const [fetches] = await tell<number[]>({ queries });
    const through = async (server: string, { count, lanes }: DirectTask): Promise<DirectRound> => {
      const times: number[] = [];
      let left = count;
      const before = await tell<NodeJS.CpuUsage>({});
      await Promise.all(
        queries.slice(0, lanes).map(async (query) => {
          while (left-- > 0) {
            const began = performance.now();
            await answer(server, authorization, query);
            times.push(performance.now() - began);
          }
        }),
      );
      const after = await tell<NodeJS.CpuUsage>({});
      return {
        cpuMs: (after.user + after.system - before.user - before.system) / 1_000 / times.length,
        times,
      };
    };
    for (const lanes of LANES) {
      const task = { count: COUNT, lanes };
      const rounds: Record<Side, DirectRound>[] = [];
      for (let round = 0; round <= ROUNDS; round += 1) {
        const measured = {
          gateway: await through(url, task),
          executor: await tell<DirectRound>({ ...task, executed: true }),
          plain: await through(plain, task),
          alone: await tell<DirectRound>(task),
        };
        if (round > 0) rounds.push(measured); // The first one warms up.
      }
      const line = (what: string, of: (round: DirectRound) => number): void => {
        const ms = (side: Side) => median(rounds.map((round) => of(round[side]))).toFixed(2);
        const against = (side: Side, measured: Side) =>
          rounds.map((round) => of(round[measured]) / of(round[side])).sort((a, b) => a - b);
        const ratio = (all: readonly number[]) =>
          `× ${median(all).toFixed(2)} (${all[0]?.toFixed(2)}–${all.at(-1)?.toFixed(2)})`;
        const told = (side: Side, how: string): string => {
          const ratios = against('alone', side);
          return (
            `${(median(ratios) <= GOAL ? 'PASS' : 'FAIL').padEnd(5)} README query, ${lanes} at a time, ${what}: ` +
            `${ms(side)} ms ${how}, ${ms('alone')} ms its ${fetches} fetches alone, ${ratio(ratios)}, goal ≤ ${GOAL}`
          );
        };
        say(told('executor', 'executed under the access rules'));
        say(
          `${told('gateway', 'over HTTP and with its audit record')}; ` +
            `${ms('plain')} ms the fetches behind a plain HTTP server, ${ratio(against('plain', 'gateway'))}`,
        );
      };
      line('processor time', ({ cpuMs }) => cpuMs);
      line('median latency', ({ times }) => median(times));
    }
  } finally {
    for (const child of children) child.kill('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function answer(url: string, authorization: string, query: string): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = (await response.json()) as GraphAnswer;
  if (response.status !== 200 || errors) throw new Error('the README query does not answer without errors');
  return data;
}
