import { createPgStore } from '../../../../adapters/postgres';
import { createTestDatabase } from '../../../harness/postgres-database';
import { withServer } from '../../../harness/server-suite';
import { searchSuite } from './search.suite';

withServer('TEST_POSTGRES_URL', (server) => {
  searchSuite('a PostgreSQL server', async () => {
    const { url, drop } = await createTestDatabase(server);
    const store = createPgStore({ url });
    return { ...store, close: () => store.close().then(drop) };
  });
});
