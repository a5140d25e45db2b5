import { createPgReader } from '../../../adapters/postgres';
import { startLedger } from '../../../mocks/ledger/ledger';
import { ledgerSourceSuite } from './ledger-source.suite';
import { WORLD } from './world-ledger';
import { PATIENCE_MS } from '../../harness/patience-ms';

ledgerSourceSuite('the stand-in', async () => {
  const ledger = await startLedger({ dataDir: WORLD, port: 0 });
  const reader = createPgReader({ source: 'account-ledger', url: ledger.dsn, connectTimeoutMs: PATIENCE_MS });
  return {
    reader,
    async close() {
      await reader.close();
      await ledger.close();
    },
  };
});
