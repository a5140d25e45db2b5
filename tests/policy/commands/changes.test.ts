import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { createShadow, type ShadowDifference } from '../../../schema/policy/shadow';
import { compile } from '../../../schema/policy/compile';
import { callerWith, smallPolicy } from '../small-policy';
import { realFiles, SMALL_GRAPH, testDesk } from './desk';
import { RULES, SECTIONS, smallDesk, smallText } from './small';

const rules = Object.values(RULES);
/** The small policy with one rule changed. */
const withRule = (id: string, change: Readonly<Record<string, string>>): string =>
  smallText({ rules: rules.map((rule) => (rule.id === id ? { ...rule, ...change } : rule)) });

interface Changes {
  readonly widens: boolean;
  readonly changes: readonly Readonly<Record<string, unknown>>[];
  readonly rules: readonly { readonly id: string; readonly kind: string }[];
}

describe('matrix', () => {
  const PATH = ['--out', 'matrix.md'] as const;

  it('is current once written, and stale when a rule changes', () => {
    const desk = smallDesk();
    expect(desk.run('matrix', '--check', ...PATH)).toMatchObject({ code: 1 });
    expect(desk.run('matrix', ...PATH)).toMatchObject({ code: 0, out: 'The access matrix was written.\n' });
    expect(desk.run('matrix', '--check', ...PATH)).toMatchObject({
      code: 0,
      out: 'The access matrix is current.\n',
    });
    desk.files.set('policy.yaml', withRule('R-NAME', { decision: '{ mask: name_initial }' }));
    const { code, out } = desk.run('matrix', '--check', ...PATH);
    expect(code).toBe(1);
    expect(out).toMatch(/- \| staff \| work \| ALLOW \| R-NAME/);
    expect(out).toMatch(/\+ \| staff \| work \| MASK name_initial \| R-NAME/);
  });

  it('changes in one line where one cell changes', () => {
    const before = smallDesk().run('matrix', '--print').out.split('\n');
    const after = smallDesk({ 'policy.yaml': withRule('R-NAME', { decision: '{ mask: name_initial }' }) })
      .run('matrix', '--print')
      .out.split('\n');
    expect(after.filter((line, at) => line !== before[at])).toHaveLength(1);
  });

  it('is stale when a coordinate becomes another kind of data', () => {
    const desk = smallDesk();
    desk.run('matrix', ...PATH);
    desk.files.set(
      'supergraph.graphql',
      SMALL_GRAPH.replace(
        'city: String @personalData(category: "user.contact.address"',
        'city: String @personalData(category: "user.name"',
      ),
    );
    expect(desk.json('matrix', '--check', ...PATH)).toMatchObject({ code: 1, facts: { stale: true } });
  });

  it('has every cell and every coordinate as JSON', () => {
    const { facts } = smallDesk().json('matrix');
    const { cells, coordinates } = facts as { cells: { category: string }[]; coordinates: object };
    const categories = new Set(cells.map(({ category }) => category));
    expect(cells).toHaveLength(categories.size * 4 * 2);
    expect(coordinates).toMatchObject({
      'Person.email': { category: 'user.contact.email', subject: 'customer' },
    });
  });

  it('names, under the rules in force, every personal coordinate and who sees an IBAN', () => {
    const desk = testDesk(realFiles());
    const { out } = desk.run('matrix', '--print');
    expect(out).toMatch(/\| `Account\.iban` +\| user\.financial\.bank_account +\| customer/);
    expect(out).toMatch(/\| handler_l1 +\| complaint_handling +\| .*MASK iban_last4 for claims assigned/);
  });
});

