import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createPgliteStore } from '../../../adapters/postgres';
import { type SoapMocks, startSoapMocks } from '../../../mocks/soap';
import { emptyStoreFolder } from '../../../mocks/empty-database';
import { person } from '../../mocks/small-world';
import { createTestClock } from '../shared/subgraph-bench';
import { ACCOUNT, type Kind, OLD, openOnItsWay, OPERATIONS } from './legacy-outboxes';

let folder: string;
let mocks: SoapMocks;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'outbox-killed-'));
  const write = (file: string, line: string): void => writeFileSync(join(folder, file), `${line}\n`);
  write('customers.ndjson', JSON.stringify(person(1, OLD)));
  for (const file of ['documents', 'orders']) writeFileSync(join(folder, `${file}.ndjson`), '');
  write('accounts.csv', `CPT_NUM,CPT_TIERS,CPT_GUI,CPT_DEV,CPT_TOP\n${ACCOUNT},000000000001,00042,EUR,`);
  await emptyStoreFolder(join(folder, 'store'));
  mocks = await startSoapMocks({ dataDir: folder });
});
afterEach(async () => {
  await mocks.close();
  rmSync(folder, { recursive: true, force: true });
});

const calls = (kind: Kind, step: 'ask' | 'send'): number =>
  mocks.calls()[OPERATIONS[kind].service].operations[OPERATIONS[kind][step]]?.calls ?? 0;

/** Starts a process that submits the change, and kills it while the service is at one of its calls. */
async function killedAt(kind: Kind, step: 'ask' | 'send'): Promise<void> {
  const { service } = OPERATIONS[kind];
  await mocks.behave({ [service]: { kind: 'held', operation: OPERATIONS[kind][step] } });
  const child = fork(join(__dirname, 'kill-child.ts'), [join(folder, 'store'), kind, mocks.urls[service]], {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, NODE_OPTIONS: '' },
    silent: true,
  });
  const said: unknown[] = [];
  child.on('message', (message) => said.push(message));
  const ended = once(child, 'exit');
  while (calls(kind, step) === 0 && child.exitCode === null) await sleep(20);
  child.kill('SIGKILL');
  expect(await ended).toEqual([null, 'SIGKILL']);
  expect(said).toEqual([]);
  await mocks.behave({ [service]: { kind: 'well' } });
}

describe.each(['order', 'contact'] as const)('a process killed with kill -9 on the way of one %s', (kind) => {
  it.each([
    ['while it asks beforehand', 'ask', 'PENDING'],
    ['while it is sent and nobody hears the answer', 'send', 'UNKNOWN'],
  ] as const)(
    '%s: the next one knows of it, and the service is sent it once',
    async (_when, step, left) => {
      await killedAt(kind, step);
      const clock = createTestClock(new Date().toISOString());
      const store = await createPgliteStore({ dir: join(folder, 'store') });
      const way = await openOnItsWay(kind, mocks.urls[OPERATIONS[kind].service], store, clock);
      try {
        expect(await way.state()).toBe(left);
        // Its sender sends it again while the dead process still holds it: nothing happens.
        expect(await way.submit()).toBe(left);
        expect(calls(kind, 'send')).toBe(step === 'send' ? 1 : 0);
        clock.set(new Date(Date.now() + 24 * 60 * 60_000).toISOString());
        await way.look();
        expect(await way.state()).toBe('DONE');
        expect(await way.submit()).toBe('DONE');
        expect(calls(kind, 'send')).toBe(1);
      } finally {
        await way.close();
        await store.close();
      }
    },
    600_000,
  );
});
