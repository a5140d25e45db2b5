import { createDb2Reader } from '../../../adapters/db2';
import { PATIENCE_MS } from '../../harness/patience-ms';

/** Run as a process of its own: reads by the driver of its first argument while that one prints, until disconnected. */
async function main(driver: string): Promise<void> {
  const limits = { acquireTimeoutMs: PATIENCE_MS, connectTimeoutMs: PATIENCE_MS };
  const reader = createDb2Reader({ source: 'ledger', dsn: 'DATABASE=FAKE', driver, ...limits });
  const read = (text: string): Promise<readonly unknown[]> =>
    reader.read({ name: 'test', text, values: [], timeoutMs: PATIENCE_MS, parse: (row) => row });
  const [[counts]] = (await read('COUNTS')) as [[string]];
  const answer = await read('NOISE');
  await read('STATE 42601').catch(() => undefined);
  process.on('disconnect', () => void reader.close());
  process.send?.({ answer, pid: (JSON.parse(counts) as { pid: number }).pid });
}

void main(process.argv[2] ?? '');
