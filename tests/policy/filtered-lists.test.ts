import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import type { Caller } from '../../schema/kernel/caller';
import { createSourceMeter } from '../../schema/kernel/sources';
import { NO_STANDING } from '../../schema/policy/standing';
import { protectSchema } from '../../subgraphs/shared/access/protect';
import { PERSONAL_DATA, smallPolicy, TECH } from './small-policy';

const COURSE = '@personalData(category: "bank.claim")';
const SDL = `
  ${PERSONAL_DATA}
  input Filter { status: String ${COURSE} }
  type Query { cases(first: Int = 20 ${TECH}, filter: Filter ${TECH}): [Case!] ${TECH} case(status: String ${COURSE}): Case ${TECH} }
  type Case @key(fields: "id") { id: ID! ${TECH} status: String ${COURSE} }`;

const POLICY = smallPolicy({
  rows: `
  - { id: V-STAFF, roles: [staff], types: ["*"], because: "All of them." }`,
  rules: [
    { id: 'R-TECH', categories: 'system.operations', roles: 'staff', decision: 'ALLOW' },
    { id: 'R-COURSE', categories: 'bank.claim', roles: 'staff', decision: 'ALLOW' },
    {
      ...{ id: 'D-ASKED', categories: 'bank', roles: 'staff', decision: 'DENY', final: true },
      when: 'standing in [restricted]',
    },
  ],
});

const staff: Caller = {
  ...{ subject: 's', clientId: 'desk', roles: ['staff'], scopes: [], purposes: ['work'], purpose: 'work' },
};

const CASES = ['free', 'restricted', 'other'].map((customer) => ({
  ...{ id: customer, status: 'OPEN', facts: { customer } },
}));

async function ask(source: string) {
  const asked: (readonly string[])[] = [];
  const schema = protectSchema(
    buildSubgraphSchema({
      typeDefs: parse(SDL),
      resolvers: { Query: { cases: () => CASES, case: () => CASES[1] } },
    }),
    {
      policy: POLICY,
      standings: {
        async standingsOf(numbers) {
          asked.push([...numbers].sort());
          return new Map([['restricted', { ...NO_STANDING, restricted: true }]]);
        },
      },
    },
  );
  const operation = {
    ...{ caller: staff, requestId: 'r', signal: new AbortController().signal },
    sources: createSourceMeter(),
  };
  const { data, errors = [] } = await graphql({ schema, source, contextValue: { operation } });
  return { data: JSON.parse(JSON.stringify(data)) as unknown, errors, asked };
}

describe('a list that is filtered by what may be read of some objects only', () => {
  it('leaves out the objects of which it may not be read, with one store statement', async () => {
    const { data, errors, asked } = await ask('{ cases(filter: { status: "OPEN" }) { id status } }');
    expect(data).toEqual({
      cases: [
        { id: 'free', status: 'OPEN' },
        { id: 'other', status: 'OPEN' },
      ],
    });
    expect(errors).toEqual([]);
    expect(asked).toEqual([['free', 'other', 'restricted']]);
  });

  it('holds them where it is not filtered, each field by its rule, and asks for nothing more', async () => {
    const { data, asked } = await ask('{ cases(first: 3, filter: { status: null }) { id } }');
    expect(data).toEqual({ cases: [{ id: 'free' }, { id: 'restricted' }, { id: 'other' }] });
    expect(asked).toEqual([]);
  });

  it('is a list: who knows one object’s number may still be led to it', async () => {
    expect((await ask('{ case(status: "OPEN") { id } }')).data).toEqual({ case: { id: 'restricted' } });
  });
});