describe('diff', () => {
  const diff = (after: string, ...flags: readonly string[]) =>
    smallDesk({ 'after.yaml': after }).json('diff', 'policy.yaml', 'after.yaml', ...flags);

  it.each<[string, string, Readonly<Record<string, unknown>>]>([
    [
      'a mask that falls away',
      withRule('R-EMAIL', { decision: 'ALLOW' }),
      { direction: 'widening', who: 'staff', purpose: 'work', what: ['user.contact.email'] },
    ],
    [
      'a condition that lets more in',
      withRule('R-CONTACT', { when: 'relation in [assigned_handler, same_branch]' }),
      { direction: 'widening', what: ['user.contact', 'user.contact.address', 'user.contact.phone_number'] },
    ],
    [
      'another purpose',
      withRule('R-NAME', { purposes: '*' }),
      { direction: 'widening', who: 'staff', purpose: 'other', before: 'DENY', after: 'ALLOW' },
    ],
    ['another mask', withRule('R-EMAIL', { decision: '{ mask: name_initial }' }), { direction: 'widening' }],
    ['a mask', withRule('R-NAME', { decision: '{ mask: name_initial }' }), { direction: 'narrowing' }],
    [
      'a rule that is gone',
      smallText({ rules: rules.filter(({ id }) => id !== 'R-OWN') }),
      { direction: 'narrowing', who: 'owner' },
    ],
    [
      'a denial that nothing overrides',
      smallText({
        rules: [
          ...rules,
          { id: 'D-NAME', categories: 'user', roles: 'staff', decision: 'DENY', final: true },
        ],
      }),
      { direction: 'narrowing', who: 'staff' },
    ],
    [
      'objects',
      smallText({
        rows: SECTIONS.rows.replace(
          'types: [Person],',
          'types: [Person], when: "relation in [same_branch]",',
        ),
      }),
      { direction: 'narrowing', about: 'objects', who: 'staff', before: 'all of them' },
    ],
    [
      'a mutation for somebody else',
      smallText({ actions: SECTIONS.actions.replace('[staff]', '[staff, owner]') }),
      { direction: 'widening', about: 'mutation', who: 'owner', what: ['rename'], before: 'DENY' },
    ],
    [
      'a type without a scope',
      smallText({ scopes: '{}' }),
      { direction: 'widening', about: 'scope', what: ['Person'] },
    ],
    [
      'a type with a scope',
      smallText({ scopes: '{ "people:read": [Person, Home] }' }),
      { direction: 'narrowing', about: 'scope' },
    ],
  ])('marks %s', (_what, after, change) => {
    const { code, facts } = diff(after, '--fail-on-widening');
    const { changes, widens } = facts as Changes;
    expect(changes[0]).toMatchObject(change);
    expect(new Set(changes.map(({ direction }) => direction)).size).toBe(1);
    expect({ code, widens }).toEqual(
      change.direction === 'widening' ? { code: 1, widens: true } : { code: 0, widens: false },
    );
  });

  it('tells texts that changed although nobody gains or loses', () => {
    const { code, facts } = diff(
      smallText().replace('It is needed for this test.', 'It is needed for another reason.'),
      '--fail-on-widening',
    );
    expect(facts as Changes).toMatchObject({ changes: [], rules: [{ id: 'R-TECHNICAL', kind: 'changed' }] });
    expect(code).toBe(0);
  });

  it('says in words who gains and who loses what, and that the version was not raised', () => {
    const desk = smallDesk({ 'after.yaml': withRule('R-EMAIL', { decision: 'ALLOW' }) });
    const { out } = desk.run('diff', 'after.yaml');
    expect(out).toMatch(/NARROWING: somebody loses\n +staff +work +loses +user\.contact\.email/);
    expect(out).toContain('The version is the same in both: raise it.');
    expect(out.split('\n').filter((line) => line.length > 120)).toEqual([]);
    expect(desk.run('diff', 'policy.yaml').out).toContain('Nothing changed.');
  });

  it('reads revisions, and does not fail on a widening unless told to', () => {
    const desk = smallDesk({}, { 'HEAD~1': smallText({ rules: [] }) });
    expect(desk.run('diff', 'HEAD~1')).toMatchObject({
      code: 0,
      out: expect.stringContaining('gains') as string,
    });
    expect(desk.run('diff', 'HEAD~1', '--fail-on-widening').code).toBe(1);
  });
});

