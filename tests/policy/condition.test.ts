import fc from 'fast-check';
import {
  type Attribute,
  attributes,
  comparisons,
  type Condition,
  ConditionError,
  evaluate,
  parseCondition,
  type Truth,
} from '../../schema/policy/condition';

const truths: Record<string, Truth> = { yes: true, no: false };
const holds = (_: Attribute, value: string): Truth => truths[value];
const valueOf = (text: string): Truth => evaluate(parseCondition(text), holds);

describe('conditions', () => {
  it.each([
    ['role = yes', true],
    ['role = no', false],
    ['role = who_knows', undefined],
    ['role in [no, yes]', true],
    ['role in [no, who_knows]', undefined],
    ['not role = yes', false],
    ['not role = who_knows', undefined],
    ['role = yes and role = who_knows', undefined],
    ['role = no and role = who_knows', false],
    ['role = yes or role = who_knows', true],
    ['role = no or role = who_knows', undefined],
    ['role = yes or role = no and role = no', true],
    ['(role = yes or role = no) and role = no', false],
    ['not not role = yes', true],
    ['not (role = no or role = no)', true],
    ['purpose = yes and role in [yes] and scope = yes', true],
  ])('%s is %s: three values, "and" before "or"', (text, truth) => {
    expect(valueOf(text)).toBe(truth);
  });

  it.each([
    ['', 'expected one of relation', 0],
    ['colour = red', 'expected one of relation', 0],
    ['role', 'expected "in", found the end', 4],
    ['role in []', 'expected a word, found "]"', 9],
    ['role in [a', 'expected "]", found the end', 10],
    ['role = a role = b', 'expected the end, found "role"', 9],
    ['(role = a', 'expected ")", found the end', 9],
    ['role = a and', 'expected one of relation', 12],
    ['role == a', 'expected a word, found "="', 6],
    ['role = "a"', 'neither a word nor', 6],
    [`${'('.repeat(30)}role = a`, 'at most 20 levels', 21],
  ])('%s is refused, saying what was expected and where', (text, message, at) => {
    const parse = (): Condition => parseCondition(text);
    expect(parse).toThrow(ConditionError);
    let thrown: unknown;
    try {
      parse();
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ at, message: expect.stringContaining(message) as string });
  });

  it('lists its comparisons, left to right', () => {
    const listed = comparisons(parseCondition('relation in [self, none] and not (scope = a or level = b)'));
    expect(listed.map(({ attribute, values }) => [attribute, ...values])).toEqual([
      ['relation', 'self', 'none'],
      ['scope', 'a'],
      ['level', 'b'],
    ]);
  });

  const word = fc.constantFrom('yes', 'no', 'who_knows', 'claims:read', 'partner:*');
  const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
    condition: fc.oneof(
      { maxDepth: 4 },
      fc.record({
        kind: fc.constant('in' as const),
        attribute: fc.constantFrom(...attributes),
        values: fc.array(word, { minLength: 1, maxLength: 3 }),
      }),
      fc.record({ kind: fc.constant('not' as const), part: tie('condition') }),
      fc.record({
        kind: fc.constantFrom('and' as const, 'or' as const),
        parts: fc.array(tie('condition'), { minLength: 2, maxLength: 3 }),
      }),
    ),
  }));
  const written = (each: Condition): string => {
    if (each.kind === 'in') return `${each.attribute} in [${each.values.join(', ')}]`;
    return each.kind === 'not'
      ? `not (${written(each.part)})`
      : each.parts.map((part) => `(${written(part)})`).join(` ${each.kind} `);
  };

  it('mean the same after they were written down and read again', () => {
    fc.assert(
      fc.property(condition, (each) =>
        expect(evaluate(parseCondition(written(each)), holds)).toBe(evaluate(each, holds)),
      ),
    );
  });

  it('never say yes or no where that hangs on what is unknown', () => {
    fc.assert(
      fc.property(condition, (each) => {
        const known = evaluate(each, holds);
        const guesses = [true, false].map((guess) =>
          evaluate(each, (attribute, value) => holds(attribute, value) ?? guess),
        );
        if (known !== undefined) expect(guesses).toEqual([known, known]);
      }),
    );
  });
});
