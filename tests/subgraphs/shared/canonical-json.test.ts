import * as fc from 'fast-check';
import { canonicalJson, type Json } from '../../../schema/kernel/canonical-json';
import { hasPlainKeys } from '../../harness/plain-keys';

describe('canonical JSON', () => {
  it('is the text of RFC 8785: members by UTF-16 units, no blanks, shortest numbers', () => {
    expect(
      canonicalJson({
        '\u20ac': 'Euro',
        '\r': 'CR',
        '1': 'One',
        '\u{1f600}': 'Smiley',
        ö: 'o',
        '\ufb33': 'Dalet',
      }),
    ).toBe('{"\\r":"CR","1":"One","ö":"o","€":"Euro","\u{1f600}":"Smiley","\ufb33":"Dalet"}');
    expect(canonicalJson({ b: [1e21, 0.1, -0, 333333333.33333329], a: { d: null, c: true } })).toBe(
      '{"a":{"c":true,"d":null},"b":[1e+21,0.1,0,333333333.3333333]}',
    );
  });

  it('gives equal values equal texts, whatever the order of their members, and reads back as the value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const json = value as Json;
        const text = canonicalJson(json);
        expect(canonicalJson(reversed(json))).toBe(text);
        if (hasPlainKeys(json)) expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(json)));
      }),
    );
  });

  it('refuses numbers that JSON has not', () => {
    expect(() => canonicalJson([Number.NaN])).toThrow(TypeError);
    expect(() => canonicalJson({ n: Number.POSITIVE_INFINITY })).toThrow(TypeError);
  });
});

/** The same value, its members written the other way round. */
function reversed(value: Json): Json {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map(reversed);
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]: [string, Json]) => [name, reversed(member)]),
  );
}