describe('simulate', () => {
  const next = { 'next.yaml': withRule('R-EMAIL', { decision: 'DENY' }) };
  const records = [
    { id: 'reads', actor: 'clerk', coordinates: ['Person.name', 'Person.email'] },
    { actor: 'clerk', document: '{ person(id: "1") { name } }' },
    { actor: 'clerk', document: '{ people { email } }' },
  ];
  const replay = (lines: readonly object[]) => lines.map((line) => JSON.stringify(line)).join('\n');

  it('tells which recorded operations change, for whom and how', () => {
    const { code, facts } = smallDesk({ ...next, ops: replay(records) }).json(
      'simulate',
      'next.yaml',
      '--replay',
      'ops',
      '--fail-on-narrowing',
    );
    expect(code).toBe(1);
    expect(facts).toMatchObject({
      asked: 3,
      changed: 2,
      effects: [
        {
          operation: 'reads',
          who: 'clerk (staff)',
          direction: 'narrowing',
          changes: [{ coordinates: ['Person.email'] }],
        },
        { operation: 'line 3', changes: [{ coordinates: ['Person.email'] }] },
      ],
    });
  });

  it('tells by the hub’s own cut when a document would be refused as a whole', () => {
    const strict = smallText({ rules: rules.filter(({ id }) => id !== 'R-TECHNICAL') });
    const { facts } = smallDesk({ 'next.yaml': strict, ops: replay(records.slice(1, 2)) }).json(
      'simulate',
      'next.yaml',
      '--replay',
      'ops',
    );
    expect(facts).toMatchObject({ effects: [{ answer: { before: 'whole', after: 'rejected' } }] });
  });

  it('asks everything for everyone without a recording', () => {
    const { code, facts } = smallDesk(next).json('simulate', 'next.yaml');
    expect(code).toBe(0);
    expect(facts).toMatchObject({ effects: [{ who: 'staff', purpose: 'work', direction: 'narrowing' }] });
    expect(smallDesk(next).run('simulate', 'policy.yaml').out).toContain('Nothing would change.');
  });

  it.each([
    ['{', 'not JSON'],
    ['{"coordinates":["Person.name"]}', 'name an actor or give grants'],
    ['{"actor":"clerk"}', 'give coordinates or a document'],
    ['{"actor":"clerck","coordinates":["Person.name"]}', 'did you mean clerk'],
    ['{"actor":"clerk","document":"{ nothing }"}', 'not valid for the contract'],
  ])('names the line that is no operation: %s', (line, sentence) => {
    const desk = smallDesk({ ...next, ops: `\n${line}` });
    const { code, errors } = desk.run('simulate', 'next.yaml', '--replay', 'ops');
    expect(code).toBe(2);
    expect(errors).toContain('ops:2: ');
    expect(errors).toContain(sentence);
  });
});

describe('gaps', () => {
  const gapsOf = (text: string, more: Readonly<Record<string, string>> = {}) => {
    const { code, facts } = smallDesk({ 'policy.yaml': text, ...more }).json('gaps');
    const { gaps } = facts as { gaps: { code: string; level: string; name: string; text: string }[] };
    return {
      code,
      found: gaps.filter(({ level }) => level === 'finding').map(({ code: kind, name }) => `${kind} ${name}`),
    };
  };

  it('finds none in the rules in force that need an action', () => {
    expect(testDesk(realFiles()).run('gaps')).toMatchObject({ code: 0 });
  });

  it.each([
    [
      'a rule for data that no coordinate holds',
      [...rules, { id: 'R-IDLE', categories: 'user.health_and_medical', roles: 'staff', decision: 'ALLOW' }],
      'UNUSED_RULE R-IDLE',
    ],
    [
      'a rule that a final denial overrides',
      [...rules, { id: 'D-NAME', categories: 'user.name', roles: 'staff', decision: 'DENY', final: true }],
      'SHADOWED_RULE R-NAME',
    ],
    [
      'rules that contradict each other',
      [
        ...rules,
        {
          id: 'R-EMAIL-2',
          categories: 'user.contact.email',
          roles: 'staff',
          decision: '{ mask: name_initial }',
          when: 'relation in [same_branch]',
        },
      ],
      'CONFLICT R-EMAIL R-EMAIL-2',
    ],
    [
      'data that no rule speaks of',
      rules.filter(({ id }) => id !== 'R-OWN' && id !== 'R-NAME'),
      'CATEGORY_WITHOUT_RULE user.name',
    ],
    [
      'coordinates that nobody can read',
      rules.filter(({ id }) => id !== 'R-OWN' && id !== 'R-NAME'),
      'NOBODY_CAN_READ Person.name',
    ],
  ])('finds %s', (_what, changed, expected) => {
    const { code, found } = gapsOf(smallText({ rules: changed }));
    expect(code).toBe(1);
    expect(found).toContain(expected);
  });

  it('finds roles and purposes without an actor, and names that the graph does not know', () => {
    const { found } = gapsOf(smallText({ scopes: '{ "people:read": [Persn] }', actions: '[]' }), {
      'actors.json': '[{"name":"x","roles":["staff"],"purposes":["work"],"scopes":[]}]',
    });
    expect(found).toEqual(
      expect.arrayContaining([
        'ROLE_WITHOUT_ACTOR owner',
        'PURPOSE_WITHOUT_ACTOR other',
        'UNKNOWN_TYPE Persn',
        'MUTATION_WITHOUT_RULE rename',
      ]),
    );
  });
});

