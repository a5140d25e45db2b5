import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { SourceTimeout } from '../../schema/kernel/source-errors';
import type { SqlStore, StoreValue } from '../../schema/ports/store';
import type { StoreDriver } from './driver';
import { STORE, isSerializationFailure, storeFailure } from './failures';
import { migrate } from './migrate';
import { inTransaction } from './transaction';

/** How often `work` runs before a serialisation failure becomes the caller's `StoreConflict`. */
const ATTEMPTS = 5;

/**
 * Our own database over either driver.
 *
 * Transactions run at PostgreSQL's default level, read committed: what must not happen twice is guarded by a
 * constraint or `for update`, on PGlite's single connection as on a cluster.
 *
 * @param random 0 to 1, spreads the retries of transactions that met.
 */
export function createStore(driver: StoreDriver, random: () => number = Math.random): SqlStore {
  const surrounding = new AsyncLocalStorage<{ ended: boolean }>();
  const failure = (error: unknown): Error => storeFailure(error, driver.statementTimeoutMs);

  const attempt: SqlStore['transaction'] = async (work) => {
    const state = { ended: false };
    try {
      return await driver.exclusively((connection) =>
        surrounding.run(state, () => inTransaction(connection, failure, work)),
      );
    } finally {
      state.ended = true;
    }
  };

  const transaction: SqlStore['transaction'] = async (work) => {
    for (let count = 1; ; count += 1) {
      try {
        return await attempt(work);
      } catch (error) {
        const again = isSerializationFailure(error) && count < ATTEMPTS;
        if (!again) throw error;
        await sleep(random() * 10 * 2 ** count);
      }
    }
  };

  return {
    async query<Row>(text: string, values: readonly StoreValue[] = []) {
      if (surrounding.getStore()?.ended === false) {
        throw new Error(
          'inside a transaction, use its session: a second connection would wait for the first',
        );
      }
      try {
        return (await driver.query(text, values)) as Row[];
      } catch (error) {
        throw failure(error);
      }
    },
    transaction,
    migrate: (owner, migrations) => migrate(driver, failure, owner, migrations),
    async ping(timeoutMs) {
      const answered = new AbortController();
      const limit = sleep(timeoutMs, undefined, { signal: answered.signal }).then(
        () => Promise.reject(new SourceTimeout(STORE, timeoutMs)),
        () => undefined,
      );
      try {
        await Promise.race([driver.query('select 1', []), limit]);
      } catch (error) {
        throw failure(error);
      } finally {
        answered.abort();
      }
    },
    ...(driver.listen && { listen: driver.listen }),
    close: () => driver.close(),
  };
}
