import type { RowFacts } from '../../schema/policy/row';
import type { RelationReader } from '../../schema/ports/relation';
import { createRowGate } from '../../subgraphs/shared/row-gate';
import { callerWith, operationOf, smallPolicy } from './small-policy';

const POLICY = smallPolicy({
  rows: `
  - { id: A, roles: [staff], types: ["*"], when: "relation in [assigned_handler, same_branch]", because: "Their own work." }
  - { id: B, roles: [owner], types: [Letter], when: "level in [MEDIATOR]", because: "What was referred." }`,
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
    });
    const facts = ['c1', 'c2', 'c1'].map((customer): RowFacts => ({ customer, branch: '00002' }));
    const admitted = await Promise.all([
      ...facts.map((each) => gate('Account', each)),
      other('Card', facts[0]!),
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
    };
    await expect(gateOf(staff, down).gate('Account', { customer: 'c1', branch: '2' })).rejects.toThrow(
      'down',
    );
  });
});
