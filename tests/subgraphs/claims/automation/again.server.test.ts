import { openServerStore } from '../../../harness/postgres-database';
import { withServer } from '../../../harness/server-suite';
import { askAgainSuite } from './again.suite';

withServer('TEST_POSTGRES_URL', (server) => {
  askAgainSuite('a PostgreSQL server', () => openServerStore(server));
});
