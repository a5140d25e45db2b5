import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPgliteStore } from '../../../../adapters/postgres';
import { killedSuite } from './killed.suite';

killedSuite('PGlite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'claims-killed-'));
  const place = join(folder, 'store');
  return {
    place,
    store: () => createPgliteStore({ dir: place }),
    drop: async () => rmSync(folder, { recursive: true, force: true }),
  };
});
