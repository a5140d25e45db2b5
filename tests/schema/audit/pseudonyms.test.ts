import { createPseudonymiser } from '../../../schema/audit/pseudonyms';
import { SECRET } from './records';

const { of, during } = createPseudonymiser(SECRET);
const at = (day: string): Date => new Date(`${day}T12:00:00Z`);

describe('a pseudonym', () => {
  it('is the same for the same person within a quarter, and another in the next', () => {
    const first = of('subject', '000000000001', at('2026-10-01'));
    expect(first).toMatch(/^[\w-]{22}$/);
    expect(of('subject', '000000000001', new Date('2026-12-31T23:59:59.999Z'))).toBe(first);
    expect(of('subject', '000000000001', new Date('2027-01-01T00:00:00.000Z'))).not.toBe(first);
  });

  it('differs between persons, kinds and secrets, and between what could be run together', () => {
    const day = at('2026-11-20');
    const pseudonyms = [
      of('subject', '000000000001', day),
      of('subject', '000000000002', day),
      of('actor', '000000000001', day),
      of('token', '000000000001', day),
      createPseudonymiser(`${SECRET}!`).of('subject', '000000000001', day),
    ];
    expect(new Set(pseudonyms).size).toBe(pseudonyms.length);
  });

  it('does not depend on what was asked before', () => {
    const before = of('actor', 'a\0b', at('2026-11-20'));
    for (let index = 0; index < 25_000; index += 1) of('subject', String(index), at('2026-11-20'));
    expect(of('actor', 'a\0b', at('2026-11-20'))).toBe(before);
    expect(createPseudonymiser(SECRET).of('actor', 'a\0b', at('2026-11-20'))).toBe(before);
  });

  it('is found again over a period, once per quarter, its ends included', () => {
    const days = ['2025-12-31', '2026-01-01', '2026-04-01', '2026-07-01', '2026-11-20'];
    const each = days.map((day) => of('subject', '000000000001', at(day)));
    expect(during('subject', '000000000001', at('2025-12-31'), at('2026-11-20'))).toEqual(each);
    expect(during('subject', '000000000001', at('2026-11-20'), at('2026-11-20'))).toEqual(each.slice(-1));
    expect(during('subject', '000000000001', at('2026-11-20'), at('2026-01-01'))).toEqual([]);
  });

  it('needs a secret worth the name, and a day', () => {
    expect(() => createPseudonymiser('short')).toThrow(RangeError);
    expect(() => of('subject', '000000000001', new Date('never'))).toThrow(RangeError);
  });
});