describe('register', () => {
  it('has an activity for each purpose with basis, data, recipients, retention and sources', () => {
    const { facts } = smallDesk().json('register', '--controller', 'A bank');
    expect(facts).toMatchObject({
      controller: 'A bank',
      dpo: null,
      activities: [
        {
          purpose: 'work',
          legalBases: ['contract'],
          subjects: ['customer'],
          retention: [{ name: 'short', description: 'Not long' }],
          recipients: [{ role: 'staff', isPartner: false }, { role: 'owner' }],
          changes: [{ mutation: 'rename', role: 'staff' }],
          sources: [{ subgraph: 'people', reads: ['PEOPLE.NAME'] }],
        },
        { purpose: 'other', data: [] },
      ],
    });
  });

  it('says what the policy does not tell, and names partners as recipients', () => {
    const { code, out } = testDesk(realFiles()).run('register');
    expect(code).toBe(0);
    expect(out).toContain('Controller: **to be filled in**');
    expect(out).toContain('Recipients outside the bank: partner:comparator, partner:survey');
    expect(out).toContain('Db2 TCPT0010.CPT_SLD');
    const desk = smallDesk();
    desk.run('register', '--out', 'register.md');
    expect(desk.files.get('register.md')).toContain('# Record of processing activities');
  });
});

describe('shadow mode', () => {
  const classification = new Map([
    ['Person.name', { category: 'user.name' }],
    ['Person.email', { category: 'user.contact.email' }],
  ]);
  const table = (changed: readonly (typeof rules)[number][]) =>
    compile(classification, smallPolicy({ rules: changed }));

  it('decides by the rules in force and tells each difference once, naming nobody', () => {
    const current = table(rules);
    const told: ShadowDifference[] = [];
    const shadow = createShadow(current, table(rules.filter(({ id }) => id === 'R-EMAIL')), (each) =>
      told.push(each),
    );
    const caller = callerWith({ staffNumber: 'A000001', branch: '00001' });
    for (const handler of ['A000001', 'A000001', 'A000002']) {
      const facts = { handler, branch: '00002' };
      for (const coordinate of ['Person.name', 'Person.email']) {
        expect(shadow.look(coordinate, caller)).toEqual(current.look(coordinate, caller));
        expect(shadow.decide(coordinate, caller, facts)).toEqual(current.decide(coordinate, caller, facts));
      }
    }
    expect(told).toEqual([
      expect.objectContaining({
        coordinate: 'Person.name',
        current: expect.objectContaining({ effect: 'ALLOW' }) as object,
      }),
      expect.objectContaining({
        coordinate: 'Person.email',
        next: expect.objectContaining({ effect: 'DENY' }) as object,
      }),
    ]);
    expect(JSON.stringify(told)).not.toContain('A000001');
  });

  it('tells what the next rules would show of what is cut before any object is known', () => {
    const told: ShadowDifference[] = [];
    createShadow(table([]), table(rules), (each) => told.push(each)).look(
      'Person.email',
      callerWith({ branch: '00001' }),
    );
    expect(told.map(({ next }) => next.mask)).toEqual(['email_domain']);
  });
});

it('runs as a command, and stops with a code that a script can read', async () => {
  const root = join(__dirname, '..', '..', '..');
  const run = (...given: string[]) =>
    new Promise<{ code: number; stdout: string }>((resolve) => {
      const command = ['--import', 'tsx', join('gateway', 'policy-cli', 'main.ts'), ...given];
      execFile(
        process.execPath,
        command,
        { cwd: root, env: { ...process.env, NODE_OPTIONS: '' } },
        (error, stdout) => resolve({ code: error ? Number(error.code) : 0, stdout }),
      );
    });
  const [fine, wrong] = await Promise.all([
    run(
      '--actors',
      'mocks/data/actors.json',
      'explain',
      '--as',
      'adviser',
      '--purpose',
      'complaint_handling',
      'Account.iban',
    ),
    run('explain', '--as', 'nobody', 'Account.iban'),
  ]);
  expect(fine).toMatchObject({ code: 0, stdout: expect.stringContaining('R-IBAN-ADVISER') as string });
  expect(wrong).toEqual({ code: 2, stdout: '' });
});
