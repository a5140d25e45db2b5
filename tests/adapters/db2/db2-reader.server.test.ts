import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createDb2Reader } from '../../../adapters/db2';
import type { RawRow, SqlReader } from '../../../schema/ports/sql';
import { withServer } from '../../harness/server-suite';
import { readerSuite } from './reader.suite';
import { PATIENCE_MS } from '../../harness/patience-ms';
import { createCuttableProxy } from '../../harness/tcp-proxy';

/** How the server is reached through a port of this machine, however busy that is. */
const reached = (dsn: string, port: number, poolSize = 2): SqlReader =>
  createDb2Reader({
    ...{ source: 'ledger', dsn: at(dsn, port), poolSize },
    ...{ acquireTimeoutMs: PATIENCE_MS, connectTimeoutMs: PATIENCE_MS },
  });

// About three million rows to count: seconds. A server goes on with it when nobody waits any more, so not longer.
const SLOW =
  'SELECT COUNT(*) FROM SYS.SYSCOLUMNS A, SYS.SYSCOLUMNS B, SYS.SYSTABLES C, (VALUES 1, 2, 3, 4) AS D(N)';
/** For a server that is killed: far more than anybody can count. */
const ENDLESS = 'SELECT COUNT(*) FROM SYS.SYSCOLUMNS A, SYS.SYSCOLUMNS B, SYS.SYSCOLUMNS C, SYS.SYSCOLUMNS D';

withServer('TEST_DB2_DSN', (dsn) => {
  readerSuite("a DRDA server by IBM's driver", async () => {
    await promisify(execFile)(process.execPath, [join(__dirname, 'load-fixture.cjs'), dsn]);
    return {
      ...placeOf(dsn),
      open: (port, poolSize) => reached(dsn, port, poolSize),
      slow: SLOW,
    };
  });

  describe("a reader by IBM's driver on a bad day", () => {
    const unavailable = { code: 'SOURCE_UNAVAILABLE', facts: { source: 'ledger' } };
    const read = (reader: SqlReader, text: string): Promise<readonly RawRow[]> =>
      reader.read({ name: 'test', text, values: [], timeoutMs: PATIENCE_MS, parse: (row) => row });
    const alive = 'SELECT 1 FROM SYSIBM.SYSDUMMY1';

    it('loses the reads of a process that is killed, and nothing after', async () => {
      const proxy = await createCuttableProxy(placeOf(dsn));
      const reader = reached(dsn, proxy.port);
      await reader.ping(PATIENCE_MS);
      proxy.mute(); // Whenever it is killed, it has no answer yet.
      void proxy.asked().then(() => {
        for (const pid of workers()) process.kill(pid, 'SIGKILL');
      });
      await expect(read(reader, SLOW)).rejects.toMatchObject(unavailable);
      proxy.restore();
      await untilAnswered(() => read(reader, alive));
      await reader.close();
      expect(workers()).toEqual([]);
      await proxy.close();
    });

    it('loses the query that was running when the server is killed, and goes on when it is started again', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'hub-derby-'));
      const port = await freePort();
      let server = await startServer(port, folder);
      const proxy = await createCuttableProxy({ host: '127.0.0.1', port });
      const reader = reached(dsn, proxy.port);
      expect(await read(reader, alive)).toEqual([[1]]);

      const asked = proxy.asked();
      const running = expect(read(reader, ENDLESS)).rejects.toMatchObject(unavailable);
      await asked;
      await killServer(server);
      await running;
      await expect(read(reader, alive)).rejects.toMatchObject(unavailable);

      server = await startServer(port, folder);
      expect(await read(reader, alive)).toEqual([[1]]);
      expect(await read(reader, 'SELECT CPT_NUM FROM BNQ.TCPT0010')).toEqual([]);
      await reader.close();
      await proxy.close();
      await killServer(server);
      rmSync(folder, { recursive: true, force: true });
    });

    it('is refused a wrong protocol as unavailable', async () => {
      const server = createServer((socket) => socket.end('220 this is not Db2\r\n')).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const reader = reached(dsn, (server.address() as AddressInfo).port);
      await expect(read(reader, alive)).rejects.toMatchObject(unavailable);
      await reader.close();
      server.close();
    });
  });
});

function placeOf(dsn: string): { readonly host: string; readonly port: number } {
  return {
    host: /HOSTNAME=([^;]*)/i.exec(dsn)?.[1] ?? '127.0.0.1',
    port: Number(/PORT=([^;]*)/i.exec(dsn)?.[1]),
  };
}

/** The connection string with another port, on this machine. */
function at(dsn: string, port: number): string {
  return dsn.replace(/HOSTNAME=[^;]*/i, 'HOSTNAME=127.0.0.1').replace(/PORT=[^;]*/i, `PORT=${port}`);
}

/** Processes with the driver that this one has started. */
function workers(): number[] {
  const lines = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], {
    encoding: 'utf8',
  }).split('\n');
  return lines.filter((line) => line.includes('worker.ts')).map((line) => parseInt(line, 10));
}

async function startServer(port: number, folder: string): Promise<ChildProcess> {
  const script = join(__dirname, '../../harness/servers/derby.sh');
  // A group of its own, so that the script and its Java process are killed together.
  const server = spawn('bash', [script, '--empty', '--port', String(port), '--data', join(folder, 'db')], {
    detached: true,
    env: { ...process.env, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  await once(createInterface(server.stdout), 'line');
  return server;
}

async function killServer(server: ChildProcess): Promise<void> {
  const ended = once(server, 'exit');
  if (server.pid) process.kill(-server.pid, 'SIGKILL');
  await ended;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** A restart takes a moment, during which reads are refused at once. */
async function untilAnswered(call: () => Promise<unknown>): Promise<void> {
  while (!(await call().then(Boolean, () => false))) await sleep(50);
}
