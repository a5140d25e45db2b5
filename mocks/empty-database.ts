import { cpSync, existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { keptDump, keptName } from './kept-dump';
import { KEPT, makeKept } from './kept-files';

/**
 * An initialised, empty PGlite data folder, made once per machine and version: a fresh one takes seconds, a copy a
 * fraction of one. It holds one database, as those that PostgreSQL would copy a new one from are two files in three, and
 * takes less memory than a server would.
 *
 * @returns for `PGlite.create({ loadDataDir })` and `createPgliteStore({ memory: true, template })`.
 */
export function emptyDatabase(): Promise<Blob> {
  return keptDump('lean', async () => {
    const db = await PGlite.create();
    await db.exec("alter system set shared_buffers = '32MB'");
    await db.exec('update pg_database set datistemplate = false');
    for (const name of ['template0', 'template1']) await db.exec(`drop database ${name}`);
    return db;
  });
}

/**
 * Makes a folder that `createPgliteStore({ dir })` finds initialised and empty. One that is there already stays as it is.
 */
export async function emptyStoreFolder(dir: string): Promise<void> {
  if (existsSync(dir)) return;
  const kept = join(KEPT, keptName('lean-folder'));
  if (!existsSync(kept)) {
    const draft = `${kept}.${process.pid}`;
    makeKept();
    await (await PGlite.create({ dataDir: draft, loadDataDir: await emptyDatabase() })).close();
    place(draft, kept);
  }
  const draft = `${dir}.${process.pid}`;
  cpSync(kept, draft, { recursive: true });
  place(draft, dir);
}

/** Gives a folder its name once it is whole: who is killed before leaves nothing that looks like a database. */
function place(draft: string, dir: string): void {
  try {
    renameSync(draft, dir);
  } catch {
    rmSync(draft, { recursive: true }); // Another process was quicker.
  }
}
