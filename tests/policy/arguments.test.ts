import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildASTSchema, isObjectType, parse } from 'graphql';
import { deniedArgument } from '../../schema/contract/arguments';
import { classifySchema } from '../../schema/contract/classification';
import { reachOf } from '../../schema/contract/reach';
import type { Caller } from '../../schema/kernel/caller';
import { compile } from '../../schema/policy/compile';
import { loadPolicy } from '../../schema/policy/load';
import { createAccessOf } from '../../subgraphs/viewer/access';

const ROOT = join(__dirname, '..', '..');
const SUPERGRAPH = readFileSync(join(ROOT, 'schema/contract/supergraph.graphql'), 'utf8');
const policy = loadPolicy(join(ROOT, 'schema/policy/policy.yaml'));
const schema = buildASTSchema(parse(SUPERGRAPH), { assumeValidSDL: true });
const table = compile(classifySchema(schema), policy);
const can = createAccessOf(SUPERGRAPH, policy);

const PURPOSES = ['complaint_handling', 'quality_improvement', 'satisfaction_survey', 'fraud_prevention'];
const callers = policy.roles.flatMap((role) =>
  PURPOSES.map((purpose): Caller => ({
    ...{ subject: 's', clientId: 'c', roles: [role], purposes: PURPOSES, purpose },
    scopes: ['claims:read', 'surveys:read', 'customers:read', 'accounts:read'],
    ...{ customerNumber: '000000000001', staffNumber: 'A000001', branch: '00001' },
  })),
);

/** Every argument of a query, with a caller to whom something of its kind is only ever shown masked or as a pseudonym. */
const partly = Object.values(schema.getTypeMap())
  .filter((type) => isObjectType(type))
  .flatMap((type) => Object.values(type.getFields()).map((field) => ({ owner: type.name, field })))
  .filter(({ owner }) => owner !== 'Mutation' && !owner.startsWith('_'))
  .flatMap(({ owner, field }) =>
    field.args.flatMap(({ name }) => {
      const coordinate = `${owner}.${field.name}(${name}:)`;
      return callers.flatMap((caller) => {
        const look = table.look(coordinate, caller);
        const effects = look.kind === 'CONDITIONAL' ? look.possible : [look.decision];
        const isPartly =
          effects.some(({ effect }) => effect === 'MASK' || effect === 'PSEUDONYMISE') &&
          !effects.some(({ effect }) => effect === 'ALLOW');
        return isPartly ? [{ owner, field, name, coordinate, caller }] : [];
      });
    }),
  );

describe('what a caller is shown only masked or as a pseudonym', () => {
  it('is there in the graph as something to look for', () => {
    expect(partly.length).toBeGreaterThan(0);
  });

  it('is nothing to look for, neither by a value nor by what was shown of it', () => {
    for (const { owner, field, name, coordinate, caller } of partly)
      for (const value of ['RC-2026-0000001', `psn_${'a'.repeat(43)}`, '•••0189'])
        expect(deniedArgument(owner, field, { [name]: value }, table, caller)).toBe(coordinate);
  });

  it('is no argument of the audience’s own schema, and viewer.can says so', () => {
    for (const { coordinate, caller } of partly) {
      expect(reachOf(schema, table, caller).coordinates).not.toContain(coordinate);
      expect(can(coordinate, caller)).toMatchObject({ decision: 'DENIED', mask: null });
    }
  });
});
