import { setTimeout as sleep } from 'node:timers/promises';

interface Refusable {
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}

/**
 * Asks a hub in a process of its own, which has its usual limits of time, again while a busy machine meets one of them.
 *
 * @param ask may be repeated: a query, or a mutation with its key.
 */
export async function askAgain<T extends Refusable>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    const answer = await ask();
    const isLate = answer.errors?.some(({ extensions: { code } }) =>
      ['SOURCE_UNAVAILABLE', 'SOURCE_TIMEOUT'].includes(code),
    );
    if (!isLate) return answer;
    await sleep(1_000);
  }
}
