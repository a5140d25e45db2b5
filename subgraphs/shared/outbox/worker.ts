import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import { describeError } from '../error-answer';
import type { Outbox } from './outbox';

/** Looks after an outbox while its process runs. */
export interface OutboxWorker {
  /** Begins no further turn, and waits for the one that is under way. */
  close(): Promise<void>;
}

/** @param everyMs milliseconds between turns. */
export function startOutboxWorker(
  outbox: Pick<Outbox<never, never>, 'attendDue'>,
  log: Logger,
  everyMs: number,
): OutboxWorker {
  let closed = false;
  let turn: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const run = async (): Promise<void> => {
    try {
      await outbox.attendDue({ requestId: randomUUID(), measure: (_keys, call) => call() });
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
