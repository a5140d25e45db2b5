import { openServerStore } from '../../harness/postgres-database';
import { withServer } from '../../harness/server-suite';
import { answeringSuite } from './answering.suite';
import { crashSuite } from './crash.suite';
import { redressSuite } from './redress.suite';

withServer('TEST_POSTGRES_URL', (server) => {
  const open = () => openServerStore(server);
  answeringSuite('a PostgreSQL server', open);
  redressSuite('a PostgreSQL server', open);
  crashSuite('a PostgreSQL server', open);
});
