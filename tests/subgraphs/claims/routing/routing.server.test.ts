import { openServerStore } from '../../../harness/postgres-database';
import { withServer } from '../../../harness/server-suite';
import { routingSuite } from './routing.suite';

withServer('TEST_POSTGRES_URL', (server) => {
  routingSuite('a PostgreSQL server', () => openServerStore(server));
});
