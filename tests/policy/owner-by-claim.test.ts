import type { RelationReader } from '../../schema/ports/relation';
import { createRowGate } from '../../subgraphs/shared/row-gate';
import { callerWith, operationOf, smallPolicy } from './small-policy';

const POLICY = smallPolicy({
  rules: [
    {
      ...{ id: 'D-ASKED', categories: 'bank', roles: 'staff', decision: 'DENY', final: true },
      when: 'standing in [restricted]',
    },
  ],
  rows: `
  - { id: A, roles: [staff, owner], types: ["*"], because: "All of them." }`,
});

const party = { branch: '00001', handler: null, level: 'ADVISER', status: 'FILED' };

function gateOf(role: string) {
  const asked: (readonly string[])[] = [];
  const unasked = () => Promise.reject(new Error('nobody asks'));
  const relations: RelationReader = {
    ...{ handlersOf: unasked, levelsOf: unasked, mandatesOf: unasked },
    async partiesOf(numbers) {
      asked.push(numbers);
      return new Map([
        ['RC-1', { ...party, customer: 'c1' }],
        ['RC-2', { ...party, customer: null }],
      ]);
    },
  };
  return { gate: createRowGate(POLICY, operationOf(callerWith({ roles: [role] })), relations), asked };
}

describe('an object of a claim that tells no owner', () => {
  it('belongs to whom the claim belongs to, where what they asked for may matter: one store statement for all', async () => {
    const { gate, asked } = gateOf('staff');
    const claims = ['RC-1', 'RC-2', 'RC-3', 'RC-1'];
    const admitted = await Promise.all(claims.map((claim) => gate('Document', { customer: null, claim })));
    expect(admitted.map((facts) => facts?.customer)).toEqual(['c1', null, null, 'c1']);
    expect(asked).toEqual([['RC-1', 'RC-2', 'RC-3']]);
  });

  it('is asked about neither where it tells its owner nor where no rule would look', async () => {
    const told = gateOf('staff');
    expect(await told.gate('Document', { customer: 'c9', claim: 'RC-1' })).toMatchObject({ customer: 'c9' });
    const other = gateOf('owner');
    expect(await other.gate('Document', { customer: null, claim: 'RC-1' })).toEqual({
      customer: null,
      claim: 'RC-1',
    });
    expect([told.asked, other.asked]).toEqual([[], []]);
  });
});
