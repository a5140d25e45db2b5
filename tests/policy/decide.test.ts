import { compile } from '../../schema/policy/compile';
import { relations, rowFilter, type RowFacts, rowVisible } from '../../schema/policy/row';
import type { Classified, Decision } from '../../schema/policy/types';
import { callerWith, type ruleText, smallPolicy } from './small-policy';

type Rules = Parameters<typeof ruleText>[0][];

const FIELDS: Record<string, Classified> = {
  'Person.email': { category: 'user.contact.email' },
  'Person.imported': { category: 'unclassified' },
  'Person.accounts': { category: 'user.financial', target: 'Account' },
  'Query.person': { category: 'user.contact.email', target: 'Person' },
};
const tableOf = (rules: Rules, more: Omit<Parameters<typeof smallPolicy>[0], 'rules'> = {}) =>
  compile(new Map(Object.entries(FIELDS)), smallPolicy({ rules, ...more }));

const rule = (id: string, given: Partial<Rules[number]> = {}): Rules[number] => ({
  id,
  categories: 'user.contact.email',
  roles: 'staff',
  decision: 'ALLOW',
  ...given,
});
const decided = (rules: Rules, caller = callerWith(), facts?: RowFacts): string => {
  const { effect, mask, rule: id, code } = tableOf(rules).decide('Person.email', caller, facts);
  return [effect, mask, id, code].filter(Boolean).join(' ');
};

describe('a decision', () => {
  it('is no, where no rule speaks of it', () => {
    expect(decided([])).toBe('DENY - NO_RULE');
    expect(
      decided([
        rule('R', { categories: 'user.name' }),
        rule('S', { roles: 'owner' }),
        rule('T', { purposes: 'other' }),
      ]),
    ).toBe('DENY - NO_RULE');
  });

  it('is no, with a code of its own, for a purpose that the policy does not know', () => {
    expect(decided([rule('R', { purposes: '*' })], callerWith({ purpose: 'curiosity' }))).toBe('DENY - GAP');
  });

  it('is no for what has no category, whatever the rules', () => {
    const { code } = tableOf([rule('R', { categories: '"*"' })]).decide('Person.shoeSize', callerWith());
    expect(code).toBe('UNCLASSIFIED');
  });

  it('is no for what an import left to classify, even where a rule speaks of everything', () => {
    const { effect, code } = tableOf([rule('R', { categories: '"*"' })]).decide(
      'Person.imported',
      callerWith(),
    );
    expect([effect, code]).toEqual(['DENY', 'UNCLASSIFIED']);
  });

  it('follows the deeper category before the closer role and purpose', () => {
    expect(
      decided([
        rule('WIDE', { categories: 'user', decision: 'DENY' }),
        rule('DEEP', { roles: '*', purposes: '*' }),
      ]),
    ).toBe('ALLOW DEEP RULE');
  });

  it('follows the closer role, then the closer purpose, among equal categories', () => {
    const partner = callerWith({ roles: ['partner:one'] });
    expect(
      decided(
        [
          rule('ALL', { roles: 'partner:*', decision: 'DENY' }),
          rule('ONE', { roles: 'partner:one', purposes: '*' }),
        ],
        partner,
      ),
    ).toBe('ALLOW ONE RULE');
    expect(decided([rule('ANY', { purposes: '*' }), rule('WORK', { decision: 'DENY' })])).toBe(
      'DENY WORK RULE',
    );
  });

  it('takes the lower of equals, and nothing at all where two masks cannot be compared', () => {
    expect(decided([rule('A'), rule('B', { decision: '{ mask: email_domain }' })])).toBe(
      'MASK email_domain B RULE',
    );
    expect(
      decided([
        rule('A', { decision: '{ mask: name_initial }' }),
        rule('B', { decision: '{ mask: email_domain }' }),
      ]),
    ).toBe('DENY A B CONFLICT');
  });

  it('is no as soon as one final rule says so, however wide', () => {
    expect(
      decided([
        rule('NEAR'),
        rule('FINAL', { categories: 'user', roles: '*', purposes: '*', decision: 'DENY', final: true }),
      ]),
    ).toBe('DENY FINAL RULE');
  });

  it('needs the scope of the type that a field belongs to, and of the one that it leads to', () => {
    const table = tableOf([rule('R', { categories: 'user' })], {
      scopes: '{ "p:read": [Person], "a:read": [Account] }',
    });
    const scopeFor = (coordinate: string, scopes: string[]): Decision =>
      table.decide(coordinate, callerWith({ scopes }));
    expect(scopeFor('Person.email', [])).toMatchObject({
      effect: 'DENY',
      code: 'SCOPE_MISSING',
      scope: 'p:read',
    });
    expect(scopeFor('Query.person', [])).toMatchObject({ code: 'SCOPE_MISSING', scope: 'p:read' });
    expect(scopeFor('Person.accounts', ['p:read'])).toMatchObject({ code: 'SCOPE_MISSING', scope: 'a:read' });
    expect(scopeFor('Person.accounts', ['p:read', 'a:read'])).toMatchObject({ effect: 'ALLOW' });
  });

  it('lets nothing be changed that no action names', () => {
    const actions = `
  - { id: A, mutations: [rename], roles: [staff], purposes: [work], scope: write, legalBasis: contract, because: "Names change." }`;
    const table = tableOf([rule('R', { categories: '"*"' })], { actions });
    const on = (coordinate: string, caller = callerWith({ scopes: ['write'] })) =>
      table.decide(coordinate, caller);
    expect(on('Mutation.rename')).toMatchObject({ effect: 'ALLOW', rule: 'A' });
    expect(on('Mutation.rename(input:)')).toMatchObject({ effect: 'ALLOW' });
    expect(on('Mutation.renameAll')).toMatchObject({ effect: 'DENY', code: 'NO_RULE' });
    expect(on('Mutation.rename', callerWith())).toMatchObject({ effect: 'DENY', scope: 'write' });
    expect(on('Mutation.rename', callerWith({ roles: ['owner'], scopes: ['write'] }))).toMatchObject({
      effect: 'DENY',
    });
    expect(on('Mutation.rename', callerWith({ purpose: 'other', scopes: ['write'] }))).toMatchObject({
      effect: 'DENY',
    });
  });
});

