import { openServerStore } from '../../harness/postgres-database';
import { withServer } from '../../harness/server-suite';
import { erasureSuite } from './erasure.suite';

withServer('TEST_POSTGRES_URL', (server) => {
  erasureSuite('a PostgreSQL server', () => openServerStore(server));
});
