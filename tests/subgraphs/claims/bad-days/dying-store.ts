import type { SqlStore, StoreSession } from '../../../../schema/ports/store';

/**
 * The same store, which dies before its n-th statement within transactions, counted over all of them; `commits` counts the
 * commits in between as well: the statement is made, and whoever waits for the commit never hears of it.
 *
 * @param die ends the process, or throws.
 */
export function dyingStore(store: SqlStore, n: number, die: () => never): SqlStore {
  let points = 0;
  const point = (): void => {
    points += 1;
    if (points === n) die();
  };
  return {
    ...store,
    async transaction<T>(work: (session: StoreSession) => Promise<T>): Promise<T> {
      const result = await store.transaction((session) =>
        work({
          async query<Row>(...all: Parameters<StoreSession['query']>): Promise<Row[]> {
            point();
            return session.query<Row>(...all);
          },
        }).then((value) => {
          point(); // Everything is written, nothing is committed.
          return value;
        }),
      );
      point(); // It is committed, nobody was told.
      return result;
    },
  };
}
