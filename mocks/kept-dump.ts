import {
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
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';

/** Where databases that this user made once are kept; empty it whenever you like. */
export const KEPT = join(tmpdir(), `claims-hub-${userInfo().uid}`);

const MANIFEST = join(__dirname, '..', 'node_modules/@electric-sql/pglite/package.json');

/**
 * A database that was made once on this machine.
 *
 * @param name says all that went into it, beside PGlite's version.
 * @param make makes it where it is not kept yet; it is closed here.
 * @returns for `PGlite.create({ loadDataDir })`.
 */
export async function keptDump(name: string, make: () => Promise<PGlite>): Promise<Blob> {
  const file = join(KEPT, `${keptName(name)}.tar`);
  if (existsSync(file)) {
    utimesSync(file, new Date(), new Date());
  } else {
    forgetOld();
    const db = await make();
    await db.exec('checkpoint');
    const dump = await db.dumpDataDir('none');
    await db.close();
    makeKept();
    // Several processes may get here at once: whoever is last wins, and nobody reads half a file.
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, Buffer.from(await dump.arrayBuffer()));
    renameSync(draft, file);
  }
  return new Blob([readFileSync(file)], { type: 'application/x-tar' });
}

/** @returns what something is called that was made by this version of PGlite. */
export function keptName(name: string): string {
  const manifest = readFileSync(MANIFEST, 'utf8');
  return `pglite-${(JSON.parse(manifest) as { version: string }).version}-${name}`;
}

/** Makes the folder of what is kept, which nobody else writes to. */
export function makeKept(): void {
  mkdirSync(KEPT, { recursive: true, mode: 0o700 });
}

/** What nobody used for an hour was made of something that has changed since. */
function forgetOld(): void {
  for (const name of existsSync(KEPT) ? readdirSync(KEPT) : []) {
    const file = join(KEPT, name);
    const used = name.endsWith('.tar') ? statSync(file, { throwIfNoEntry: false })?.mtimeMs : undefined;
    if (used !== undefined && used < Date.now() - 3_600_000) rmSync(file, { force: true });
  }
}