describe('a decision about one object', () => {
  const staff = callerWith({ branch: '00001', staffNumber: 'A000001', customerNumber: undefined as never });
  const rules = [
    rule('WIDE', { categories: 'user', decision: '{ mask: email_domain }' }),
    rule('NEAR', { when: 'relation in [same_branch]' }),
  ];

  it('depends on whose it is', () => {
    expect(decided(rules, staff, { branch: '00001' })).toBe('ALLOW NEAR RULE');
    expect(decided(rules, staff, { branch: '00002' })).toBe('MASK email_domain WIDE RULE');
  });

  it('takes the lowest of what may be, where the object does not tell', () => {
    expect(decided(rules, staff, {})).toBe('MASK email_domain WIDE RULE');
    expect(decided(rules, staff)).toBe('MASK email_domain WIDE RULE');
    expect(decided([rule('NEAR', { when: 'relation in [same_branch]' })], staff, { customer: '1' })).toBe(
      'DENY - FACTS_MISSING',
    );
    expect(decided([rule('NOT', { when: 'not relation in [same_branch]' })], staff, {})).toBe(
      'DENY - FACTS_MISSING',
    );
  });

  it('counts a denial that may be meant', () => {
    const guarded = [
      rule('R'),
      rule('D', { decision: 'DENY', final: true, categories: 'user', when: 'relation in [none]' }),
    ];
    expect(decided(guarded, staff, { branch: '00001' })).toBe('ALLOW R RULE');
    expect(decided(guarded, staff, { branch: '00002', handler: null })).toBe('DENY D RULE');
    expect(decided(guarded, staff, {})).toBe('DENY D FACTS_MISSING');
  });

  it('can be told beforehand only where no object can change it', () => {
    const look = (which: Rules, caller = staff) => tableOf(which).look('Person.email', caller).kind;
    expect(look(rules)).toBe('CONDITIONAL');
    expect(look(rules, callerWith())).toBe('ALWAYS_ALLOW'); // no branch: never of the same one
    expect(look([rule('R')])).toBe('ALWAYS_ALLOW');
    expect(look([rule('R', { when: 'relation in [self]' })])).toBe('ALWAYS_DENY');
    expect(look([rule('R', { when: 'scope = x' })])).toBe('ALWAYS_DENY');
    expect(look([rule('R', { when: 'level = MEDIATOR' })])).toBe('CONDITIONAL');
  });

  it('is shared by callers who differ only in who they are', () => {
    const table = tableOf([rule('R', { when: 'role = staff and purpose = work and not client = other' })]);
    expect(table.grantsKey(callerWith({ subject: 'a', branch: '1' }))).toBe(
      table.grantsKey(callerWith({ subject: 'b', branch: '2' })),
    );
    expect(table.grantsKey(callerWith({ clientId: 'a' }))).not.toBe(
      table.grantsKey(callerWith({ clientId: 'b' })),
    );
    expect(table.decide('Person.email', callerWith({ clientId: 'other' })).effect).toBe('DENY');
  });
});

