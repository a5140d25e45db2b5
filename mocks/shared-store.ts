import { resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { lockFolder } from '../adapters/postgres/folder-lock';
import type { StorePlace } from './banner';
import { emptyStoreFolder } from './empty-database';
import { serveWire } from './ledger/wire';

/** Our own database as several processes reach it. */
export interface SharedStore {
  /** What `DATABASE_URL` takes. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * The database that the processes of one development machine share: the one that is named, or the embedded one, served
 * over PostgreSQL's protocol.
 *
 * @param port where the embedded one is served; 0 lets the system choose.
 * @throws {Error} another process holds the folder, or the port.
 */
export async function shareStore(place: StorePlace, port: number): Promise<SharedStore> {
  if ('url' in place) return { url: place.url, close: () => Promise.resolve() };
  const folder = resolve(place.dir);
  await emptyStoreFolder(folder);
  const lock = lockFolder(folder);
  try {
    const db = await PGlite.create({ dataDir: folder });
    // A connection's own settings cannot be followed: there is one session behind all of them.
    await db.exec("set timezone to 'UTC'; set datestyle to 'ISO'");
    const server = await serveWire(db, port);
    return {
      url: `postgres://hub@127.0.0.1:${server.port}/store`,
      async close() {
        await server.close();
        await db.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}
