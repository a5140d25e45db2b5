import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { createPgliteStore } from '../../adapters/postgres';
import { fillLedger, type Ledger, serveLedger } from '../../mocks/ledger/ledger';
import { loadDemoWorld } from '../../mocks/load';
import type { SqlStore } from '../../schema/ports/store';
import { emptyStoreFolder } from '../../mocks/empty-database';
import { keptDump } from '../../mocks/kept-dump';

const ROOT = join(__dirname, '..', '..');

/** @returns the ledger's stand-in with a demo world in it. Close it. */
export async function openWorldLedger(dataDir: string): Promise<Ledger> {
  const key = contentOf(join(ROOT, 'subgraphs/accounts'), join(ROOT, 'mocks/ledger'), dataDir);
  const dump = await keptDump(`ledger-${key}`, () => fillLedger(dataDir));
  return serveLedger(await PGlite.create({ loadDataDir: dump }), 0);
}

/** @returns our own store with a demo world in it, in memory. Close it. */
export async function openWorldStore(dataDir: string): Promise<SqlStore> {
  const code = ['subgraphs', 'adapters/postgres', 'schema', 'mocks/world'].map((folder) =>
    join(ROOT, folder),
  );
  const key = contentOf(...code, join(ROOT, 'mocks/load.ts'), dataDir);
  const template = await keptDump(`store-${key}`, () => filledStore(dataDir));
  return createPgliteStore({ memory: true, template });
}

async function filledStore(dataDir: string): Promise<PGlite> {
  const folder = mkdtempSync(join(tmpdir(), 'claims-hub-world-'));
  try {
    const dir = join(folder, 'store');
    await emptyStoreFolder(dir);
    const store = await createPgliteStore({ dir });
    await loadDemoWorld(store, dataDir);
    await store.close();
    const kept = await PGlite.create({ dataDir: dir });
    const dump = await kept.dumpDataDir('none');
    await kept.close();
    return await PGlite.create({ loadDataDir: dump });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns a digest of files and of all that folders hold: what is made of them is made again when one changes. */
function contentOf(...paths: readonly string[]): string {
  const digest = createHash('sha256');
  const add = (path: string): void => {
    digest.update(path).update('\0').update(readFileSync(path)).update('\0');
  };
  for (const path of paths) {
    const entries = path.endsWith('.ts') ? [] : readdirSync(path, { recursive: true, withFileTypes: true });
    if (entries.length === 0) add(path);
    for (const each of entries) if (each.isFile()) add(join(each.parentPath, each.name));
  }
  return digest.digest('hex').slice(0, 16);
}
