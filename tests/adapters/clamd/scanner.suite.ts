import { randomBytes } from 'node:crypto';
import type { FileScanner } from '../../../schema/ports/scanner';
import { EICAR } from './fake-clamd';
import { PATIENCE_MS } from '../../harness/patience-ms';

async function* pieces(content: Buffer, size: number): AsyncGenerator<Uint8Array> {
  yield Buffer.alloc(0);
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}

/** What a scanner promises, whichever it is. */
export function scannerPromises(name: string, open: () => FileScanner): void {
  describe(`the scanner: ${name}`, () => {
    it('answers', async () => {
      await expect(open().ping(PATIENCE_MS)).resolves.toBeUndefined();
    });

    it.each([
      ['a text', Buffer.from('Relevé du mois, opération entourée.')],
      ['two megabytes', randomBytes(2 * 1024 * 1024)],
      ['lengths that are zeros on the wire', Buffer.alloc(70_000)],
    ])('finds nothing in %s', async (_what, content) => {
      expect(await open().scan(pieces(content, 65_536))).toBe('CLEAN');
    });

    it.each([1, 7, 68, 1_000])('finds what it knows, in pieces of %d bytes', async (size) => {
      expect(await open().scan(pieces(EICAR, size))).toBe('INFECTED');
    });

    it('keeps files apart that are looked at at once', async () => {
      const scanner = open();
      const contents = Array.from({ length: 12 }, (_, n) => (n % 3 === 0 ? EICAR : Buffer.from(`file ${n}`)));
      const verdicts = await Promise.all(contents.map((content) => scanner.scan(pieces(content, 16))));
      expect(verdicts).toEqual(contents.map((content) => (content === EICAR ? 'INFECTED' : 'CLEAN')));
    });

    it('passes on what goes wrong while the file is read, and judges nothing', async () => {
      async function* broken(): AsyncGenerator<Uint8Array> {
        yield Buffer.from('half');
        throw new Error('the store is down');
      }
      await expect(open().scan(broken())).rejects.toThrow();
    });
  });
}
