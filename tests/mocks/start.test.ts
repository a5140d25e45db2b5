import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { requestToken } from '../../mocks/oidc/client';
import { askAgain } from '../harness/ask-again';
import type { GraphAnswer } from '../harness/hub';
import { PATIENT_VARIABLES } from '../harness/patient-hub';
import { subgraphNames } from '../../subgraphs/shared/discover';

const root = join(__dirname, '..', '..');
const dataDir = mkdtempSync(join(tmpdir(), 'start-'));
const children = new Set<ChildProcess>();
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

/** Runs a launcher until its banner is complete. */
async function launch(launcher: string, more: NodeJS.ProcessEnv = {}) {
  const env = { PATH: process.env.PATH, HUB_DATA_DIR: dataDir, HUB_PORT: '0', HUB_MOCK_PORT: '0', ...more };
  const child = spawn(process.execPath, ['--import', 'tsx', join('mocks', launcher)], {
    cwd: root,
    env: {
      ...PATIENT_VARIABLES,
      ...env,
      HUB_MOCK_LEDGER_PORT: '0',
      HUB_MOCK_SMTP_PORT: '0',
      HUB_STORE_PORT: '0',
    },
  });
  children.add(child);
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (text: Buffer) => {
      stdout += text.toString();
      if (stdout.includes('Ctrl-C stops everything.')) resolve();
    });
    void exited.then((code) => reject(new Error(`ended with ${code}: ${stderr}`)));
  });
  ready.catch(() => undefined);
  return { child, exited, ready, stdout: () => stdout, stderr: () => stderr };
}

const found = (text: string, pattern: RegExp): string => pattern.exec(text)?.[1] ?? '';

const FIRST_CLAIM = {
  data: { claimByNumber: { number: 'RC-2026-0000001', account: { type: expect.any(String) as string } } },
};

const issuerOf = (text: string): string => `http://${found(text, /OpenID Connect +(\S+)/)}`;
const firstKeys = (text: string): Promise<Response> => fetch(`${issuerOf(text)}/jwks`);

/** Asks the hub of a banner for the demo world's first claim. */
const firstClaim = (text: string): Promise<unknown> => askAgain(() => askFirstClaim(text));

async function askFirstClaim(text: string): Promise<GraphAnswer> {
  const issuer = issuerOf(text);
  const answer = await fetch(found(text, /graph +(\S+)/), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await requestToken(issuer, 'customer')}`,
    },
    body: JSON.stringify({
      query: '{ claimByNumber(number: "RC-2026-0000001") { number account { type } } }',
    }),
  });
  return (await answer.json()) as GraphAnswer;
}

it('loads the demo world, answers a query, and stops on Ctrl-C without a word', async () => {
  const run = await launch('start.ts');
  await run.ready;
  expect(run.stdout()).toContain('Loaded the demo world');
  expect(await firstClaim(run.stdout())).toMatchObject(FIRST_CLAIM);
  run.child.kill('SIGINT');
  expect(await run.exited).toBe(0);
  expect(run.stderr()).toBe('');
  await expect(firstClaim(run.stdout())).rejects.toThrow();
});

it('starts again on the data it left, and takes its stand-ins with it when it is killed', async () => {
  const run = await launch('start.ts');
  await run.ready;
  expect(run.stdout()).not.toContain('Loaded the demo world');
  expect(await firstClaim(run.stdout())).toMatchObject(FIRST_CLAIM);
  run.child.kill('SIGKILL');
  const isGone = async (): Promise<boolean> =>
    firstKeys(run.stdout()).then(
      () => false,
      () => true,
    );
  while (!(await isGone())) await wait(100);
});

it('runs every subgraph as a process of its own on the same data', async () => {
  const run = await launch('distributed.ts');
  await run.ready;
  expect(run.stdout()).toContain(`in ${subgraphNames().length + 1} processes`);
  expect(await firstClaim(run.stdout())).toMatchObject(FIRST_CLAIM);
  run.child.kill('SIGINT');
  expect(await run.exited).toBe(0);
});

it('says so when it cannot start, and leaves nothing running', async () => {
  const run = await launch('start.ts', { HUB_MOCK_DATA: join(dataDir, 'nowhere') });
  expect(await run.exited).toBe(1);
  expect(run.stderr()).toMatch(/actors\.json|claims\.ndjson/);
});
