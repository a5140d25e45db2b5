import { createPgStore } from '../../../adapters/postgres';
import { createTestDatabase } from '../../harness/postgres-database';
import { withServer } from '../../harness/server-suite';
import { mediationSuite } from './mediation.suite';
import { retentionSuite } from './retention.suite';

withServer('TEST_POSTGRES_URL', (server) => {
  const open = async () => {
    const { url, drop } = await createTestDatabase(server);
    const store = createPgStore({ url });
    return { ...store, close: () => store.close().then(drop) };
  };
  mediationSuite('a PostgreSQL server', open);
  retentionSuite('a PostgreSQL server', open);
});
