import { createDocumentReader } from '../../../gateway/plan/document';
import { DEFAULT_LIMITS } from '../../../gateway/plan/limits';
import { narrow, whole } from './world';

const text = (n: number): string => `query Q${n} { number }`;

describe('documents that are kept', () => {
  it('are bounded in bytes, the least recently used going first', () => {
    const one = createDocumentReader(whole, DEFAULT_LIMITS);
    one.read(text(1));
    const { bytes } = one.kept();
    const reader = createDocumentReader(whole, DEFAULT_LIMITS, (bytes * 3) / 0.75); // Room for three.
    const read = [1, 2, 3].map((n) => reader.read(text(n)));
    expect(reader.kept()).toEqual({ documents: 3, bytes: bytes * 3 });
    reader.read(text(1));
    reader.read(text(4));
    expect(reader.kept()).toEqual({ documents: 3, bytes: bytes * 3 });
    expect([1, 3].map((n) => reader.read(text(n)) === read[n - 1])).toEqual([true, true]);
    expect(reader.read(text(2))).not.toBe(read[1]);
  });

  it('weigh what their trees take, not what their texts do', () => {
    const weight = (query: string): number => {
      const reader = createDocumentReader(whole, DEFAULT_LIMITS);
      reader.read(query);
      return reader.kept().bytes;
    };
    expect(weight(`{ ${'number '.repeat(20)} }`)).toBeGreaterThan(
      weight(`{ number ${' '.repeat(140)} }`) + 5_000,
    );
  });

  it('leave refusals less room than themselves', () => {
    const reader = createDocumentReader(whole, DEFAULT_LIMITS, 40_000);
    const first = reader.read(text(0));
    for (let n = 0; n < 100; n += 1) reader.read(text(0).replace('number', `secret s${n}: secret`), narrow);
    expect(reader.kept().bytes).toBeLessThanOrEqual(40_000);
    expect(reader.read(text(0))).not.toBe(first); // Each of them is a document as well, for others.
  });
});
