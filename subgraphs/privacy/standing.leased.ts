import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../schema/kernel/clock';
import type { Standing } from '../../schema/policy/standing';
import type { SqlStore } from '../../schema/ports/store';
import { type Everybody, readEverybody } from './standing.everybody';

/** For so long what was read is used without asking whether it has changed, in milliseconds. */
const LEASE_MS = 500;

/** Whoever changes something waits a little longer, since no two clocks run alike, in milliseconds. */
const HEARD_MS = LEASE_MS + 100;

/** Where it is too much to be kept, it is tried again after this, in milliseconds. */
const TOO_MUCH_MS = 60_000;

const VERSION = 'select version from privacy.standing_version';

/** Restrictions and objections of everybody, in the memory of one process of several. */
export interface LeasedStandings {
  /** @returns `undefined` where it is not known that nothing has changed. */
  of(customerNumber: string): Standing | undefined;
  /** Asks whether anything has changed. Afterwards `of` tells, but where it is too much. @throws {SourceUnavailable} */
  renew(): Promise<void>;
}

/**
 * Keeps in memory what was asked for, where other processes change it: for half a second after the tables' version was
 * asked for. A change is confirmed to whoever made it only when that time has passed (see `heardEverywhere`), so that
 * what was confirmed is in force everywhere. Only durations of one process are measured: nobody's clock is believed.
 *
 * @param elapsed milliseconds by a clock that never goes back.
 */
export function leaseStandings(
  store: SqlStore,
  clock: Clock,
  elapsed: () => number = () => performance.now(),
): LeasedStandings {
  let held: { readonly version: string; readonly everybody: Everybody | undefined } | undefined;
  let until = Number.NEGATIVE_INFINITY;
  let renewing: Promise<void> | undefined;

  const renew = async (): Promise<void> => {
    const asked = elapsed();
    const [row] = await store.query<{ readonly version: string }>(VERSION);
    if (!row) throw new Error('the version of restrictions and objections is lost');
    // Rows may be newer than the version: then the next one that is asked for differs, and they are read again.
    if (held?.version !== row.version)
      held = { version: row.version, everybody: await readEverybody(store, clock.now()) };
    until = asked + (held.everybody ? LEASE_MS : TOO_MUCH_MS);
  };
  return {
    of: (customerNumber) => (elapsed() < until ? held?.everybody?.(customerNumber, clock.now()) : undefined),
    async renew() {
      if (elapsed() < until) return;
      await (renewing ??= renew().finally(() => (renewing = undefined)));
    },
  };
}

/**
 * Waits until no process decides by what was in force before a change that is committed.
 *
 * @param store tells others at once where it is in this process alone.
 */
export async function heardEverywhere({ listen }: SqlStore): Promise<void> {
  if (!listen) await sleep(HEARD_MS);
}
