import { openServerStore } from '../../harness/postgres-database';
import { withServer } from '../../harness/server-suite';
import { operationStoreSuite } from './store.suite';

withServer('TEST_POSTGRES_URL', (server) => {
  operationStoreSuite('a PostgreSQL server', () => openServerStore(server));
});
