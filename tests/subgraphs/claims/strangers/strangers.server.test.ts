import { openServerStore } from '../../../harness/postgres-database';
import { withServer } from '../../../harness/server-suite';
import { strangersSuite } from './strangers.suite';

withServer('TEST_POSTGRES_URL', (server) =>
  strangersSuite('a PostgreSQL server', () => openServerStore(server)),
);
