import { realFiles, testDesk } from './desk';
import { smallDesk, smallText } from './small';

const real = testDesk(realFiles());
const small = smallDesk();
const COMMANDS = ['matrix', 'explain', 'who-can-see', 'what-can', 'diff', 'register', 'simulate', 'gaps'];

describe('every command', () => {
  it.each(COMMANDS)('%s tells how it is used', (name) => {
    const { code, out } = real.run(name, '--help');
    expect({ code, start: out.split('\n')[0] }).toEqual({
      code: 0,
      start: expect.stringContaining(`npm run policy -- ${name}`) as string,
    });
  });

  it.each([
    [['explain', '--as', 'adviser', 'Account.iban']],
    [['explain', '--as', 'adviser', 'Mutation.fileClaim']],
    [['who-can-see', 'user']],
    [['what-can', '--as', 'supervisor']],
    [['gaps']],
  ])('%j fits a terminal of 120 columns', (given) => {
    const lines = real.run(...given).out.split('\n');
    expect(lines.length).toBeGreaterThan(3);
    expect(lines.filter((line) => line.length > 120)).toEqual([]);
  });

  it.each([
    [['explain', '--as', 'advisor', 'Account.iban'], 'did you mean adviser'],
    [['explain', '--as', 'role:handler_1', 'Account.iban'], 'did you mean handler_l1'],
    [['explain', '--as', 'adviser', 'Account.ibn'], 'did you mean Account.iban'],
    [['explain', '--as', 'adviser', 'Account'], 'is a type; name one of its fields'],
    [
      ['explain', '--as', 'adviser', '--purpose', 'complaint_handing', 'Account.iban'],
      'did you mean complaint_handling',
    ],
    [
      ['explain', '--as', 'supervisor', 'Account.iban'],
      '--purpose complaint_handling or --purpose quality_improvement',
    ],
    [['explain', 'Account.iban'], 'say for whom'],
    [['explain', '--as', 'adviser'], 'something is missing'],
    [['who-can-see', 'user.contct.email'], 'did you mean user.contact.email'],
    [['matrix', '--chek'], 'matrix --help tells'],
    [['matrx'], 'did you mean matrix'],
    [['diff', 'no-such-thing'], 'neither a file nor a revision'],
    [['--policy'], '--policy needs a file'],
  ])('%j is refused with a sentence that helps', (given, sentence) => {
    const { code, out, errors } = real.run(...given);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(errors).toContain(sentence);
    expect(errors.trim().split('\n')).toHaveLength(1);
  });

  it('names the line of a policy that does not load', () => {
    const broken = smallDesk({ 'policy.yaml': smallText().replace('user.name', 'user.nickname') });
    const { code, errors } = broken.run('gaps');
    expect(code).toBe(1);
    expect(errors).toMatch(/^policy\.yaml:\d+: rules\.1\.categories\.0: unknown category "user\.nickname"/);
  });

  it('asks another policy when told to', () => {
    const desk = smallDesk({ 'other.yaml': smallText({ rules: [] }) });
    expect(desk.run('--policy', 'other.yaml', 'who-can-see', 'Person.name').out).toContain('Nobody.');
  });
});

describe('explain', () => {
  it('prints the rule chain of an IBAN for an adviser', () => {
    const { code, out } = real.run(
      'explain',
      '--as',
      'adviser',
      '--purpose',
      'complaint_handling',
      'Account.iban',
    );
    expect(code).toBe(0);
    expect(out).toMatch(
      /Decision +DENY where the person restricted the use of their data; else MASK iban_last4 for claims assigned to\s+them or customers of their branch; otherwise DENY/,
    );
    expect(out).toMatch(/1\. +→ +D-RESTRICTED[^]*2\. +→ +R-IBAN-ADVISER[^]*3\. +R-ADVISER-FINANCIAL/);
    expect(out).toMatch(/Legal basis +contract/);
    expect(out).toMatch(/Retention +complaint_5y: Five years/);
    expect(out).toMatch(/Scope +accounts:read, which the token holds/);
    expect(out).toMatch(/Objects +Account: .*V-ADVISER/);
  });

  it('lists what decides, closest first, and what follows when a condition does not hold', () => {
    const { facts } = small.json('explain', '--as', 'clerk', 'Person.email');
    expect(facts).toMatchObject({
      category: 'user.contact.email',
      decision: [
        { effect: 'MASK', mask: 'email_domain', rule: 'R-EMAIL', when: 'for customers of their branch' },
        { effect: 'ALLOW', rule: 'R-CONTACT', when: 'for claims assigned to them' },
        { effect: 'DENY', rule: '-', code: 'NO_RULE' },
      ],
      rules: [
        { id: 'R-EMAIL', decides: true, weight: { category: 3, role: 2, purpose: 1 } },
        { id: 'R-CONTACT', decides: true, weight: { category: 2, role: 2, purpose: 1 } },
      ],
      scopes: [{ scope: 'people:read', held: true }],
      objects: [{ type: 'Person', visible: 'all of them', rules: ['V-STAFF'] }],
      arguments: [{ coordinate: 'Query.people(email:)', takes: 'any value' }],
    });
  });

  it('tells which scope a token lacks, and that a purpose is not the token’s', () => {
    expect(small.json('explain', '--as', 'owner', '--purpose', 'work', 'Person.name').facts).toMatchObject({
      decision: [{ effect: 'DENY', code: 'SCOPE_MISSING', scope: 'people:read' }],
    });
    const { out } = small.run('explain', '--as', 'clerk', '--purpose', 'other', 'Person.name');
    expect(out).toContain('PURPOSE_NOT_ALLOWED');
    expect(out).toContain('No rule speaks of it');
  });

  it('tells who may do a mutation', () => {
    expect(
      small.json('explain', '--as', 'role:staff', '--purpose', 'work', 'Mutation.rename').facts,
    ).toMatchObject({
      decision: [{ effect: 'ALLOW', rule: 'A-RENAME' }],
      rules: [{ id: 'A-RENAME', applies: true }],
    });
    expect(small.run('explain', '--as', 'role:owner', '--purpose', 'work', 'Mutation.rename').out).toMatch(
      /Decision +DENY/,
    );
  });
});

