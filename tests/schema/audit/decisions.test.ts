import fc from 'fast-check';
import { addUpDecisions, decisionsText, readDecisions } from '../../../schema/audit/decisions';
import type { AccessDecision } from '../../../schema/audit/record';

const decision: fc.Arbitrary<AccessDecision> = fc.record({
  category: fc.constantFrom('user.name', 'user.contact.email'),
  decision: fc.constantFrom('DENY', 'MASK', 'ALLOW'),
  rule: fc.constantFrom('R-1', '-'),
  count: fc.integer({ min: 0, max: 1_000 }),
});
const total = (decisions: readonly AccessDecision[]): number =>
  decisions.reduce((sum, { count }) => sum + count, 0);

describe('decisions as a text', () => {
  it('are read as what was written, equal ones added up and sorted', () => {
    fc.assert(
      fc.property(fc.array(decision), (written) => {
        const read = readDecisions(decisionsText(written)) ?? [];
        const keys = read.map((each) => [each.category, each.decision, each.rule].join(' '));
        expect(total(read)).toBe(total(written));
        expect(keys).toEqual([...new Set(keys)].sort());
        expect(new Set(keys)).toEqual(
          new Set(written.map((each) => [each.category, each.decision, each.rule].join(' '))),
        );
      }),
    );
  });

  it('are one list that nobody can change, for equal ones', () => {
    const written = [{ category: 'user.name', decision: 'ALLOW', rule: 'R-1', count: 2 } as const];
    const [one, other] = [addUpDecisions([written, []]), readDecisions('user.name ALLOW R-1 2')];
    expect(one).toBe(other);
    expect(() => Object.assign(one[0] ?? {}, { count: 3 })).toThrow(TypeError);
  });

  it.each([
    'user.name ALLOW R-1',
    'user.name SHOW R-1 1',
    'user name ALLOW R-1 1',
    'user.name ALLOW R-1 -1',
    '\n',
  ])('are not read out of %j', (text) => {
    expect(readDecisions(text)).toBeUndefined();
  });

  it('do not hold what is no name', () => {
    expect(() => addUpDecisions([[{ category: 'a b', decision: 'ALLOW', rule: '-', count: 1 }]])).toThrow(
      TypeError,
    );
  });
});
