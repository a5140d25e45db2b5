import { join } from 'node:path';
import { createPgStore } from '../../../../adapters/postgres';
import type { SqlStore } from '../../../../schema/ports/store';
import { readMigrations } from '../../../../subgraphs/shared/migrations';
import { loadClaims } from '../../../bench/claims/load';
import { scannedBy } from '../../../bench/claims/plans';
import { readsOf } from '../../../bench/claims/reads';
import { createTestDatabase } from '../../../harness/postgres-database';
import { withServer } from '../../../harness/server-suite';
import { PATIENCE_MS } from '../../../harness/patience-ms';

/** Enough that a scan of all of them is dearer than an index. */
const CLAIMS = 20_000;
/** Reads of each kind: every team, officers and advisers, frequent and rare words. */
const READS = 60;

withServer('TEST_POSTGRES_URL', (server) => {
  describe('with many claims on a PostgreSQL server', () => {
    let store: SqlStore;
    let drop: () => Promise<void>;
    beforeAll(async () => {
      const database = await createTestDatabase(server);
      drop = database.drop;
      store = createPgStore({
        ...{ url: database.url, poolSize: 1 },
        ...{ acquireTimeoutMs: PATIENCE_MS, statementTimeoutMs: 600_000 },
      });
      await store.migrate('claims', readMigrations(join(process.cwd(), 'subgraphs/claims/migrations')));
      await loadClaims(store, CLAIMS, () => undefined);
    }, 600_000);
    afterAll(async () => {
      await store.close();
      await drop();
    });

    it.each(readsOf(CLAIMS).map((read) => [read.name, read] as const))(
      '%s goes through no table of claims from end to end',
      async (_, read) => {
        const scanned = new Set<string>();
        for (let n = 0; n < READS; n += 1) {
          for (const table of await scannedBy(store, read, n)) scanned.add(table);
        }
        // What is not counted yet is counted by going through it.
        expect([...scanned].filter((table) => table !== 'steering_due')).toEqual([]);
      },
      600_000,
    );
  });
});
