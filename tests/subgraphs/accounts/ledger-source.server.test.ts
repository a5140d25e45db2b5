import { createDb2Reader } from '../../../adapters/db2';
import { withServer } from '../../harness/server-suite';
import { ledgerSourceSuite } from './ledger-source.suite';
import { PATIENCE_MS } from '../../harness/patience-ms';

withServer('TEST_DB2_DSN', (dsn) => {
  ledgerSourceSuite("a DRDA server by IBM's driver", () => {
    const reader = createDb2Reader({
      ...{ source: 'account-ledger', dsn },
      ...{ acquireTimeoutMs: PATIENCE_MS, connectTimeoutMs: PATIENCE_MS },
    });
    return Promise.resolve({ reader, close: () => reader.close() });
  });
});
