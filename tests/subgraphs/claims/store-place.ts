import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPgliteStore, createPgStore } from '../../../adapters/postgres';
import type { SqlStore } from '../../../schema/ports/store';
import { emptyStoreFolder } from '../../../mocks/empty-database';
import { createTestDatabase } from '../../harness/postgres-database';
import { PATIENT_STORE } from '../../harness/patience-ms';

/** Where a store is, for processes that open it one after the other. */
export interface StorePlace {
  /** A folder, or a server's URL. */
  readonly where: string;
  drop(): Promise<void>;
}

/** A folder of its own for PGlite, with an empty database. */
export async function folderPlace(): Promise<StorePlace> {
  const folder = mkdtempSync(join(tmpdir(), 'claims-store-'));
  const where = join(folder, 'store');
  await emptyStoreFolder(where);
  return { where, drop: async () => rmSync(folder, { recursive: true, force: true }) };
}

/** A database of its own on a server. */
export async function serverPlace(server: string): Promise<StorePlace> {
  const { url, drop } = await createTestDatabase(server);
  return { where: url, drop };
}

export const openPlace = (where: string): Promise<SqlStore> =>
  where.startsWith('postgres')
    ? Promise.resolve(createPgStore({ ...PATIENT_STORE, url: where }))
    : createPgliteStore({ dir: where });
