import { join } from 'node:path';
import type { Clock } from '../../schema/kernel/clock';
import type { StandingReader } from '../../schema/ports/standing';
import type { SqlStore } from '../../schema/ports/store';
import { readMigrations } from '../shared/migrations';
import { type KeptStandings, keepStandings } from './standing.kept';

interface Row {
  readonly customer_number: string;
  /** `null` for a restriction. */
  readonly purpose: string | null;
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

/**
 * Reads restrictions and objections from the privacy subgraph's tables, which it makes where they are not there yet: a
 * process that is started before that subgraph can decide too. Where the store is in this process alone, they are read
 * once and after each change.
 *
 * @param open our own store; opened on first use.
 */
export function createStandings(open: () => Promise<SqlStore>, clock: Clock): StandingReader {
  let ready: Promise<SqlStore> | undefined;
  let kept: KeptStandings | undefined;
  const prepare = async (): Promise<SqlStore> => {
    const store = await open();
    await store.migrate('privacy', privacyMigrations());
    const { listen } = store;
    if (listen) kept = await keepStandings({ ...store, listen }, clock);
    return store;
  };
  return {
    known: (customerNumber) => kept?.of(customerNumber),
    standingsOf: inTurns(async (customerNumbers: readonly string[]) => {
      ready ??= prepare().catch((error: unknown) => {
        ready = undefined; // The store may be back next time.
        throw error;
      });
      const store = await ready;
      const [first, ...others] = customerNumbers;
      if (first === undefined) return new Map();
      const now = clock.now().toISOString();
      const rows =
        others.length === 0
          ? await store.query<Row>(OF_ONE, [first, now])
          : await store.query<Row>(OF_SEVERAL, [customerNumbers, now]);
      const groups = Map.groupBy(rows, (row) => row.customer_number);
      return new Map(
        [...groups].map(([number, each]) => [
          number,
          {
            restricted: each.some(({ purpose }) => purpose === null),
            objected: each.flatMap(({ purpose }) => purpose ?? []),
          },
        ]),
      );
    }),
  };
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
