import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { createPgliteStore } from '../../adapters/postgres';
import type { SqlStore } from '../../schema/ports/store';

const KEPT = join(tmpdir(), 'claims-hub-tests');

/**
 * An initialised, empty PGlite data folder, made once per machine and version: a fresh one takes seconds, a copy a
 * fraction of one. It holds one database, as those that PostgreSQL would copy a new one from are two files in three, and
 * takes less memory than a server would: every test file opens one.
 *
 * @returns for `PGlite.create({ loadDataDir })` and `createPgliteStore({ memory: true, template })`.
 */
export function pgliteTemplate(): Promise<Blob> {
  return keptDump('lean', async () => {
    const db = await PGlite.create();
    await db.exec("alter system set shared_buffers = '32MB'");
    await db.exec('update pg_database set datistemplate = false');
    for (const name of ['template0', 'template1']) await db.exec(`drop database ${name}`);
    return db;
  });
}

/**
 * A database that was made once on this machine.
 *
 * @param name says all that went into it, beside PGlite's version.
 * @param make makes it where it is not kept yet; it is closed here.
 */
export async function keptDump(name: string, make: () => Promise<PGlite>): Promise<Blob> {
  const file = join(KEPT, `pglite-${version()}-${name}.tar`);
  if (existsSync(file)) {
    utimesSync(file, new Date(), new Date());
  } else {
    forgetOld();
    const db = await make();
    await db.exec('checkpoint');
    const dump = await db.dumpDataDir('none');
    await db.close();
    mkdirSync(KEPT, { recursive: true });
    // Several test processes may get here at once: whoever is last wins, and nobody reads half a file.
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, Buffer.from(await dump.arrayBuffer()));
    renameSync(draft, file);
  }
  return new Blob([readFileSync(file)], { type: 'application/x-tar' });
}

/** What nobody used for an hour was made of something that has changed since. */
function forgetOld(): void {
  for (const name of existsSync(KEPT) ? readdirSync(KEPT) : []) {
    const file = join(KEPT, name);
    const used = name.endsWith('.tar') ? statSync(file, { throwIfNoEntry: false })?.mtimeMs : undefined;
    if (used !== undefined && used < Date.now() - 3_600_000) rmSync(file, { force: true });
  }
}

/** @returns an empty store in memory, open in well under a second. Close it. */
export async function openTestStore(): Promise<SqlStore> {
  return createPgliteStore({ memory: true, template: await pgliteTemplate() });
}

/** Makes a folder that `createPgliteStore({ dir })` finds initialised and empty. */
export async function emptyStoreFolder(dir: string): Promise<void> {
  const kept = join(KEPT, `pglite-${version()}-lean-folder`);
  if (!existsSync(kept)) {
    const draft = `${kept}.${process.pid}`;
    mkdirSync(KEPT, { recursive: true });
    await (await PGlite.create({ dataDir: draft, loadDataDir: await pgliteTemplate() })).close();
    try {
      renameSync(draft, kept);
    } catch {
      rmSync(draft, { recursive: true }); // Another process was quicker.
    }
  }
  cpSync(kept, dir, { recursive: true });
}

function version(): string {
  const manifest = readFileSync(
    join(process.cwd(), 'node_modules/@electric-sql/pglite/package.json'),
    'utf8',
  );
  return (JSON.parse(manifest) as { version: string }).version;
}
