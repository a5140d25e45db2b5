import { join } from 'node:path';
import type { SqlStore } from '../../../schema/ports/store';
import { readMigrations } from '../../shared/migrations';
import { outboxMigrations } from '../../shared/outbox/migration';

/** The tables of evidence and of what is on its way to the document store. */
const OWNER = 'documents';

/**
 * Opens the store when it is first needed, and brings the tables up to date: whoever only reads the document store needs
 * none. Where it cannot be opened, the next one who needs it tries again.
 */
export function evidenceStore(open: () => Promise<SqlStore>): () => Promise<SqlStore> {
  let opened: Promise<SqlStore> | undefined;
  return () => {
    opened ??= open()
      .then(async (store) => {
        await store.migrate(OWNER, [
          ...outboxMigrations(OWNER),
          ...readMigrations(join(__dirname, '..', 'migrations')),
        ]);
        return store;
      })
      .catch((error: unknown) => {
        opened = undefined;
        throw error;
      });
    return opened;
  };
}
