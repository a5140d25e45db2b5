import { compile } from '../../schema/policy/compile';
import { findGaps } from '../../schema/policy/gaps';
import { type ruleText, smallPolicy } from './small-policy';

type RuleText = Parameters<typeof ruleText>[0];

const CLASSIFICATION = new Map([
  ['Person.email', { category: 'user.contact.email' }],
  ['Person.name', { category: 'user.name' }],
]);
const rule = (id: string, given: Partial<RuleText> = {}): RuleText => ({
  id,
  categories: 'user.contact.email',
  roles: 'staff',
  decision: 'ALLOW',
  ...given,
});
const gapsOf = (...rules: RuleText[]) => findGaps(smallPolicy({ rules }), CLASSIFICATION);

describe('gaps of a policy', () => {
  it('are none where every rule decides somewhere', () => {
    expect(gapsOf(rule('A'), rule('B', { categories: 'user', decision: 'DENY' }))).toEqual({
      conflicts: [],
      shadowed: [],
      unused: [],
      silent: [],
    });
  });

  it('are kinds of data that no rule speaks of, and rules about kinds that the graph does not have', () => {
    expect(gapsOf(rule('A'), rule('B', { categories: 'user.behavior' }))).toMatchObject({
      unused: ['B'],
      silent: ['user.name'],
    });
  });

  it.each<[string, RuleText[], string[]]>([
    ['a closer rule always decides', [rule('NEAR'), rule('FAR', { categories: 'user.contact' })], ['FAR']],
    [
      'a closer rule decides sometimes only',
      [rule('NEAR', { when: 'relation in [self]' }), rule('FAR', { categories: 'user.contact' })],
      [],
    ],
    [
      'a final denial always decides',
      [rule('R'), rule('F', { categories: 'user', decision: 'DENY', final: true })],
      ['R'],
    ],
    ['a tie always goes to the lower', [rule('A'), rule('B', { decision: 'PSEUDONYMISE' })], ['A']],
    [
      'a tie goes to the lower where that applies',
      [rule('A'), rule('B', { decision: 'DENY', when: 'relation in [self]' })],
      [],
    ],
  ])('are rules in whose place %s', (_, rules, shadowed) => {
    expect(gapsOf(...rules).shadowed).toEqual(shadowed);
  });

  it('are transforms that cannot be compared: they are told when the policy is compiled, and show nothing', () => {
    const rules = [
      rule('A', { decision: '{ mask: email_domain }' }),
      rule('B', { decision: '{ mask: name_initial }', when: 'relation in [same_branch]' }),
    ];
    const table = compile(CLASSIFICATION, smallPolicy({ rules }));
    expect(table.warnings).toEqual([
      'A and B ask for different transforms of user.contact.email for staff, work: where both apply, nothing is shown.',
    ]);
    const caller = {
      ...{ subject: 's', clientId: 'c', roles: ['staff'], scopes: [], purposes: ['work'], purpose: 'work' },
      branch: '1',
    };
    expect(table.decide('Person.email', caller, { branch: '1' })).toMatchObject({
      effect: 'DENY',
      code: 'CONFLICT',
    });
    expect(table.decide('Person.email', caller, { branch: '2' })).toMatchObject({ mask: 'email_domain' });
    expect(gapsOf(...rules, rule('C', { decision: 'DENY' })).conflicts).toEqual([]);
  });
});
