import fc from 'fast-check';
import { answerBytes, noteRepeating, noteSeveral } from '../../gateway/answer/bytes';
import { writeRepeats } from '../../gateway/answer/repeats';

const objectsIn = (value: unknown, found = new Set<object>()): Set<object> => {
  if (typeof value !== 'object' || value === null) return found;
  found.add(value);
  for (const each of Object.values(value)) objectsIn(each, found);
  return found;
};

describe('an answer that says the same again and again', () => {
  it('is written as JSON.stringify writes it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (once, again) => {
        const value = { once, again, list: [again, once, again], '"key"': again, __proto__: null };
        const text = JSON.stringify(value);
        expect(writeRepeats(value, objectsIn(again)).toString()).toBe(text);
        expect(writeRepeats(value, new Set()).toString()).toBe(text);
      }),
    );
  });

  it('holds what is no JSON in the same way', () => {
    const odd = {
      at: new Date(0),
      of: undefined,
      list: [undefined, Number.NaN],
      ok: { toJSON: () => 'said' },
    };
    const value = { a: odd, b: odd };
    const text = JSON.stringify(value);
    expect(writeRepeats(value, new Set([odd])).toString()).toBe(text);
  });

  it('has its data noted and the rest as it is', () => {
    const node = { id: '1' };
    const data = { a: node, b: node };
    const body = { errors: [{ message: 'It failed.' }], data, extensions: { access: { masked: ['A.b'] } } };
    noteRepeating(data, new Set([node]));
    expect(answerBytes(body).toString()).toBe(JSON.stringify(body));
  });

  it('is written once for several callers who get the same, and anew for who gets more', () => {
    const data = { a: 1 };
    const masked = { access: { masked: ['A.b'] } };
    noteSeveral(data);
    const first = answerBytes({ data });
    expect(answerBytes({ data })).toBe(first);
    expect(answerBytes({ data, extensions: masked }).toString()).toBe(
      JSON.stringify({ data, extensions: masked }),
    );
    expect(answerBytes({ data }).toString()).toBe(first.toString());
  });
});
