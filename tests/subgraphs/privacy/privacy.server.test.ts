import { openServerStore } from '../../harness/postgres-database';
import { withServer } from '../../harness/server-suite';
import { privacySuite } from './privacy.suite';

withServer('TEST_POSTGRES_URL', (server) => {
  privacySuite('a PostgreSQL server', () => openServerStore(server));
});
