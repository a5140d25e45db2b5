import type { SqlStore } from '../../../schema/ports/store';
import { type OutboxOwner, outboxMigrations } from './migration';

/**
 * Opens the store when the outbox is first needed, and brings its table up to date: a subgraph that only reads needs no
 * store. Where it cannot be opened, the next one who needs it tries again.
 */
export function outboxStore(owner: OutboxOwner, open: () => Promise<SqlStore>): () => Promise<SqlStore> {
  let opened: Promise<SqlStore> | undefined;
  return () => {
    opened ??= open()
      .then(async (store) => {
        await store.migrate(owner, outboxMigrations(owner));
        return store;
      })
      .catch((error: unknown) => {
        opened = undefined;
        throw error;
      });
    return opened;
  };
}
