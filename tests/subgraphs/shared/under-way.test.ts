import fc from 'fast-check';
import { NOWHERE, type Placed, UnderWay } from '../../../subgraphs/shared/under-way';
import { oldBytesLeft } from '../../harness/old-generation';

interface Holding extends Placed {
  readonly held: unknown;
}

const change = fc.record({ item: fc.nat(20), come: fc.boolean() });

describe('what is under way', () => {
  it('is what a set of the same would hold, whoever comes and goes', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 200 }), (changes) => {
        const items = Array.from({ length: 21 }, (): Placed => ({ place: NOWHERE }));
        const all = new UnderWay<Placed>();
        const like = new Set<Placed>();
        for (const { item: index, come } of changes) {
          const item = items[index]!;
          if (!come) expect(all.delete(item)).toBe(like.delete(item));
          else if (!all.has(item)) {
            all.add(item);
            like.add(item);
          }
          expect([...all]).toHaveLength(like.size);
          expect(all.has(item)).toBe(like.has(item));
        }
        expect(new Set(all)).toEqual(like);
      }),
    );
  });

  it('may go while it is looked at', () => {
    const all = new UnderWay<Placed>();
    for (let count = 0; count < 5; count += 1) all.add({ place: NOWHERE });
    let seen = 0;
    for (const item of all) {
      all.delete(item);
      seen += 1;
    }
    expect(seen).toBe(5);
    expect([...all]).toHaveLength(0);
  });

  it('is kept no longer than it is under way', async () => {
    const all = new UnderWay<Holding>();
    let last: Holding | undefined;
    const left = await oldBytesLeft(2_000, async () => {
      const item = { place: NOWHERE, held: Array.from({ length: 500 }, (_, index) => ({ index })) };
      all.add(item);
      if (last) all.delete(last);
      last = item;
    });
    expect(left).toBeLessThan(2_000);
  });
});
