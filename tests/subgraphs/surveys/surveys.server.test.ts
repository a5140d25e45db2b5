import { openServerStore } from '../../harness/postgres-database';
import { withServer } from '../../harness/server-suite';
import { surveysSuite } from './surveys.suite';

withServer('TEST_POSTGRES_URL', (server) => {
  surveysSuite('a PostgreSQL server', () => openServerStore(server));
});
