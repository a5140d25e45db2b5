import { createClamdScanner } from '../../../adapters/clamd';
import { withServer } from '../../harness/server-suite';
import { scannerPromises } from './scanner.suite';
import { PATIENCE_MS } from '../../harness/patience-ms';

withServer('TEST_CLAMD', (address) => {
  const [host = '', port] = address.split(':');
  const scanner = () => createClamdScanner({ host, port: Number(port), timeoutMs: PATIENCE_MS });
  scannerPromises('ClamAV', scanner);

  it('a file that is longer than clamd takes was not scanned', async () => {
    async function* long(): AsyncGenerator<Uint8Array> {
      for (let sent = 0; sent < 64; sent += 1) yield Buffer.alloc(1024 * 1024, 'a');
    }
    expect(await scanner().scan(long())).toBe('NOT_SCANNED');
  });
});
