import { createPgStore } from '../../../../adapters/postgres';
import { createTestDatabase } from '../../../harness/postgres-database';
import { withServer } from '../../../harness/server-suite';
import { killedSuite } from './killed.suite';
import { PATIENT_STORE } from '../../../harness/patience-ms';

withServer('TEST_POSTGRES_URL', (server) => {
  killedSuite('a PostgreSQL server', async () => {
    const { url, drop } = await createTestDatabase(server);
    return { place: url, store: async () => createPgStore({ ...PATIENT_STORE, url }), drop };
  });
});
