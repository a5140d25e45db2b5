import { openServerStore } from '../../harness/postgres-database';
import { withServer } from '../../harness/server-suite';
import { outboxPromises } from './outbox.suite';

withServer('TEST_POSTGRES_URL', (server) => {
  outboxPromises('a PostgreSQL server', () => openServerStore(server));
});
