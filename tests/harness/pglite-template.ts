import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { createPgliteStore } from '../../adapters/postgres';
import type { SqlStore } from '../../schema/ports/store';

/**
 * An initialised, empty PGlite data folder, made once per machine and version: a fresh one takes seconds, a copy a
 * fraction of one.
 *
 * @returns for `PGlite.create({ loadDataDir })` and `createPgliteStore({ memory: true, template })`.
 */
export async function pgliteTemplate(): Promise<Blob> {
  const file = join(tmpdir(), 'claims-hub-tests', `pglite-${version()}.tar`);
  if (!existsSync(file)) {
    const db = await PGlite.create();
    const dump = await db.dumpDataDir('none');
    await db.close();
    mkdirSync(join(file, '..'), { recursive: true });
    // Several test processes may get here at once: whoever is last wins, and nobody reads half a file.
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, Buffer.from(await dump.arrayBuffer()));
    renameSync(draft, file);
  }
  return new Blob([readFileSync(file)], { type: 'application/x-tar' });
}

/** @returns an empty store in memory, open in well under a second. Close it. */
export async function openTestStore(): Promise<SqlStore> {
  return createPgliteStore({ memory: true, template: await pgliteTemplate() });
}

function version(): string {
  const manifest = readFileSync(
    join(process.cwd(), 'node_modules/@electric-sql/pglite/package.json'),
    'utf8',
  );
  return (JSON.parse(manifest) as { version: string }).version;
}
