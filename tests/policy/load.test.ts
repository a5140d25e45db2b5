import { join } from 'node:path';
import { loadPolicy, parsePolicy, PolicyError } from '../../schema/policy/load';
import { policyText } from './small-policy';

const RULE = {
  id: 'R-ONE',
  categories: 'user.name',
  roles: 'staff',
  decision: 'ALLOW',
};

/** The line, counted from 1, on which a policy's text has some words. */
const lineWith = (text: string, words: string): number =>
  text.split('\n').findIndex((line) => line.includes(words)) + 1;

function problemsOf(text: string): string[] {
  try {
    parsePolicy(text, 'small.yaml');
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(PolicyError);
    return (error as PolicyError).message.split('\n');
  }
}

describe('loading a policy', () => {
  it('takes a right one', () => {
    expect(problemsOf(policyText({ rules: [RULE] }))).toEqual([]);
  });

  it.each([
    [
      'an unknown category',
      { categories: 'user.shoe_size' },
      'categories: [user.shoe_size]',
      'unknown category "user.shoe_size"',
    ],
    ['an unknown role', { roles: 'king' }, 'king', 'unknown role "king"'],
    ['a partner that nobody declared', { roles: 'other:*' }, 'other:*', 'unknown role "other:*"'],
    ['an unknown purpose', { purposes: 'fun' }, 'purposes: ["fun"]', 'unknown purpose "fun"'],
    ['a condition that is none', { when: 'relation is self' }, 'when:', 'expected "in", found "is"'],
    ['an unknown relation', { when: 'relation in [cousin]' }, 'when:', 'unknown relation "cousin"'],
    ['an unknown mask', { decision: '{ mask: sunglasses }' }, 'decision: {', 'decision'],
    ['an unknown decision', { decision: 'MAYBE' }, 'decision: MAYBE', 'decision'],
    ['a final permission', { final: true }, 'final: true', 'only a DENY can be final'],
    ['an id in small letters', { id: 'r-one' }, 'id: r-one', 'an id is capitals'],
    ['an id that audit records do not take', { id: 'R'.repeat(129) }, 'id: RRR', '128 at most'],
  ])('refuses %s, with its line', (_, change, words, message) => {
    const text = policyText({ rules: [{ ...RULE, ...change }] });
    const problems = problemsOf(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`small.yaml:${lineWith(text, words)}: `);
    expect(problems[0]).toContain(message);
  });

  it('refuses an id that is used twice, a missing reason and an unknown retention class, all at once', () => {
    const text = policyText({ rules: [RULE, { ...RULE, decision: 'DENY' }] })
      .replace('because: It is needed for this test.', '')
      .replace(/retention: short(?![\s\S]*retention: short)/, 'retention: eternal');
    expect(problemsOf(text).map((line) => line.replace(/^\S+ /, ''))).toEqual([
      expect.stringContaining('rules.0.because'),
    ]);
    const complete = text.replace(
      'retention: short\n',
      'retention: short\n    because: It is needed for this test.\n',
    );
    expect(problemsOf(complete)).toEqual([
      expect.stringContaining('"R-ONE" is used twice'),
      expect.stringContaining('unknown retention class "eternal"'),
    ]);
  });

  it('refuses words that it does not know, so that no misspelt condition is overlooked', () => {
    const text = policyText({ rules: [RULE] }).replace('final:', 'finale:');
    expect(problemsOf(text)).toEqual([expect.stringMatching(/^small\.yaml:\d+: rules\.0: .*finale/)]);
  });

  it('refuses what is not YAML, and the same key twice', () => {
    expect(problemsOf('policy: [')[0]).toMatch(/^small\.yaml:\d+: /);
    expect(problemsOf(`${policyText({})}policy: again\n`)[0]).toMatch(/^small\.yaml:\d+: .*unique/);
    expect(problemsOf('')).not.toEqual([]);
  });

  it.each([
    ['"not relation in [self]"', false],
    ['"relation in [none]"', false],
    ['"scope = x"', false],
    ['"relation in [self] and level in [MEDIATOR]"', false],
    ['"relation in [self] or level in [MEDIATOR]"', true],
  ])('takes row rules that a list can be filtered by, and no others: %s', (when, fine) => {
    const rows = `\n  - { id: V, roles: [staff], types: ["*"], when: ${when}, because: "For this test." }`;
    expect(problemsOf(policyText({ rows })).length === 0).toBe(fine);
  });

  it('refuses a type with two scopes', () => {
    expect(problemsOf(policyText({ scopes: '{ a: [Person], b: [Person] }' }))).toEqual([
      expect.stringContaining('"Person" has two scopes'),
    ]);
  });

  it('refuses a rule that would show what nobody has classified', () => {
    const text = policyText({ rules: [{ ...RULE, categories: 'unclassified' }] });
    expect(problemsOf(text)).toEqual([expect.stringContaining('unknown category "unclassified"')]);
  });

  it('names the file that is not there', () => {
    expect(() => loadPolicy(join(__dirname, 'nowhere.yaml'))).toThrow('nowhere.yaml');
  });
});
