import type { Caller } from '../../schema/kernel/caller';
import { type RowFacts, rowFilter } from '../../schema/policy/row';
import type { RelationReader } from '../../schema/ports/relation';
import { createRowGate } from '../../subgraphs/shared/row-gate';
import { visibleRows } from '../../subgraphs/shared/visible-rows';
import { callerWith, operationOf, smallPolicy } from './small-policy';

const POLICY = smallPolicy({
  rows: `
  - { id: A, roles: [staff], types: ["*"], when: "relation in [assigned_handler, same_branch]", because: "Their own work." }
  - { id: B, roles: [owner], types: [Letter], when: "level in [MEDIATOR]", because: "What was referred." }
  - { id: C, roles: ["partner:*"], types: [Account, Letter], when: "relation in [mandated_partner]", because: "A mandate." }`,
});
const staff = callerWith({ branch: '00001', staffNumber: 'A000001' });
const mediator = callerWith({ roles: ['owner'] });

function gateOf(caller = staff, relations: RelationReader | undefined = undefined) {
  const asked: string[] = [];
  const reader: RelationReader = {
    async handlersOf(numbers) {
      asked.push(`handlers ${numbers.join(' ')}`);
      return new Map([['c1', ['B000002', 'A000001']]]);
    },
    async levelsOf(numbers) {
      asked.push(`levels ${numbers.join(' ')}`);
      return new Map([['RC-1', 'MEDIATOR']]);
    },
    partiesOf: () => Promise.reject(new Error('nobody asks')),
    async mandatesOf(numbers) {
      asked.push(`mandates ${numbers.join(' ')}`);
      return new Map([
        ['c1', [{ clientId: 'app', claimNumber: null }]],
        ['c2', [{ clientId: 'app', claimNumber: 'RC-2' }]],
        ['c3', [{ clientId: 'another-app', claimNumber: null }]],
      ]);
    },
  };
  const operation = operationOf(caller);
  return { gate: createRowGate(POLICY, operation, relations ?? reader), asked, operation };
}

describe('relations that an object does not tell', () => {
  it('let an object through whose customer has a claim that the caller handles, and are told with its facts', async () => {
    const { gate, asked } = gateOf();
    expect(await gate('Account', { customer: 'c1', branch: '00002' })).toEqual({
      ...{ customer: 'c1', branch: '00002' },
      handlers: ['B000002', 'A000001'],
    });
    expect(await gate('Account', { customer: 'c2', branch: '00002' })).toBeUndefined();
    expect(asked).toEqual(['handlers c1', 'handlers c2']);
  });

  it('are asked once for all objects of an operation, whatever subgraphs it visits', async () => {
    const { gate, asked, operation } = gateOf();
    const other = createRowGate(POLICY, operation, {
      handlersOf: () => Promise.reject(new Error('a second reader')),
      levelsOf: () => Promise.reject(new Error('a second reader')),
      partiesOf: () => Promise.reject(new Error('a second reader')),
      mandatesOf: () => Promise.reject(new Error('a second reader')),
    });
    const facts = ['c1', 'c2', 'c1'].map((customer): RowFacts => ({ customer, branch: '00002' }));
    const admitted = await Promise.all([
      ...facts.map((each) => gate('Account', each)),
      other('Card', facts[0]),
    ]);
    expect(admitted.map((each) => each !== undefined)).toEqual([true, false, true, true]);
    expect(asked).toEqual(['handlers c1 c2']);
    expect(operation.sources.report()).toMatchObject({ store: { calls: 1, keys: 2 } });
  });

  it.each<[string, ReturnType<typeof callerWith>, string, RowFacts]>([
    ['the branch is the caller’s own', staff, 'Account', { customer: 'c1', branch: '00001' }],
    [
      'the caller has no staff number',
      callerWith({ branch: '00001' }),
      'Account',
      { customer: 'c1', branch: '2' },
    ],
    ['the object tells who handles it', staff, 'Claim', { customer: 'c1', branch: '2', handler: 'B000002' }],
    ['nobody owns it', staff, 'Account', { customer: null, branch: '2' }],
    ['no rule speaks of the type', mediator, 'Account', { customer: 'c1', claim: 'RC-1' }],
    ['it tells its level', mediator, 'Letter', { level: 'ADVISER', claim: 'RC-1' }],
  ])('are not asked where %s', async (_, caller, type, facts) => {
    const { gate, asked } = gateOf(caller);
    await gate(type, facts);
    expect(asked).toEqual([]);
  });

  it('find the level of the claim that an object belongs to', async () => {
    const { gate, asked } = gateOf(mediator);
    expect(await gate('Letter', { customer: 'c1', claim: 'RC-1' })).toMatchObject({ level: 'MEDIATOR' });
    expect(await gate('Letter', { customer: 'c1', claim: 'RC-2' })).toBeUndefined();
    expect(asked).toEqual(['levels RC-1', 'levels RC-2']);
  });

  it('do not hold in a process that cannot read them', async () => {
    const gate = createRowGate(POLICY, operationOf(staff), undefined);
    expect(await gate('Account', { customer: 'c1', branch: '00002' })).toBeUndefined();
    expect(await gate('Account', { customer: 'c1', branch: '00001' })).toEqual({
      customer: 'c1',
      branch: '00001',
    });
  });

  it('that cannot be read are a failure, not a refusal', async () => {
    const down = {
      handlersOf: () => Promise.reject(new Error('down')),
      levelsOf: () => Promise.reject(new Error()),
      partiesOf: () => Promise.reject(new Error()),
      mandatesOf: () => Promise.reject(new Error()),
    };
    await expect(gateOf(staff, down).gate('Account', { customer: 'c1', branch: '2' })).rejects.toThrow(
      'down',
    );
  });
});

