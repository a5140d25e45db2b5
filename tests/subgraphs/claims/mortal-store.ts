import type { SqlStore, StoreSession } from '../../../schema/ports/store';
import { killable, Killed, type Kill } from '../outbox/killable';

/** When a process ends. */
export interface End {
  kill: Kill;
  at: number;
  when: 'before' | 'after';
}

/** A store whose process dies at one of its statements, the commit of a transaction included. */
export function mortal(store: SqlStore, end: End): SqlStore {
  const dying = <T extends object>(part: T): T => killable(part, end.kill, end.at, end.when);
  return {
    ...store,
    query: (text, values) => dying<StoreSession>(store).query(text, values),
    async transaction(work) {
      if (end.kill.dead) throw new Killed();
      const commit = async (): Promise<void> => undefined;
      const done = await store.transaction(async (inner) => {
        const result = await work(dying(inner));
        // Died before its commit: the store lets nothing of it stand.
        if (end.when === 'before') await dying({ commit }).commit();
        return result;
      });
      // Died after it: everything stands, and nobody was told.
      if (end.when === 'after') await dying({ commit }).commit();
      return done;
    },
  };
}
