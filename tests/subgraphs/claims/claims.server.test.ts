import { openServerStore } from '../../harness/postgres-database';
import { withServer } from '../../harness/server-suite';
import { badDaysSuite } from './bad-days/bad-days.suite';
import { draftsSuite } from './drafts/drafts.suite';
import { filingSuite } from './filing.suite';
import { importSuite } from './import.suite';
import { intakeSuite } from './intake/intake.suite';
import { lifeCycleSuite } from './lifecycle.suite';
import { readingSuite } from './reading.suite';
import { repeatedSuite } from './repeated/repeated.suite';
import { trackingSuite } from './tracking/tracking.suite';

withServer('TEST_POSTGRES_URL', (server) => {
  const open = () => openServerStore(server);
  readingSuite('a PostgreSQL server', open);
  filingSuite('a PostgreSQL server', open);
  importSuite('a PostgreSQL server', open);
  intakeSuite('a PostgreSQL server', open);
  lifeCycleSuite('a PostgreSQL server', open);
  trackingSuite('a PostgreSQL server', open);
  draftsSuite('a PostgreSQL server', open);
  repeatedSuite('a PostgreSQL server', open);
  badDaysSuite('a PostgreSQL server', open);
});
