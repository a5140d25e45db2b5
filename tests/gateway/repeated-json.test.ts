import fc from 'fast-check';
import { readRepeats } from '../../gateway/execute/repeated-json/read';
import { createJsonReader } from '../../gateway/execute/repeated-json/reader';
import { hasPlainKeys } from '../harness/plain-keys';

/** Texts that say the same over and over, as a graph's answers do. */
const repeating = (): fc.Arbitrary<unknown> =>
  fc
    .array(fc.jsonValue({ maxDepth: 2 }).filter(hasPlainKeys), { minLength: 1, maxLength: 4 })
    .chain((few) =>
      fc.array(
        fc.record({ a: fc.constantFrom(...few), list: fc.array(fc.record({ b: fc.constantFrom(...few) })) }),
      ),
    );

describe('JSON that says the same again and again', () => {
  it('is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.oneof(repeating(), fc.jsonValue()), (value) => {
        const text = JSON.stringify([value]);
        expect(JSON.stringify(readRepeats(text, Infinity)?.value)).toBe(text);
      }),
    );
  });

  it('is not read where JSON.parse does not read it', () => {
    fc.assert(
      fc.property(
        repeating(),
        fc.nat(),
        fc.constantFrom('', ' ', '"', '\\', '\n', ',', ':', '{', '}', '[', ']', '1', 'n', '-'),
        (value, place, letter) => {
          const text = JSON.stringify(value);
          const at = place % text.length;
          const broken = text.slice(0, at) + letter + text.slice(at + 1);
          const read = readRepeats(broken, Infinity);
          if (read) expect(read.value).toEqual(JSON.parse(broken));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('reads a key with an escape as it is written, whatever was read before', () => {
    expect(readRepeats('[{"k\\\\":1},{"k\\"":1}]', Infinity)?.value).toEqual([{ 'k\\': 1 }, { 'k"': 1 }]);
  });

  it('makes one object of what is written alike at one place, and only there', () => {
    const entity = { id: '1', says: 'a "quoted" \u2028 text\n', of: [{ n: 1.5e3 }, null, true] };
    const text = JSON.stringify({ here: [entity, { id: '2' }, entity], there: entity });
    const read = readRepeats(text, Infinity);
    const { here, there } = read?.value as { here: unknown[]; there: unknown };
    expect(here[2]).toBe(here[0]);
    expect(there).not.toBe(here[0]);
    expect(there).toEqual(entity);
    expect([...(read?.repeated ?? [])]).toEqual([here[0]]);
  });

  it('keeps a key that every object seems to have an ordinary one', () => {
    const text = '[{"__proto__":{"a":1}},{"__proto__":{"a":1}}]';
    const read = readRepeats(text, Infinity);
    expect(JSON.stringify(read?.value)).toBe(text);
    expect(({} as { a?: number }).a).toBeUndefined();
  });

  it('is given up where little comes again', () => {
    const text = JSON.stringify(Array.from({ length: 500 }, (_, id) => ({ id })));
    expect(readRepeats(text, 1_000)).toBeUndefined();
    const read = createJsonReader();
    for (let count = 0; count < 5; count += 1)
      expect(read(text)).toEqual({ value: JSON.parse(text), repeated: new Set() });
  });

  it('is read however deep it is', () => {
    const text = `${'['.repeat(100_000)}1${']'.repeat(100_000)}`;
    expect(readRepeats(text, Infinity)).toBeUndefined();
  });

  it('is refused as JSON.parse refuses it', () => {
    const text = `[${'{"id":"1"},'.repeat(1_000)}`;
    expect(() => createJsonReader()(text)).toThrow(SyntaxError);
  });
});
