import { createRequire } from 'node:module';
import type { Db2Driver } from './driver';
import { faultOf } from './fault';
import { createOpener } from './opening';
import { createPool, type Db2Pool } from './pool';
import type { FromWorker, ToWorker, WorkerSettings } from './protocol';
import { readOnce } from './reads';

/**
 * The process that holds the connections to one Db2. A native fault of the driver ends this process and not the hub.
 * It answers by IPC; whatever the driver prints goes nowhere.
 */
function main(): void {
  let pool: Db2Pool | undefined;
  const reads = new Map<number, AbortController>();

  const read = async ({ id, ...request }: ToWorker & { type: 'read' }): Promise<FromWorker | undefined> => {
    if (!pool) return undefined; // The driver is missing, and the hub was told.
    const cancelled = new AbortController();
    reads.set(id, cancelled);
    try {
      return { type: 'rows', id, rows: await readOnce(pool, request, cancelled.signal) };
    } catch (error) {
      const { kind, state } = faultOf(error);
      return { type: 'failed', id, kind, state };
    } finally {
      reads.delete(id);
    }
  };

  process.on('message', (message: ToWorker) => {
    switch (message.type) {
      case 'start':
        pool = started(message.settings);
        if (!pool) tell({ type: 'missing' });
        break;
      case 'read':
        void read(message).then((answer) => answer && tell(answer));
        break;
      case 'cancel':
        reads.get(message.id)?.abort();
        break;
      case 'close':
        void (pool?.close() ?? Promise.resolve()).finally(() => process.exit(0));
        break;
    }
  });
  process.on('disconnect', () => process.exit(0));
  // Ctrl-C reaches the whole group of processes: the hub decides when its last read is answered.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
}

function started({ driver, dsn, pool }: WorkerSettings): Db2Pool | undefined {
  const threads = Number(process.env.UV_THREADPOOL_SIZE);
  // Every operation of the driver occupies a thread for as long as it lasts.
  if (!(threads >= pool.size + 4))
    throw new Error('UV_THREADPOOL_SIZE must be the number of connections and 4 more');
  let loaded: Db2Driver;
  try {
    loaded = createRequire(__filename)(driver) as Db2Driver;
  } catch {
    return undefined;
  }
  return createPool(
    pool,
    createOpener(loaded, dsn, () => performance.now()),
  );
}

function tell(message: FromWorker): void {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

main();
