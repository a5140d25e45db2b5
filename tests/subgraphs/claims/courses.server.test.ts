import { openServerStore } from '../../harness/postgres-database';
import { withServer } from '../../harness/server-suite';
import { mediationSuite } from './mediation.suite';
import { retentionSuite } from './retention.suite';

withServer('TEST_POSTGRES_URL', (server) => {
  const open = () => openServerStore(server);
  mediationSuite('a PostgreSQL server', open);
  retentionSuite('a PostgreSQL server', open);
});