describe('who-can-see', () => {
  it('names everyone who gets something, with condition, basis and reason, and nobody else', () => {
    expect(small.json('who-can-see', 'Person.email').facts).toMatchObject({
      answers: [
        {
          category: 'user.contact.email',
          readers: [
            {
              role: 'staff',
              purpose: 'work',
              actors: ['clerk'],
              scopes: ['people:read'],
              ways: { length: 3 },
            },
            {
              role: 'owner',
              purpose: 'work',
              objects: [{ type: 'Person', visible: 'for their own data' }],
              ways: [
                {
                  effect: 'ALLOW',
                  rule: 'R-OWN',
                  legalBasis: 'contract',
                  because: expect.any(String) as string,
                },
              ],
            },
          ],
        },
      ],
    });
  });

  it('leaves out a role that may know of no such object, whatever the rules say of its data', () => {
    const blind = smallDesk({ 'policy.yaml': smallText({ rows: '[]' }) });
    expect(blind.run('who-can-see', 'Person.email').out).toContain('Nobody.');
    expect(blind.run('who-can-see', 'Home.city').out).toContain('Nobody.');
  });

  it('takes a kind of data, or a part of its name, for every coordinate that holds it', () => {
    const { facts } = small.json('who-can-see', 'user.contact');
    expect(facts).toMatchObject({
      answers: [
        { category: 'user.contact', coordinates: [], readers: [] },
        { category: 'user.contact.address', coordinates: ['Person.home', 'Home.city'] },
        { category: 'user.contact.email', coordinates: ['Query.people(email:)', 'Person.email'] },
        { category: 'user.contact.phone_number', coordinates: [], readers: [] },
      ],
    });
  });

  it('tells who may ask by an argument: those to whom the datum is shown whole', () => {
    const { out } = real.run('who-can-see', 'Query.searchCustomers(birthDate:)');
    expect(out).toMatch(/handler_l2 +complaint_handling +ALLOW/);
    expect(out).not.toContain('supervisor');
  });
});

describe('what-can', () => {
  it('lists for each purpose what is shown, how, and what may be done', () => {
    expect(small.json('what-can', '--as', 'role:staff').facts).toMatchObject({
      purposes: [
        {
          purpose: 'work',
          mutations: ['Mutation.rename'],
          withheld: 0,
          fields: [
            { coordinate: 'Person.name', gets: [{ what: 'ALLOW', rule: 'R-NAME' }] },
            { coordinate: 'Person.email', gets: [{ what: 'MASK email_domain' }, { what: 'ALLOW' }] },
            { coordinate: 'Person.home' },
            { coordinate: 'Home.city' },
          ],
        },
        { purpose: 'other', fields: [], mutations: [] },
      ],
    });
  });

  it('shows a partner nothing that identifies anyone', () => {
    const { facts } = real.json('what-can', '--as', 'partner-comparator');
    const { purposes } = facts as {
      purposes: { fields: { coordinate: string }[]; missingScopes: string[] }[];
    };
    expect(purposes[0]?.fields.map(({ coordinate }) => coordinate)).toEqual(
      expect.arrayContaining(['Account.type', 'Account.currency']),
    );
    expect(purposes[0]?.fields.every(({ coordinate }) => coordinate.startsWith('Account.'))).toBe(true);
    expect(purposes[0]?.missingScopes).toContain('customers:read');
  });
});
