import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import { createDb2Reader, type Db2ReaderOptions } from '../../../adapters/db2';
import type { RawRow, SqlReader, SqlValue } from '../../../schema/ports/sql';
import { PATIENCE_MS } from '../../harness/patience-ms';

const DRIVER = join(__dirname, 'fake-driver.cjs');

describe("the Db2 reader's process", () => {
  const readers: SqlReader[] = [];
  const open = (options: Partial<Db2ReaderOptions> = {}): SqlReader => {
    const reader = createDb2Reader({
      source: 'ledger',
      dsn: 'DATABASE=FAKE',
      driver: DRIVER,
      poolSize: 2,
      acquireTimeoutMs: PATIENCE_MS,
      connectTimeoutMs: PATIENCE_MS,
      ...options,
    });
    readers.push(reader);
    return reader;
  };
  afterEach(async () => {
    await Promise.all(readers.splice(0).map((reader) => reader.close()));
  });

  const read = (
    reader: SqlReader,
    text: string,
    values: SqlValue[] = [],
    timeoutMs = PATIENCE_MS,
  ): Promise<readonly RawRow[]> =>
    reader.read({ name: 'test', text, values, timeoutMs, parse: (row) => row });
  const counts = async (reader: SqlReader): Promise<Record<string, number>> => {
    const [row] = await read(reader, 'COUNTS');
    return JSON.parse(String(row?.[0])) as Record<string, number>;
  };
  const unavailable = { code: 'SOURCE_UNAVAILABLE', facts: { source: 'ledger' } };

  it('hands values and rows over unchanged', async () => {
    expect(await read(open(), 'ECHO', ['é€', 12, null, ''])).toEqual([['é€', 12, null, '']]);
  });

  it('has a thread for every connection and four more', async () => {
    expect(await counts(open({ poolSize: 9 }))).toMatchObject({ threads: '13' });
  });

  it('costs the reads in flight when it dies of a native fault, and nothing after', async () => {
    const reader = open();
    const before = await counts(reader);
    const others = read(reader, 'WAIT');
    await expect(Promise.all([read(reader, 'CRASH'), others])).rejects.toMatchObject(unavailable);
    await expect(others).rejects.toMatchObject(unavailable);
    await untilAnswered(() => read(reader, 'ECHO', ['again']));
    expect((await counts(reader)).pid).not.toBe(before.pid);
  });

  it('comes back although it dies again and again', async () => {
    const reader = open();
    for (let time = 0; time < 3; time += 1) {
      await untilAnswered(() => read(reader, 'ECHO', ['alive']));
      await expect(read(reader, 'CRASH')).rejects.toMatchObject(unavailable);
    }
    await untilAnswered(() => read(reader, 'ECHO', ['alive']));
  });

  it('is replaced when the driver hangs', async () => {
    const reader = open({ hangsAfterMs: 200 });
    const { pid } = await counts(reader);
    await expect(read(reader, 'HANG', [], 100)).rejects.toMatchObject({
      code: 'SOURCE_TIMEOUT',
      facts: { source: 'ledger', timeoutMs: 100 },
    });
    await untilAnswered(() => read(reader, 'ECHO', ['alive']));
    expect((await counts(reader)).pid).not.toBe(pid);
  });

  it('reads once more, on a fresh connection, when the first was lost', async () => {
    const reader = open();
    expect(await read(reader, 'LOST ONCE')).toEqual([['found']]);
    expect(await counts(reader)).toMatchObject({ opened: 2, closed: 1, closedTwice: 0 });
  });

  it('reads no more than twice', async () => {
    const reader = open();
    await expect(read(reader, 'LOST')).rejects.toMatchObject(unavailable);
    expect(await counts(reader)).toMatchObject({ lost: 2 });
  });

  it('does not take the silence of a lost connection for an empty answer', async () => {
    const reader = open();
    expect(await read(reader, 'SILENT ONCE')).toEqual([['found']]);
    await expect(read(reader, 'SILENT')).rejects.toMatchObject(unavailable);
    await expect(read(reader, 'SILENT COLUMNS')).rejects.toMatchObject(unavailable);
    expect(await read(reader, 'EMPTY')).toEqual([]);
  });

  it.each([
    ['42S02', 'SOURCE_INVALID_DATA'],
    ['22018', 'SOURCE_INVALID_DATA'],
    ['57014', 'SOURCE_TIMEOUT'],
    ['HYT00', 'SOURCE_TIMEOUT'],
    ['57011', 'SOURCE_UNAVAILABLE'],
    ['40001', 'SOURCE_UNAVAILABLE'],
    ['08003', 'SOURCE_UNAVAILABLE'],
    ['40003', 'SOURCE_UNAVAILABLE'],
    ['S1000', 'SOURCE_UNAVAILABLE'],
    ['58004', 'SOURCE_UNAVAILABLE'],
  ])('tells what SQLSTATE %s means: %s, and nothing of its text', async (state, code) => {
    const failure: unknown = await read(open(), `STATE ${state}`).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code, cause: { state } });
    expect(JSON.stringify(failure) + String((failure as Error).cause)).not.toContain('someone');
  });

  it.each(['57015', '57019'])('tells by SQLSTATE %s that Db2 is closed', async (state) => {
    await expect(read(open(), `STATE ${state}`)).rejects.toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      facts: { source: 'ledger', reason: 'CLOSED' },
    });
  });

  it('is unavailable where every connection is taken for too long', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'hub-driver-'));
    const file = join(folder, 'answer');
    const reader = open({ poolSize: 1, acquireTimeoutMs: 100 });
    // From here on the connection is open: whoever comes first has it at once.
    await untilAnswered(() => read(reader, 'ECHO', ['open']));
    const taken = read(reader, `WAIT ${file}`);
    await expect(read(reader, 'ECHO')).rejects.toMatchObject({
      ...unavailable,
      cause: { state: 'no free connection' },
    });
    writeFileSync(file, '');
    expect(await taken).toEqual([['waited']]);
    rmSync(folder, { recursive: true });
  });

  it('replaces connections after so many uses, and closes each once', async () => {
    const reader = open({ poolSize: 1, maxUses: 2 });
    for (let use = 0; use < 6; use += 1) await read(reader, 'ECHO', [use]);
    expect(await counts(reader)).toMatchObject({ opened: 4, closed: 3, closedTwice: 0 });
  });

  it('says that the driver is missing, and does not start it again and again', async () => {
    const reader = open({ driver: 'no-such-driver' });
    for (let time = 0; time < 2; time += 1) {
      await expect(reader.ping(PATIENCE_MS)).rejects.toMatchObject({
        ...unavailable,
        cause: { state: 'driver missing' },
      });
    }
  });

  describe('beside a hub of its own', () => {
    const hubs: ChildProcess[] = [];
    afterEach(() => hubs.splice(0).forEach((hub) => hub.kill('SIGKILL')));
    const start = (): ChildProcess => {
      const hub = fork(join(__dirname, 'noisy-hub.ts'), [DRIVER], {
        execArgv: ['--import', 'tsx'],
        silent: true,
      });
      hubs.push(hub);
      return hub;
    };

    it('prints nothing, whatever the driver prints', async () => {
      const hub = start();
      let printed = '';
      hub.stdout?.on('data', (text: Buffer) => (printed += text.toString()));
      hub.stderr?.on('data', (text: Buffer) => (printed += text.toString()));
      const [{ answer }] = (await once(hub, 'message')) as [{ answer: unknown }];
      hub.disconnect();
      await once(hub, 'exit');
      for (let round = 0; round < 5; round += 1) await turn(); // What it printed last arrives.
      expect(answer).toEqual([['said']]);
      expect(printed).toBe('');
    });

    it('ends with it, even when the hub is killed', async () => {
      const hub = start();
      const [{ pid }] = (await once(hub, 'message')) as [{ pid: number }];
      expect(lives(pid)).toBe(true);
      hub.kill('SIGKILL');
      while (lives(pid)) await sleep(50);
    });
  });
});

/** A restart takes a moment, during which reads are refused at once. */
async function untilAnswered(call: () => Promise<unknown>): Promise<void> {
  while (!(await call().then(Boolean, () => false))) await sleep(50);
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
