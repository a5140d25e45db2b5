import { auditedHub } from './audit-hub.suite';

describe('the audit trail of a hub in one process', () => auditedHub({ mode: 'one process' }));
describe('the audit trail of a distributed hub', () => auditedHub({ mode: 'distributed' }));
