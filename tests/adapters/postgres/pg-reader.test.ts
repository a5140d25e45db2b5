import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createPgReader } from '../../../adapters/postgres';
import { readerSuite } from '../db2/reader.suite';
import { PATIENCE_MS } from '../../harness/patience-ms';

let standIn: ChildProcess | undefined;
afterAll(() => standIn?.kill());

readerSuite('the development stand-in (PGlite on a socket)', async () => {
  standIn = fork(join(__dirname, '../db2/pg-stand-in.ts'), { execArgv: ['--import', 'tsx'] });
  const [{ port }] = (await once(standIn, 'message')) as [{ port: number }];
  return {
    host: '127.0.0.1',
    port,
    open: (at, poolSize) =>
      createPgReader({
        source: 'ledger',
        url: `postgres://postgres@127.0.0.1:${at}/postgres`,
        poolSize,
        connectTimeoutMs: PATIENCE_MS,
      }),
    slow: 'SELECT 1 FROM pg_sleep(1)',
  };
});
