import { createPgliteStore } from '../../adapters/postgres';
import { emptyDatabase } from '../../mocks/empty-database';
import type { SqlStore } from '../../schema/ports/store';

/** @returns an empty store in memory, open in well under a second. Close it. */
export async function openTestStore(): Promise<SqlStore> {
  return createPgliteStore({ memory: true, template: await emptyDatabase() });
}
