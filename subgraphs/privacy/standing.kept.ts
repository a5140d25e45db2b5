import type { Clock } from '../../schema/kernel/clock';
import type { Standing } from '../../schema/policy/standing';
import type { SqlStore } from '../../schema/ports/store';
import { type Everybody, readEverybody } from './standing.everybody';

/** The channel on which the tables' triggers tell of changes. */
const CHANNEL = 'privacy_standing';

/** Restrictions and objections of everybody, in memory. */
export interface KeptStandings {
  /** @returns `undefined` where it would have to be read first. */
  of(customerNumber: string): Standing | undefined;
}

/**
 * Keeps in memory what was asked for, where the store is in this process alone: it tells of each change before whoever
 * made it is answered. A change puts everything kept aside until it was read again.
 *
 * @param store with this subgraph's tables in it; it must be one that `listen`s.
 */
export async function keepStandings(
  store: SqlStore & Required<Pick<SqlStore, 'listen'>>,
  clock: Clock,
): Promise<KeptStandings> {
  let kept: Everybody | undefined;
  let changes = 0;
  let reading = false;
  await store.listen(CHANNEL, () => {
    changes += 1;
    kept = undefined;
  });

  const read = async (): Promise<void> => {
    const before = changes;
    const everybody = await readEverybody(store, clock.now());
    if (before === changes) kept = everybody;
  };
  const readSoon = async (): Promise<void> => {
    if (reading) return;
    reading = true;
    await read().catch(() => undefined); // Whoever asks now asks the tables, and meets the failure.
    reading = false;
  };
  await readSoon();

  return {
    of(customerNumber) {
      if (!kept) {
        void readSoon();
        return undefined;
      }
      return kept(customerNumber, clock.now());
    },
  };
}
