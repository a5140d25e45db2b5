import { openServerStore } from '../../../harness/postgres-database';
import { withServer } from '../../../harness/server-suite';
import { automationSuite } from './automation.suite';

withServer('TEST_POSTGRES_URL', (server) => {
  automationSuite('a PostgreSQL server', () => openServerStore(server));
});