describe('a mandate', () => {
  const partner = (mandates: Caller['mandates']) =>
    callerWith({ roles: ['partner:app'], clientId: 'app', ...(mandates && { mandates }) });
  const told = (customerNumber: string, claimNumber?: string) =>
    partner([{ customerNumber, ...(claimNumber && { claimNumber }) }]);

  it.each<[string, ReturnType<typeof partner>, RowFacts, boolean]>([
    ['the token and the bank tell of it', told('c1'), { customer: 'c1' }, true],
    [
      'the token tells of one claim, and it is of that claim',
      told('c1', 'RC-9'),
      { customer: 'c1', claim: 'RC-9' },
      true,
    ],
    ['the token tells of another claim', told('c1', 'RC-9'), { customer: 'c1', claim: 'RC-8' }, false],
    ['the token tells of a claim, and it is of none', told('c1', 'RC-9'), { customer: 'c1' }, false],
    ['the bank knows it for one claim', told('c2'), { customer: 'c2', claim: 'RC-2' }, true],
    ['the bank knows it for another claim', told('c2'), { customer: 'c2', claim: 'RC-1' }, false],
    ['the token alone tells of it', told('c9'), { customer: 'c9' }, false],
    ['another application holds it', told('c3'), { customer: 'c3' }, false],
    ['the token tells of another customer', told('c2'), { customer: 'c1' }, false],
    ['the token tells of none', partner(undefined), { customer: 'c1' }, false],
  ])('lets an object be seen or not where %s', async (_, caller, facts, seen) => {
    expect((await gateOf(caller).gate('Account', facts)) !== undefined).toBe(seen);
  });
});

describe('a token that is limited to some cases', () => {
  const limited = callerWith({ branch: '00001', staffNumber: 'A000001', cases: ['RC-1'] });

  it.each<[string, RowFacts, boolean]>([
    ['of one of them', { customer: 'c1', branch: '00001', claim: 'RC-1' }, true],
    ['of another claim', { customer: 'c1', branch: '00001', claim: 'RC-2' }, false],
    ['of no claim', { customer: 'c1', branch: '00001' }, false],
    [
      'of one of them, but not visible without the limit either',
      { customer: 'c9', branch: '2', claim: 'RC-1' },
      false,
    ],
  ])('shows an object or not that is %s', async (_, facts, seen) => {
    expect((await gateOf(limited).gate('Letter', facts)) !== undefined).toBe(seen);
  });

  it('finds nothing else in lists', () => {
    const filter = rowFilter(POLICY, 'Letter', limited);
    const columns = { self: 'c.customer', branch: 'c.branch', handler: 'c.handler' };
    expect(visibleRows(filter, columns, 3)).toBeUndefined();
    const rows = visibleRows(filter, { ...columns, cases: 'c.number' }, 3);
    expect(rows?.values).toEqual([['RC-1'], 'A000001', '00001']);
    expect(rows?.alternatives).toEqual([
      'c.handler = $4 and c.number = any($3)',
      'c.branch = $5 and c.number = any($3)',
    ]);
  });
});

describe('what is not there', () => {
  it.each<[string, ReturnType<typeof callerWith>, string, RowFacts]>([
    ['an adviser', staff, 'Account', { customer: 'c9', branch: '2' }],
    ['the mediator', mediator, 'Letter', { customer: 'c9', claim: 'RC-9' }],
    [
      'a partner with a mandate of someone else',
      callerWith({ roles: ['partner:app'], clientId: 'app', mandates: [{ customerNumber: 'c1' }] }),
      'Account',
      { customer: 'c9' },
    ],
    ['a partner without any mandate', callerWith({ roles: ['partner:app'] }), 'Account', { customer: 'c1' }],
    [
      'someone with a token for other cases',
      callerWith({ branch: '1', staffNumber: 'A000001', cases: [] }),
      'Account',
      { customer: 'c9', branch: '2' },
    ],
  ])(
    'costs as many calls of the same kinds as what is not visible, for %s',
    async (_, caller, type, facts) => {
      const [missing, hidden] = [gateOf(caller), gateOf(caller)];
      expect(await missing.gate(type, undefined)).toBeUndefined();
      expect(await hidden.gate(type, facts)).toBeUndefined();
      const kinds = (asked: readonly string[]) => asked.map((each) => each.split(' ')[0]);
      expect(kinds(missing.asked)).toEqual(kinds(hidden.asked));
    },
  );
});
