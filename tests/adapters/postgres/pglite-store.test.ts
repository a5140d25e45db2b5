import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPgliteStore } from '../../../adapters/postgres';
import { emptyStoreFolder } from '../../../mocks/empty-database';
import { openTestStore } from '../../harness/test-store';
import { storeSuite } from './store.suite';

// One process holds a PGlite database, on one connection: "another process" is the same store here.
let shared: ReturnType<typeof openTestStore> | undefined;
storeSuite('PGlite', () => (shared ??= openTestStore()));

describe('a PGlite folder', () => {
  let dir: string;
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    dir = join(mkdtempSync(join(tmpdir(), 'hub-store-')), 'store');
    await emptyStoreFolder(dir);
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    rmSync(join(dir, '..'), { recursive: true, force: true });
  });

  /** Another process that opens the folder and inserts numbered rows, telling each one once it is committed. */
  const writer = (): ChildProcess => {
    const child = fork(join(__dirname, 'store-writer.ts'), [dir], {
      execArgv: ['--import', 'tsx'],
      silent: true,
    });
    children.push(child);
    return child;
  };
  const told = async (child: ChildProcess): Promise<unknown> =>
    ((await once(child, 'message')) as unknown[])[0];

  it('keeps what was committed when the process is killed at that moment, and lets the next one in', async () => {
    const child = writer();
    let acknowledged = 0;
    await new Promise<void>((resolve) => {
      child.on('message', ({ committed }: { committed: number }) => {
        acknowledged = committed;
        if (committed === 25) resolve();
      });
    });
    child.kill('SIGKILL');
    await once(child, 'exit');

    const store = await createPgliteStore({ dir });
    const rows = await store.query<{ n: number }>('select n from writer.row order by n');
    await store.close();
    expect(acknowledged).toBeGreaterThanOrEqual(25);
    expect(rows.length).toBeGreaterThanOrEqual(acknowledged);
    expect(rows.map(({ n }) => n)).toEqual(rows.map((_, index) => index + 1));
  });

  it('is refused to a second process in one sentence, and the first goes on', async () => {
    const store = await createPgliteStore({ dir });
    const refusal = await told(writer());
    expect(refusal).toEqual({
      refused: `the data folder ${dir} is in use by process ${process.pid}: stop it, or choose another folder`,
    });
    expect(await store.query('select 1 as one')).toEqual([{ one: 1 }]);
    await store.close();
    expect(existsSync(`${dir}.lock`)).toBe(false);
  });

  it('is refused to a second store of the same process', async () => {
    const store = await createPgliteStore({ dir });
    await expect(createPgliteStore({ dir })).rejects.toThrow(`in use by process ${process.pid}`);
    await store.close();
  });

  it('is taken over from a process whose number is used again by another', async () => {
    writeFileSync(
      `${dir}.lock`,
      JSON.stringify({ pid: process.ppid, host: hostname(), started: 'another boot' }),
    );
    const store = await createPgliteStore({ dir });
    expect(readFileSync(`${dir}.lock`, 'utf8')).toContain(`"pid":${process.pid}`);
    await store.close();
  });

  it('is not taken from another machine, where nobody can tell whether the holder lives', async () => {
    writeFileSync(`${dir}.lock`, JSON.stringify({ pid: 1, host: 'elsewhere' }));
    await expect(createPgliteStore({ dir })).rejects.toThrow(
      `was opened on another machine (elsewhere): stop the hub there, or delete ${dir}.lock if it is gone`,
    );
  });

  it('is unavailable once closed', async () => {
    const store = await openTestStore();
    await store.close();
    await store.close();
    await expect(store.query('select 1')).rejects.toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      facts: { source: 'store' },
    });
    await expect(store.transaction(async () => 1)).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
  });
});
