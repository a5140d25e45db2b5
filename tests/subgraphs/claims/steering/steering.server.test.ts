import { openServerStore } from '../../../harness/postgres-database';
import { withServer } from '../../../harness/server-suite';
import { steeringSuite } from './steering.suite';

withServer('TEST_POSTGRES_URL', (server) => {
  steeringSuite('a PostgreSQL server', () => openServerStore(server));
});
