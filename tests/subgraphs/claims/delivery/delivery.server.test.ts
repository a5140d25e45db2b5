import { openServerStore } from '../../../harness/postgres-database';
import { withServer } from '../../../harness/server-suite';
import { deliverySuite } from './delivery.suite';
import { letterSuite } from './letter.suite';

withServer('TEST_POSTGRES_URL', (server) => {
  deliverySuite('a PostgreSQL server', () => openServerStore(server));
  letterSuite('a PostgreSQL server', () => openServerStore(server));
});
