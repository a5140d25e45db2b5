import { join } from 'node:path';
import type { Clock } from '../../schema/kernel/clock';
import type { Standing } from '../../schema/policy/standing';
import type { StandingReader } from '../../schema/ports/standing';
import type { SqlStore } from '../../schema/ports/store';
import { readMigrations } from '../shared/migrations';
import { type Asked, standingFrom } from './standing.asked';
import { keepStandings } from './standing.kept';
import { leaseStandings } from './standing.leased';

interface Row extends Asked {
  readonly customer_number: string;
}

const inForce = (asked: string): string => `select customer_number, null as purpose from privacy.restriction
   where customer_number ${asked} and starts_at <= $2 and (ends_at is null or ends_at > $2)
  union all
  select customer_number, purpose from privacy.objection
   where customer_number ${asked} and starts_at <= $2 and (ends_at is null or ends_at > $2)`;

/** PostgreSQL keeps the plan of this one; a list's length is part of a plan, which is made each time. */
const OF_ONE = inForce('= $1');
const OF_SEVERAL = inForce('= any($1)');

/** @returns this subgraph's tables, for whoever brings them up to date first. */
export const privacyMigrations = () => readMigrations(join(__dirname, 'migrations'));

/** What everybody asked for, in the memory of this process. */
interface InMind {
  /** @returns `undefined` where it would have to be read first. */
  of(customerNumber: string): Standing | undefined;
  /** Makes `of` tell where that is possible. */
  renew?(): Promise<void>;
}

interface Opened {
  readonly store: SqlStore;
  readonly mind: InMind;
}

/**
 * Reads restrictions and objections from the privacy subgraph's tables, which it makes where they are not there yet: a
 * process that is started before that subgraph can decide too. They are kept in memory: until the store tells of a change
 * where it is in this process alone, else for as long as changes wait to be confirmed.
 *
 * @param open our own store; opened on first use.
 */
export function createStandings(open: () => Promise<SqlStore>, clock: Clock): StandingReader {
  let opening: Promise<Opened> | undefined;
  let opened: Opened | undefined;
  const prepare = async (): Promise<Opened> => {
    const store = await open();
    await store.migrate('privacy', privacyMigrations());
    const { listen } = store;
    const mind = listen ? await keepStandings({ ...store, listen }, clock) : leaseStandings(store, clock);
    return (opened = { store, mind });
  };
  const ready = (): Promise<Opened> =>
    (opening ??= prepare().catch((error: unknown) => {
      opening = undefined; // The store may be back next time.
      throw error;
    }));
  const read = inTurns(async (customerNumbers) => {
    const { store } = await ready();
    return readStandings(store, customerNumbers, clock.now());
  });
  return {
    known: (customerNumber) => opened?.mind.of(customerNumber),
    async standingsOf(customerNumbers) {
      const { mind } = await ready();
      if (!mind.renew) return read(customerNumbers);
      await mind.renew();
      const found = new Map<string, Standing>();
      for (const each of customerNumbers) {
        const standing = mind.of(each);
        if (!standing) return read(customerNumbers);
        found.set(each, standing);
      }
      return found;
    },
  };
}

async function readStandings(
  store: SqlStore,
  customerNumbers: readonly string[],
  at: Date,
): Promise<ReadonlyMap<string, Standing>> {
  const [first, ...others] = customerNumbers;
  if (first === undefined) return new Map();
  const now = at.toISOString();
  const rows =
    others.length === 0
      ? await store.query<Row>(OF_ONE, [first, now])
      : await store.query<Row>(OF_SEVERAL, [customerNumbers, now]);
  const groups = Map.groupBy(rows, (row) => row.customer_number);
  return new Map([...groups].map(([number, each]) => [number, standingFrom(each)]));
}

/**
 * Has those who ask while an answer is under way wait for it, and asks once for all of them: many operations at once are
 * few statements, and each still reads what was in force after it asked.
 */
function inTurns<T>(
  read: (keys: readonly string[]) => Promise<ReadonlyMap<string, T>>,
): (keys: readonly string[]) => Promise<ReadonlyMap<string, T>> {
  let running: Promise<unknown> = Promise.resolve();
  let next: { readonly keys: Set<string>; readonly answer: Promise<ReadonlyMap<string, T>> } | undefined;
  return (keys) => {
    if (!next) {
      const gathered = new Set<string>();
      const answer = running.then(() => {
        next = undefined;
        return read([...gathered]);
      });
      next = { keys: gathered, answer };
      running = answer.catch(() => undefined);
    }
    for (const key of keys) next.keys.add(key);
    return next.answer;
  };
}
