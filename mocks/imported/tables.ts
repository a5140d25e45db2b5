import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { emptyDatabase } from '../empty-database';
import { serveWire } from '../ledger/wire';
import type { ImportedSystem } from './systems';

/** The stand-in of one imported database, running. */
export interface ImportedTables {
  /** `postgres://…`: what the system's variable takes. */
  readonly dsn: string;
  close(): Promise<void>;
}

/** Starts the tables of `tables.sql`, in memory, over PostgreSQL's protocol on a port that the system chooses. */
export async function startImportedTables({ folder }: ImportedSystem): Promise<ImportedTables> {
  const db = await PGlite.create({ loadDataDir: await emptyDatabase() });
  try {
    await db.exec(readFileSync(join(folder, 'tables.sql'), 'utf8'));
    const server = await serveWire(db, 0);
    return {
      dsn: `postgres://hub@127.0.0.1:${server.port}/imported`,
      async close() {
        await server.close();
        await db.close();
      },
    };
  } catch (error) {
    await db.close();
    throw error;
  }
}
