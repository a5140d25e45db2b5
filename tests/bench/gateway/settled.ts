import { setTimeout as sleep } from 'node:timers/promises';
import type { Contender } from './contenders';

/** Milliseconds between two looks. */
const LOOK_MS = 200;
/** Whoever uses no more than this between two looks has nothing left to do: one tick of the system's clock. */
const IDLE_MS = 10;
const LIMIT_MS = 15_000;

/**
 * Waits until a contender has done what it was still asked for when its round ended: a slow one works on for a second
 * or more, on the processor of the next one.
 *
 * @throws {Error} it does not come to rest.
 */
export async function settled({ name, cpuMs }: Contender): Promise<void> {
  for (let waited = 0; waited < LIMIT_MS; waited += LOOK_MS) {
    const before = cpuMs();
    await sleep(LOOK_MS);
    if (cpuMs() - before <= IDLE_MS) return;
  }
  throw new Error(`${name} still works when nobody asks`);
}
