import { existsSync, readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { forgetOld, KEPT, keep } from './kept-files';

const MANIFEST = join(__dirname, '..', 'node_modules/@electric-sql/pglite/package.json');

/** What nobody used for so long was made of something that has changed since. */
const HOUR_MS = 3_600_000;

/**
 * A database that was made once on this machine.
 *
 * @param name says all that went into it, beside PGlite's version.
 * @param make makes it where it is not kept yet; it is closed here.
 * @returns for `PGlite.create({ loadDataDir })`.
 */
export async function keptDump(name: string, make: () => Promise<PGlite>): Promise<Blob> {
  const kept = `${keptName(name)}.tar`;
  const file = join(KEPT, kept);
  if (existsSync(file)) {
    utimesSync(file, new Date(), new Date());
  } else {
    forgetOld((each) => each.endsWith('.tar'), HOUR_MS);
    const db = await make();
    await db.exec('checkpoint');
    const dump = await db.dumpDataDir('none');
    await db.close();
    keep(kept, new Uint8Array(await dump.arrayBuffer()));
  }
  return new Blob([readFileSync(file)], { type: 'application/x-tar' });
}

/** @returns what something is called that was made by this version of PGlite. */
export function keptName(name: string): string {
  const manifest = readFileSync(MANIFEST, 'utf8');
  return `pglite-${(JSON.parse(manifest) as { version: string }).version}-${name}`;
}
