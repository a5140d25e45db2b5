import type { ChildProcess } from 'node:child_process';
import type { RawRow, SqlValue } from '../../schema/ports/sql';
import { Db2Fault } from './fault';
import type { FromWorker, ToWorker, WorkerSettings } from './protocol';

/** A read that was handed to the process. */
export interface RemoteRead {
  /** Rejects with `Db2Fault` alone. */
  readonly rows: Promise<readonly RawRow[]>;
  /** Nobody waits for the answer any more. */
  abandon(): void;
}

/** Keeps one process with the driver alive, and hands reads to it. */
export interface Supervisor {
  read(text: string, values: readonly SqlValue[], budgetMs: number): RemoteRead;
  close(): Promise<void>;
}

/** When the process is restarted or given up. Milliseconds. */
export interface SupervisorSettings {
  /** First wait before a restart when the last one did not live long; doubles each time. */
  readonly restartAfterMs: number;
  readonly restartAtMostMs: number;
  /** A process that lived for so long is restarted at once. */
  readonly livedLongMs: number;
  /** An abandoned read that still has no answer after this: the process hangs, and is replaced. */
  readonly hangsAfterMs: number;
}

const CLOSE_LIMIT_MS = 5_000;

/** @param launch starts the process; @param now a monotonic millisecond clock. */
export function createSupervisor(
  launch: () => ChildProcess,
  worker: WorkerSettings,
  settings: SupervisorSettings,
  now: () => number = () => performance.now(),
): Supervisor {
  const pending = new Map<number, Pending>();
  let nextId = 1;
  let child: ChildProcess | undefined;
  let missing = false;
  let closed = false;
  let failures = 0;
  let restart: NodeJS.Timeout | undefined;

  const start = (): void => {
    const started = launch();
    const startedAt = now();
    child = started;
    const ended = (): void => {
      if (child !== started) return;
      child = undefined;
      for (const [id, read] of pending) read.fail(id, new Db2Fault('lost', 'driver process ended'));
      if (closed || missing) return;
      failures = now() - startedAt >= settings.livedLongMs ? 0 : failures + 1;
      const wait = failures <= 1 ? 0 : settings.restartAfterMs * 2 ** (failures - 2);
      restart = setTimeout(start, Math.min(wait, settings.restartAtMostMs));
    };
    started.on('message', (message: FromWorker) => answer(message));
    started.on('error', ended);
    started.on('exit', ended);
    send(started, { type: 'start', settings: worker });
  };

  const answer = (message: FromWorker): void => {
    if (message.type === 'missing') {
      missing = true;
      for (const [id, read] of pending) read.fail(id, DRIVER_MISSING);
      child?.disconnect();
    } else if (message.type === 'rows') pending.get(message.id)?.take(message.id, message.rows);
    else pending.get(message.id)?.fail(message.id, new Db2Fault(message.kind, message.state));
  };

  start();
  return {
    read(text, values, budgetMs) {
      if (missing) return refused(DRIVER_MISSING);
      if (closed) return refused(new Db2Fault('unavailable', 'closed'));
      if (!child) return refused(new Db2Fault('unavailable', 'driver process is being restarted'));
      const used = child;
      const id = nextId;
      nextId += 1;
      let hangs: NodeJS.Timeout | undefined;
      const rows = new Promise<readonly RawRow[]>((resolve, reject) => {
        const settle = (settled: number): void => {
          pending.delete(settled);
          clearTimeout(hangs);
        };
        pending.set(id, {
          take: (settled, value) => (settle(settled), resolve(value)),
          fail: (settled, fault) => (settle(settled), reject(fault)),
        });
      });
      send(used, { type: 'read', id, text, values, budgetMs });
      return {
        rows,
        abandon() {
          if (!pending.has(id) || hangs) return;
          rows.catch(() => undefined);
          send(used, { type: 'cancel', id });
          hangs = setTimeout(() => used.kill('SIGKILL'), settings.hangsAfterMs);
          hangs.unref();
        },
      };
    },
    async close() {
      if (closed) return;
      closed = true;
      clearTimeout(restart);
      const last = child;
      if (!last) return;
      const limit = setTimeout(() => last.kill('SIGKILL'), CLOSE_LIMIT_MS);
      await new Promise<void>((resolve) => {
        last.once('exit', () => resolve());
        send(last, { type: 'close' });
      });
      clearTimeout(limit);
    },
  };
}

interface Pending {
  take(id: number, rows: readonly RawRow[]): void;
  fail(id: number, fault: Db2Fault): void;
}

const DRIVER_MISSING = new Db2Fault('unavailable', 'driver missing');

function refused(fault: Db2Fault): RemoteRead {
  return { rows: Promise.reject(fault), abandon: () => undefined };
}

/** A process that has just ended takes nothing any more; its `exit` event tells whoever waits. */
function send(child: ChildProcess, message: ToWorker): void {
  if (child.connected) child.send(message, () => undefined);
}
