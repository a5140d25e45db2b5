import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPgliteStore } from '../../adapters/postgres';
import { createMoodyStore, openTrail, requestIds } from '../adapters/audit/trail-world';
import { openTestStore } from '../harness/test-store';
import { openHub } from './world/open-hub';

const QUERY = '{ file(id: "1") { owner { name email } } }';

describe('a hub whose audit store goes down', () => {
  it('keeps strict data back, answers the rest, and is well again without a restart', async () => {
    const embedded = await openTestStore();
    const store = createMoodyStore(embedded);
    const open = await openHub('one process', { parts: { store } });
    const email = async (): Promise<unknown> => {
      const { status, body } = await open.ask(QUERY);
      expect([status, body.data]).toMatchObject([200, { file: { owner: { name: 'Name of p1' } } }]);
      return (body.data as { file: { owner: { email: unknown } } }).file.owner.email;
    };
    expect(await email()).toBe('p1@mail.example');
    store.mood = 'down';
    expect(await email()).toBeNull();
    expect(open.log.join('')).toContain('the audit trail could not be written');
    store.mood = 'well';
    while ((await email()) === null) await new Promise((resolve) => setTimeout(resolve, 100));

    await open.close();
    const trail = openTrail(embedded);
    const outcomes = new Set<string>();
    for await (const { record } of trail.export())
      if (record.kind === 'access') outcomes.add(record.errors.join());
    expect(outcomes).toEqual(new Set(['', 'SOURCE_UNAVAILABLE']));
    await embedded.close();
  });
});

describe('a hub that is killed', () => {
  let child: ChildProcess | undefined;
  afterEach(() => child?.kill('SIGKILL'));

  it('has recorded every strict answer that left it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hub-killed-'));
    const told: string[] = [];
    child = fork(join(__dirname, 'world', 'answering.ts'), [join(folder, 'store')], {
      execArgv: ['--import', 'tsx'],
    });
    child.on('message', (id: string) => told.push(id));
    const gone = once(child, 'exit');
    while (child.exitCode === null && told.length < 25) await Promise.race([once(child, 'message'), gone]);
    expect(child.exitCode).toBeNull();
    child.kill('SIGKILL');
    await gone;

    const store = await createPgliteStore({ dir: join(folder, 'store') });
    const kept = new Set(await requestIds(openTrail(store)));
    expect(told.filter((id) => !kept.has(id))).toEqual([]);
    await store.close();
    rmSync(folder, { recursive: true });
  });
});
