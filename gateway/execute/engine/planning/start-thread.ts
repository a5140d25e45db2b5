import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { FromThread, StartThread } from './supervised';

/** Megabytes for objects that live shortly: a planner makes many, and the thread's memory is the gateway's. */
const YOUNG_MB = 4;

/** Starts `thread.ts` beside this file, or `thread.js` where this file was compiled. */
export const startThread =
  (supergraph: string): StartThread =>
  ({ told, ended }) => {
    const compiled = __filename.endsWith('.js');
    const worker = new Worker(join(__dirname, compiled ? 'thread.js' : 'thread.ts'), {
      workerData: supergraph,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
      execArgv: compiled ? [] : ['--import', pathToFileURL(createRequire(__filename).resolve('tsx')).href],
    });
    worker.unref(); // A thread that has nothing to do keeps no process alive.
    worker.on('message', (message: FromThread) => {
      if (!('ready' in message)) worker.unref();
      told(message);
    });
    let fault: unknown;
    worker.on('error', (error: unknown) => void (fault = error));
    worker.on('exit', () => ended(fault));
    return {
      send(text) {
        worker.ref();
        worker.postMessage(text);
      },
      stop: async () => void (await worker.terminate()),
    };
  };
