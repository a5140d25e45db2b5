import { createDb2Reader } from '../../../adapters/db2';

/** Run as a process of its own: reads by the driver of its first argument while that one prints, until disconnected. */
async function main(driver: string): Promise<void> {
  const patience = 120_000;
  const limits = { acquireTimeoutMs: patience, connectTimeoutMs: patience };
  const reader = createDb2Reader({ source: 'ledger', dsn: 'DATABASE=FAKE', driver, ...limits });
  const read = (text: string): Promise<readonly unknown[]> =>
    reader.read({ name: 'test', text, values: [], timeoutMs: patience, parse: (row) => row });
  const [[counts]] = (await read('COUNTS')) as [[string]];
  const answer = await read('NOISE');
  await read('STATE 42601').catch(() => undefined);
  process.on('disconnect', () => void reader.close());
  process.send?.({ answer, pid: (JSON.parse(counts) as { pid: number }).pid });
}

void main(process.argv[2] ?? '');
