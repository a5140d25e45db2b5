import { openServerStore } from '../../../harness/postgres-database';
import { withServer } from '../../../harness/server-suite';
import { handlingSuite } from './handling.suite';

withServer('TEST_POSTGRES_URL', (server) => {
  handlingSuite('a PostgreSQL server', () => openServerStore(server));
});
