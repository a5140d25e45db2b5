import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { describeError } from '../error-answer';
import type { Outbox } from './outbox';
import { OUTBOX_KEPT_MS } from './settings';

/** Looks after an outbox while its process runs. */
export interface OutboxWorker {
  /** Begins no further turn, and waits for the one that is under way. */
  close(): Promise<void>;
}

/** Milliseconds between turns. */
const EVERY_MS = 5_000;

/** @param keptMs for how long what is settled is kept. */
export function startOutboxWorker(
  outbox: Pick<Outbox<never, never>, 'attendDue' | 'purge'>,
  log: Logger,
  { everyMs = EVERY_MS, keptMs = OUTBOX_KEPT_MS }: { everyMs?: number; keptMs?: number | undefined },
): OutboxWorker {
  let closed = false;
  let turn: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const run = async (): Promise<void> => {
    try {
      await outbox.attendDue({ requestId: randomUUID(), measure: (_keys, call) => call() });
      await outbox.purge(keptMs);
    } catch (error) {
      log.warn(describeError(error), 'the outbox could not be looked after');
    }
    schedule();
  };
  const schedule = (): void => {
    if (closed) return;
    timer = setTimeout(() => {
      turn = run();
    }, everyMs);
    timer.unref();
  };
  schedule();
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      await turn;
    },
  };
}
