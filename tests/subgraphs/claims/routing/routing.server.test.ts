import { createPgStore } from '../../../../adapters/postgres';
import { createTestDatabase } from '../../../harness/postgres-database';
import { withServer } from '../../../harness/server-suite';
import { routingSuite } from './routing.suite';

withServer('TEST_POSTGRES_URL', (server) => {
  routingSuite('a PostgreSQL server', async () => {
    const { url, drop } = await createTestDatabase(server);
    const store = createPgStore({ url });
    return { ...store, close: () => store.close().then(drop) };
  });
});
