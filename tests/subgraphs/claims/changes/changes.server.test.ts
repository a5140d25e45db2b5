import { openServerStore } from '../../../harness/postgres-database';
import { withServer } from '../../../harness/server-suite';
import { claimMarksSuite } from './marks.suite';
import { changePublisherSuite } from './publisher.suite';

withServer('TEST_POSTGRES_URL', (server) => {
  claimMarksSuite('a PostgreSQL server', () => openServerStore(server));
  changePublisherSuite('a PostgreSQL server', () => openServerStore(server));
});
