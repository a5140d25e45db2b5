import type { FetchNode, PlanNode } from '@apollo/query-planner';
import { buildSchema, type GraphQLError, OperationTypeNode } from 'graphql';
import { plannedFetches } from '../../../gateway/execute/engine/planned';
import { compileRequest } from '../../../gateway/execute/engine/request';
import { sharingOf } from '../../../gateway/execute/engine/sharing';
import { type FetchedAnswer, REPEATED } from '../../../gateway/execute/repeated-json/answer';
import { SourceUnavailable } from '../../../schema/kernel/source-errors';

const fetchOf = (serviceName: string, fields: string): FetchNode => ({
  kind: 'Fetch',
  serviceName,
  operationName: undefined,
  operationKind: OperationTypeNode.QUERY,
  operation: `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on User { ${fields} } } }`,
  requires: [
    {
      kind: 'InlineFragment',
      typeCondition: 'User',
      selections: [
        { kind: 'Field', name: '__typename' },
        { kind: 'Field', name: 'id' },
      ],
    },
  ],
});

const planOf = (...nodes: FetchNode[]): PlanNode => ({
  kind: 'Parallel',
  nodes: nodes.map((node) => ({ kind: 'Flatten', path: ['users', '@'], node })),
});

/** Whether the first of them may share what it brings. */
const firstShares = (...nodes: FetchNode[]): boolean => {
  const fetches = plannedFetches(planOf(...nodes));
  return sharingOf(fetches)(fetches[0]!);
};

describe('what an entity holds, at each of its places,', () => {
  const supergraph = buildSchema(
    'type Query { users: [User] } type User { id: ID desk: Desk } type Desk { row: Int size: Int }',
  );
  const rows = fetchOf('a', 'desk { row }');

  it('is one object where a single fetch brings it, and apart where another reaches into it', () => {
    expect(firstShares(rows, fetchOf('b', 'name'))).toBe(true);
    expect(firstShares(rows, fetchOf('b', 'desk { size }'))).toBe(false);
  });

  it.each([
    ['one object', true],
    ['objects of their own', false],
  ])('is %s when that is wanted', async (_, sharing) => {
    const desks = (): unknown[] => users.map(({ desk }) => desk);
    const users: Record<string, unknown>[] = [
      { __typename: 'User', id: '1' },
      { __typename: 'User', id: '1' },
    ];
    const asked: unknown[] = [];
    await compileRequest(
      plannedFetches(planOf(rows)),
      supergraph,
      () => sharing,
    )({
      data: { users },
      variables: {},
      errors: [],
      shared: new Set(),
      isLeft: () => false,
      fetch: async (_subgraph, { variables }) => {
        asked.push(variables?.representations);
        return { data: { _entities: [{ desk: { row: 4 } }] } };
      },
    });
    expect(asked).toEqual([[{ __typename: 'User', id: '1' }]]);
    expect(desks()).toEqual([{ row: 4 }, { row: 4 }]);
    expect(desks()[0] === desks()[1]).toBe(sharing);
  });

  it.each([
    ['one object', true],
    ['objects of their own', false],
  ])('is %s, as wanted, where the answer itself repeats it, and never the entities', async (_, sharing) => {
    const users: Record<string, unknown>[] = [
      { __typename: 'User', id: '1' },
      { __typename: 'User', id: '2' },
    ];
    const told = { desk: { row: 4 } };
    const answer: FetchedAnswer = { data: { _entities: [told, told] }, [REPEATED]: new Set([told]) };
    await compileRequest(
      plannedFetches(planOf(rows)),
      supergraph,
      () => sharing,
    )({
      ...{ data: { users }, variables: {}, errors: [], shared: new Set() },
      ...{ isLeft: () => false, fetch: async () => answer },
    });
    expect(users).toEqual([
      { __typename: 'User', id: '1', desk: { row: 4 } },
      { __typename: 'User', id: '2', desk: { row: 4 } },
    ]);
    expect(users[0]?.desk === users[1]?.desk).toBe(sharing);
  });

  it.each([
    ['each of its places where somebody waits', false, 2],
    ['nothing but itself where nobody does', true, 1],
  ])('is missing, and said to be so of %s', async (_, left, count) => {
    const errors: GraphQLError[] = [];
    const users = [
      { __typename: 'User', id: '1' },
      { __typename: 'User', id: '2' },
    ];
    await compileRequest(
      plannedFetches(planOf(rows)),
      supergraph,
      () => true,
    )({
      ...{ data: { users }, variables: {}, errors, shared: new Set(), isLeft: () => left },
      fetch: () => Promise.reject(new SourceUnavailable('a')),
    });
    expect(errors.map(({ extensions: { code } }) => code)).toEqual(Array(count).fill('SOURCE_UNAVAILABLE'));
  });
});
