import { withServer } from '../../harness/server-suite';
import { exportSuite } from './export.suite';

withServer('TEST_POSTGRES_URL', (postgres) => {
  exportSuite('distributed, on a PostgreSQL server', { mode: 'distributed', postgres });
});
