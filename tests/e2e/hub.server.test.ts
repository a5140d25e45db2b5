import { withServer } from '../harness/server-suite';
import { hubPromises } from './hub.suite';

withServer('TEST_POSTGRES_URL', (postgres) => {
  describe('a hub in one process, on PostgreSQL', () => hubPromises({ mode: 'one process', postgres }));
  describe('a distributed hub, on PostgreSQL', () => hubPromises({ mode: 'distributed', postgres }));
});

withServer('TEST_DB2_DSN', (db2) => {
  describe("a hub whose ledger speaks Db2's own protocol", () => hubPromises({ mode: 'one process', db2 }));
});
