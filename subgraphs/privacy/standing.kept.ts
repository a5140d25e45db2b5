import type { Clock } from '../../schema/kernel/clock';
import { NO_STANDING, type Standing } from '../../schema/policy/standing';
import type { SqlStore } from '../../schema/ports/store';

/** The channel on which the tables' triggers tell of changes. */
const CHANNEL = 'privacy_standing';

/** More than this is not kept in memory: then the tables are asked each time. */
const KEPT_MAX = 10_000;

/** What is in force now or will be. `purpose` is `null` for a restriction. */
const NOT_OVER = `select customer_number, null as purpose, starts_at, ends_at from privacy.restriction
   where ends_at is null or ends_at > $1
  union all
  select customer_number, purpose, starts_at, ends_at from privacy.objection
   where ends_at is null or ends_at > $1
  limit ${KEPT_MAX + 1}`;

interface Row {
  readonly customer_number: string;
  readonly purpose: string | null;
  readonly starts_at: string;
  readonly ends_at: string | null;
}

/** One that somebody asked for, times in milliseconds. */
interface Asked {
  readonly purpose: string | null;
  readonly from: number;
  readonly to: number;
}

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
  let kept: ReadonlyMap<string, readonly Asked[]> | undefined;
  let changes = 0;
  let reading = false;
  await store.listen(CHANNEL, () => {
    changes += 1;
    kept = undefined;
  });

  const read = async (): Promise<void> => {
    const before = changes;
    const rows = await store.query<Row>(NOT_OVER, [clock.now().toISOString()]);
    if (before !== changes || rows.length > KEPT_MAX) return;
    const asked = rows.map((row) => ({
      customer: row.customer_number,
      purpose: row.purpose,
      from: Date.parse(row.starts_at),
      to: row.ends_at === null ? Infinity : Date.parse(row.ends_at),
    }));
    kept = Map.groupBy(asked, ({ customer }) => customer);
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
      const all = kept.get(customerNumber);
      if (!all) return NO_STANDING;
      const now = clock.now().getTime();
      const inForce = all.filter(({ from, to }) => from <= now && now < to);
      return {
        restricted: inForce.some(({ purpose }) => purpose === null),
        objected: inForce.flatMap(({ purpose }) => purpose ?? []),
      };
    },
  };
}
