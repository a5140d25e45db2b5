import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPgliteStore } from '../../../adapters/postgres';
import { emptyStoreFolder } from '../../../mocks/empty-database';
import { openTestStore } from '../../harness/test-store';
import { badDaySuite } from './bad-day.suite';
import { killedSuite } from './killed.suite';
import { purgeSuite } from './purge.suite';
import { tamperSuite } from './tamper.suite';
import { trailSuite } from './trail.suite';

// One process holds a PGlite database, on one connection: several processes are one store here.
let shared: ReturnType<typeof openTestStore> | undefined;
trailSuite('PGlite', () => (shared ??= openTestStore()));
tamperSuite('PGlite', openTestStore);
purgeSuite('PGlite', openTestStore);
badDaySuite('PGlite', openTestStore);

let folder: string | undefined;
afterAll(() => folder && rmSync(folder, { recursive: true, force: true }));
killedSuite('PGlite', async () => {
  folder = mkdtempSync(join(tmpdir(), 'hub-audit-'));
  const dir = join(folder, 'store');
  await emptyStoreFolder(dir);
  return { place: ['pglite', dir], open: () => createPgliteStore({ dir }) };
});
