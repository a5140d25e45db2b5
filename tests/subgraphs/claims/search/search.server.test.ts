import { openServerStore } from '../../../harness/postgres-database';
import { withServer } from '../../../harness/server-suite';
import { searchSuite } from './search.suite';

withServer('TEST_POSTGRES_URL', (server) => {
  searchSuite('a PostgreSQL server', () => openServerStore(server));
});
