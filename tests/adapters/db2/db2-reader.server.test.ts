import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createDb2Reader } from '../../../adapters/db2';
import { withServer } from '../../harness/server-suite';
import { readerSuite } from './reader.suite';

/** The connection string with another port, on this machine. */
function at(dsn: string, port: number): string {
  return dsn.replace(/HOSTNAME=[^;]*/i, 'HOSTNAME=127.0.0.1').replace(/PORT=[^;]*/i, `PORT=${port}`);
}

withServer('TEST_DB2_DSN', (dsn) => {
  readerSuite("a DRDA server by IBM's driver", async () => {
    await promisify(execFile)(process.execPath, [join(__dirname, 'load-fixture.cjs'), dsn]);
    return {
      host: /HOSTNAME=([^;]*)/i.exec(dsn)?.[1] ?? '127.0.0.1',
      port: Number(/PORT=([^;]*)/i.exec(dsn)?.[1]),
      open: (port, poolSize) => createDb2Reader({ source: 'ledger', dsn: at(dsn, port), poolSize }),
      slow: 'SELECT COUNT(*) FROM SYS.SYSCOLUMNS A, SYS.SYSCOLUMNS B, SYS.SYSCOLUMNS C, SYS.SYSCOLUMNS D',
    };
  });
});
