import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import type { Caller } from '../../schema/kernel/caller';
import { createSourceMeter } from '../../schema/kernel/sources';
import { NO_STANDING } from '../../schema/policy/standing';
import type { StandingReader } from '../../schema/ports/standing';
import { protectSchema } from '../../subgraphs/shared/access/protect';
import { PERSONAL_DATA, smallPolicy, TECH } from './small-policy';

const COURSE = '@personalData(category: "bank.claim")';
const SDL = `
  ${PERSONAL_DATA}
  type Query { cases: [Case!] ${TECH} }
  type Case @key(fields: "id") { id: ID! ${TECH} newest: Paper ${COURSE} papers: [Paper!] ${COURSE} page: PaperPage ${COURSE}
    technical: [Paper!] ${TECH} }
  type Paper @key(fields: "id") { id: ID! ${TECH} }
  type PaperPage { edges: [PaperEdge!]! ${TECH} pageInfo: PageInfo! ${TECH} }
  type PaperEdge { cursor: String! ${TECH} node: Paper! ${TECH} }
  type PageInfo { hasNextPage: Boolean! ${TECH} endCursor: String ${TECH} }`;

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

const paper = (id: string, customer: string | null) => ({ id, facts: { customer } });

/** Asks for a case of which nothing is known but its key. */
async function ask(papers: readonly object[], fields: string) {
  const page = {
    edges: papers.map((node, at) => ({ cursor: `c${at}`, node })),
    pageInfo: { hasNextPage: true, startCursor: 'c0', endCursor: `c${papers.length - 1}` },
  };
  const one = { id: 'case', papers, page, technical: papers, newest: papers[0] };
  const asked: (readonly string[])[] = [];
  const standings: StandingReader = {
    async standingsOf(numbers) {
      asked.push([...numbers].sort());
      return new Map([['restricted', { ...NO_STANDING, restricted: true }]]);
    },
  };
  const schema = protectSchema(
    buildSubgraphSchema({ typeDefs: parse(SDL), resolvers: { Query: { cases: () => [one] } } }),
    { policy: POLICY, standings },
  );
  const operation = {
    ...{ caller: staff, requestId: 'r', signal: new AbortController().signal },
    sources: createSourceMeter(),
  };
  const result = await graphql({ schema, source: `{ cases { ${fields} } }`, contextValue: { operation } });
  const [shown] = (result.data as { cases: Record<string, unknown>[] } | null)?.cases ?? [];
  return { shown: JSON.parse(JSON.stringify(shown)) as unknown, errors: result.errors ?? [], asked };
}

const PAGE = 'page { edges { node { id } } pageInfo { hasNextPage endCursor } }';

describe('what a link of an object leads to of which only the key is known', () => {
  it('is left out where its owner asked for a restriction, as if there were none', async () => {
    const { shown, errors } = await ask(
      [paper('a', 'restricted'), paper('b', 'restricted')],
      `newest { id } papers { id } ${PAGE}`,
    );
    expect(shown).toEqual({
      newest: null,
      papers: [],
      page: { edges: [], pageInfo: { hasNextPage: false, endCursor: null } },
    });
    expect(errors).toEqual([]);
  });

  it('is shown where the owner asked for nothing, one store statement for all', async () => {
    const { shown, asked } = await ask(
      [paper('a', 'free'), paper('b', 'restricted'), paper('c', null)],
      `newest { id } papers { id } ${PAGE}`,
    );
    expect(shown).toEqual({
      newest: { id: 'a' },
      papers: [{ id: 'a' }, { id: 'c' }],
      page: {
        edges: [{ node: { id: 'a' } }, { node: { id: 'c' } }],
        pageInfo: { hasNextPage: true, endCursor: 'c2' },
      },
    });
    expect(asked).toEqual([['free', 'restricted']]);
  });

  it('is asked nothing about where no rule could make a difference', async () => {
    const { shown, asked } = await ask([paper('a', 'restricted')], 'technical { id }');
    expect(shown).toEqual({ technical: [{ id: 'a' }] });
    expect(asked).toEqual([]);
  });
});
