import type { ChildProcess, ForkOptions } from 'node:child_process';
import { once } from 'node:events';
import type { SqlStore } from '../../schema/ports/store';

const STANDS_STILL = 'in the middle';

/** @returns the store, in which a process stands still before transaction number `last` is committed, to be killed. */
export function stoppingStore(store: SqlStore, last: number): SqlStore {
  let transactions = 0;
  return {
    ...store,
    transaction: (work) =>
      store.transaction(async (session) => {
        const result = await work(session);
        transactions += 1;
        if (transactions === last) {
          process.send?.(STANDS_STILL);
          // Keeps the process alive until it is killed.
          await new Promise((resolve) => setTimeout(resolve, 600_000));
        }
        return result;
      }),
  };
}

/** How a script is started as a process of its own, to be killed. */
export const APART: ForkOptions = {
  execArgv: ['--import', 'tsx'],
  env: { ...process.env, NODE_OPTIONS: '' },
  silent: true,
};

/**
 * Kills a process where its store stands still.
 *
 * @throws {Error} it ended before, or complained; the message has what it said.
 */
export async function killInTheMiddle(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  const errors: string[] = [];
  child.stderr?.on('data', (text: Buffer) => errors.push(text.toString()));
  const [said] = (await Promise.race([once(child, 'message'), ended])) as unknown[];
  child.kill('SIGKILL');
  await ended;
  if (said !== STANDS_STILL || errors.length > 0)
    throw new Error(`it did not stand still: ${errors.join('')}`);
}
