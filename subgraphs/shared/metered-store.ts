import type { SourceMeter } from '../../schema/kernel/sources';
import type { SqlStore, StoreSession, StoreValue } from '../../schema/ports/store';

/** The store's public name in `extensions.sources` and in errors. */
const STORE = 'store';

/** A session whose statements count towards one operation. */
export interface MeteredSession {
  /**
   * As `StoreSession.query`.
   *
   * @param keys how many things the statement asks for: `keys / calls` is the batch size.
   */
  query<Row>(keys: number, text: string, values?: readonly StoreValue[]): Promise<Row[]>;
}

/** Our own store as one operation uses it. */
export interface MeteredStore extends MeteredSession {
  /** As `SqlStore.transaction`. */
  transaction<T>(work: (session: MeteredSession) => Promise<T>): Promise<T>;
}

/** @returns the same session for what runs in any: each of its statements counts as asking for one thing. */
export const plainSession = (session: MeteredSession): StoreSession => ({
  query: (text, values) => session.query(1, text, values),
});

/** @param sources where the statements are counted, under `store`. */
export function createMeteredStore(store: SqlStore, sources: SourceMeter): MeteredStore {
  const metered = (session: StoreSession): MeteredSession => ({
    query: (keys, text, values) => sources.measure(STORE, keys, () => session.query(text, values)),
  });
  return {
    ...metered(store),
    transaction: (work) => store.transaction((session) => work(metered(session))),
  };
}
