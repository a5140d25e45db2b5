import { withServer } from '../harness/server-suite';
import { auditedHub } from './audit-hub.suite';

withServer('TEST_POSTGRES_URL', (postgres) => {
  describe('the audit trail of a hub in one process, on PostgreSQL', () =>
    auditedHub({ mode: 'one process', postgres }));
  describe('the audit trail of a distributed hub, on PostgreSQL', () =>
    auditedHub({ mode: 'distributed', postgres }));
});