describe('rows', () => {
  const policy = smallPolicy({
    rows: `
  - { id: A, roles: [staff], types: [Person], when: "relation in [same_branch, assigned_handler] or level in [MEDIATOR]", because: "Their own work." }
  - { id: B, roles: [owner], types: ["*"], when: "relation in [self]", because: "Their own data." }
  - { id: C, roles: ["partner:*"], types: [Person], because: "Everything there is." }`,
  });
  const staff = callerWith({ branch: '00001', staffNumber: 'A000001' });
  const owner = callerWith({ roles: ['owner'], customerNumber: '000000000001' });
  const partner = callerWith({ roles: ['partner:one'] });

  it('name how a caller stands to an object', () => {
    expect([...relations({ branch: '00001', handler: 'A000001', customer: '1' }, staff)]).toEqual([
      'assigned_handler',
      'same_branch',
    ]);
    expect([...relations({ customer: '000000000001' }, owner)]).toEqual(['self']);
    expect([...relations({ branch: '00002' }, staff)]).toEqual(['none']);
    expect([...relations({}, callerWith())]).toEqual(['none']);
  });

  const objects: RowFacts[] = [
    { branch: '00001', customer: '000000000001' },
    { branch: '00002', handler: 'A000001' },
    { branch: '00002', handler: null, level: 'MEDIATOR' },
    { branch: '00002', handler: 'B000002', customer: '000000000002', level: 'ADVISER' },
    {},
  ];

  it.each([
    ['staff', staff, 'Person', [true, true, true, false, false]],
    ['staff, of another type', staff, 'Survey', [false, false, false, false, false]],
    ['an owner', owner, 'Survey', [true, false, false, false, false]],
    ['a partner', partner, 'Person', [true, true, true, true, true]],
    ['nobody', callerWith({ roles: [] }), 'Person', [false, false, false, false, false]],
  ])(
    'are visible to %s where a rule says so, and lists can ask for exactly those',
    (_, caller, type, visible) => {
      expect(objects.map((facts) => rowVisible(policy, type, caller, facts))).toEqual(visible);
      const { all, self, handler, branch, level } = rowFilter(policy, type, caller);
      const listed = objects.map(
        (facts) =>
          all === true ||
          (self !== undefined && facts.customer === self) ||
          (handler !== undefined && facts.handler === handler) ||
          (branch !== undefined && facts.branch === branch) ||
          (level?.includes(facts.level ?? '') ?? false),
      );
      expect(listed).toEqual(visible);
    },
  );

  it('without facts are visible only to those who may see every row', () => {
    expect(rowVisible(policy, 'Person', partner, undefined)).toBe(true);
    expect(rowVisible(policy, 'Person', staff, undefined)).toBe(false);
  });
});
