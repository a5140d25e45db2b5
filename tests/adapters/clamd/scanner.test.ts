import { createClamdScanner } from '../../../adapters/clamd';
import { type ClamdMood, type FakeClamd, startFakeClamd } from './fake-clamd';
import { scannerPromises } from './scanner.suite';
import { PATIENCE_MS } from '../../harness/patience-ms';

let clamd: FakeClamd;
beforeAll(async () => {
  clamd = await startFakeClamd();
});
afterAll(() => clamd.close());
beforeEach(() => Object.assign(clamd, { mood: 'well', limit: 25 * 1024 * 1024 }));

const scanner = (timeoutMs = PATIENCE_MS) =>
  createClamdScanner({ host: '127.0.0.1', port: clamd.port, timeoutMs });
async function* bytes(length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < length; at += 10_000) yield Buffer.alloc(Math.min(10_000, length - at), 'a');
}

scannerPromises('a stand-in for clamd', scanner);

describe('a scanner on a bad day', () => {
  it.each<[ClamdMood, string]>([
    ['reset', 'SOURCE_UNAVAILABLE'],
    ['error', 'SOURCE_UNAVAILABLE'],
    ['nonsense', 'SOURCE_UNAVAILABLE'],
  ])('%s: the file is not judged', async (mood, code) => {
    clamd.mood = mood;
    await expect(scanner().scan(bytes(100))).rejects.toMatchObject({ code, facts: { source: 'scanner' } });
  });

  it('silent: the file is not judged, and it is not waited for for ever', async () => {
    clamd.mood = 'silent';
    await expect(scanner(300).scan(bytes(100))).rejects.toMatchObject({ code: 'SOURCE_TIMEOUT' });
  });

  it('not there: the file is not judged', async () => {
    const gone = await startFakeClamd();
    await gone.close();
    const nobody = createClamdScanner({ host: '127.0.0.1', port: gone.port, timeoutMs: PATIENCE_MS });
    await expect(nobody.scan(bytes(100))).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    await expect(nobody.ping(PATIENCE_MS)).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
  });

  it('a file that is too long for it was not scanned', async () => {
    clamd.limit = 20_000;
    expect(await scanner().scan(bytes(60_000))).toBe('NOT_SCANNED');
  });
});
