import type { SoapCaller } from '../../../schema/ports/soap';
import { PATIENCE_MS } from '../../harness/patience-ms';

/** Opens a caller of a document store whose documents are bytes 0, 1, … 250, 0, … as many as their number says. */
export type OpenStore = () => Promise<SoapCaller>;

/** Bytes that are compared at once. */
const CHECKED = 251 * 256;
const PERIODS = Buffer.from(Array.from({ length: CHECKED + 251 }, (_, index) => index % 251));

/** Documents are handed on as they arrive, whoever sends them and however. */
export function documentsSuite(name: string, open: OpenStore, largest: number): void {
  describe(`documents served by ${name}`, () => {
    let caller: SoapCaller;
    beforeAll(async () => {
      caller = await open();
    });
    afterAll(() => caller.close());

    /** @returns how many bytes came; fails at the first wrong one. */
    const read = async (size: number, maxBytes: number): Promise<number> => {
      let at = 0;
      await caller.call({
        operation: 'lireDocument',
        body: { idDocument: `GED2026112${String(size).padStart(10, '0')}` },
        timeoutMs: PATIENCE_MS,
        requestId: 'req-1',
        documents: {
          maxBytes,
          write(piece, index) {
            if (index !== 0) throw new Error('one document was asked for');
            for (let from = 0; from < piece.length; from += CHECKED) {
              const part = piece.subarray(from, from + CHECKED);
              const shift = at % 251;
              if (Buffer.compare(part, PERIODS.subarray(shift, shift + part.length)) !== 0) {
                throw new Error(`a byte after ${at} is wrong`);
              }
              at += part.length;
            }
          },
        },
        parse: (node) => {
          if ((node as { contenu: string }).contenu !== '')
            throw new Error('the document stands in the answer');
        },
      });
      return at;
    };

    it.each([1, 2, 3, 250, 100_000])('arrive whole: %i bytes', async (size) => {
      expect(await read(size, 1_000_000)).toBe(size);
    });

    it('stand in the answer as base64 where nobody takes them', async () => {
      const call = caller.call({
        operation: 'lireDocument',
        body: { idDocument: 'GED20261120000000300' },
        timeoutMs: PATIENCE_MS,
        requestId: 'req-1',
        parse: (node) => Buffer.from((node as { contenu: string }).contenu, 'base64'),
      });
      expect(await call).toEqual(Buffer.from(Array.from({ length: 300 }, (_, index) => index % 251)));
    });

    it('are refused past their limit of size', async () => {
      await expect(read(300_000, 200_000)).rejects.toMatchObject({
        code: 'SOURCE_INVALID_DATA',
        cause: { name: 'AnswerTooLarge' },
      });
      expect(await read(200_000, 200_000)).toBe(200_000);
    });

    it('may be larger than an answer may be', async () => {
      expect(await read(largest, largest)).toBe(largest);
    });
  });
}
