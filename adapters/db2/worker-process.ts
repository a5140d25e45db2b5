import { fork, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Threads for what is not a connection: opening, closing, name look-ups. */
const SPARE_THREADS = 4;

/**
 * Starts `worker.ts` beside this file, or `worker.js` where this file was compiled.
 * Its output is thrown away: the driver prints errors, with values in them, as it likes.
 */
export function forkWorker(poolSize: number): ChildProcess {
  const compiled = __filename.endsWith('.js');
  return fork(join(__dirname, compiled ? 'worker.js' : 'worker.ts'), [], {
    // Never the parent's own options: a second inspector or another test environment has no place there.
    execArgv: compiled ? [] : ['--import', pathToFileURL(createRequire(__filename).resolve('tsx')).href],
    env: {
      // Without these the driver keeps a query five seconds before it admits that its connection is gone.
      DB2_MAX_CLIENT_CONNRETRIES: '0',
      DB2_CONNRETRIES_INTERVAL: '0',
      ...process.env,
      UV_THREADPOOL_SIZE: String(poolSize + SPARE_THREADS),
      // UTF-8 whatever the machine's locale is, and no decimal comma.
      DB2CODEPAGE: '1208',
      LC_ALL: 'C.UTF-8',
      NODE_OPTIONS: '',
    },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}
