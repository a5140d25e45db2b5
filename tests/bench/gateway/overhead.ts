import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requestToken } from '../../../mocks/oidc/client';
import type { Ready } from '../policy/child';

/** What the process of the fields says once it is ready. */
export interface FieldsReady {
  readonly url: string;
  /** Requests to subgraphs of one query. */
  readonly fetches: number;
}

/** What it says after resolving the fields a number of times. */
export interface DirectRound {
  readonly cpuMs: number;
  /** Milliseconds each. */
  readonly times: readonly number[];
}

const README = join(__dirname, '..', '..', '..', 'README.md');
const QUERY = /```graphql\n([\s\S]*?)```/.exec(readFileSync(README, 'utf8'))?.[1] ?? '';
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const COUNT = Number(process.env.BENCH_README_COUNT ?? 200);

/** At most so many times what the fields take by themselves. */
const GOAL = 1.15;

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

/** What the gateway adds to the README's query: asked over HTTP, and its fields resolved by the subgraphs alone, in turn. */
export async function measureOverhead(say: (line: string) => void): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'hub-bench-readme-'));
  const children: ChildProcess[] = [];
  const start = async <T>(args: readonly string[], env: NodeJS.ProcessEnv): Promise<[ChildProcess, T]> => {
    const child = fork(join(__dirname, '..', 'compiled.cjs'), args, {
      execArgv: [],
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
    const authorization = `Bearer ${await requestToken(variables.OIDC_ISSUER ?? '', 'adviser', { minutes: 60 })}`;
    const [child, { url, fetches }] = await start<FieldsReady>([join(__dirname, 'readme-fields.ts'), QUERY], {
      ...variables,
      BENCH_AUTHORIZATION: authorization,
    });
    const ask = async <T>(message: object): Promise<T> => {
      child.send(message);
      return ((await once(child, 'message')) as [T])[0];
    };
    const through = async (count: number, lanes: number): Promise<DirectRound> => {
      const times: number[] = [];
      let left = count;
      const before = await ask<NodeJS.CpuUsage>({});
      await Promise.all(
        Array.from({ length: lanes }, async () => {
          while (left-- > 0) {
            const began = performance.now();
            await answer(url, authorization);
            times.push(performance.now() - began);
          }
        }),
      );
      const after = await ask<NodeJS.CpuUsage>({});
      return {
        cpuMs: (after.user + after.system - before.user - before.system) / 1_000 / times.length,
        times,
      };
    };
    const pairs: [DirectRound, DirectRound][] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const lanes = round % 2 === 0 ? 1 : 8;
      const asked = await through(COUNT, lanes);
      const alone = await ask<DirectRound>({ count: COUNT, lanes });
      if (round > 0) pairs.push([asked, alone]); // The first one warms up.
    }
    const ratios = (of: (round: DirectRound) => number): number[] =>
      pairs.map(([asked, alone]) => of(asked) / of(alone)).sort((a, b) => a - b);
    const line = (what: string, of: (round: DirectRound) => number): void => {
      const all = ratios(of);
      const [asked, alone] = [0, 1].map((side) => median(pairs.map((pair) => of(pair[side as 0 | 1]))));
      say(
        `${(median(all) <= GOAL ? 'PASS' : 'FAIL').padEnd(5)} README query, ${what}: ${asked?.toFixed(2)} ms through the gateway, ` +
          `${alone?.toFixed(2)} ms its ${fetches} fetches alone, × ${median(all).toFixed(2)} ` +
          `(${all[0]?.toFixed(2)}–${all.at(-1)?.toFixed(2)}), goal ≤ ${GOAL}`,
      );
    };
    line('processor time', ({ cpuMs }) => cpuMs);
    line('median latency', ({ times }) => median(times));
  } finally {
    for (const child of children) child.kill('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function answer(url: string, authorization: string): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify({ query: QUERY }),
  });
  const { errors } = (await response.json()) as { errors?: unknown };
  if (response.status !== 200 || errors) throw new Error('the README query does not answer without errors');
}
