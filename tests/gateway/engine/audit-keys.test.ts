import { type SmallGraph, startSmallGraph, type Subgraphs } from './small-graph';

/** Boxes that shelves know by keys of which they resolve one, and not the first. */
const boxesAndShelves = (asked: object[]): Subgraphs => {
  const box = { id: 'b1', tag: 't1', code: { one: '1', two: '2', three: '3' } };
  return {
    boxes: {
      text: `
        type Box @key(fields: "id") @key(fields: "tag", resolvable: false)
          @key(fields: "code { one two }", resolvable: false)
          @key(fields: "id code { two three }", resolvable: false) {
          id: ID! tag: ID! code: Code! name: String!
        }
        type Code { one: ID! two: ID! three: ID! }`,
      resolvers: {
        Box: { __resolveReference: ({ id }: { id: string }) => ({ ...box, id, name: `name of ${id}` }) },
      },
    },
    shelves: {
      text: `
        type Query { shelf: Shelf }
        type Shelf @key(fields: "id") { id: ID! boxes: [Box!]! }
        type Box @key(fields: "code { one two }", resolvable: false) @key(fields: "id code { two three }")
          @key(fields: "tag", resolvable: false) @key(fields: "id", resolvable: false) {
          id: ID! tag: ID! code: Code! name: String! @external label: String! @requires(fields: "name")
        }
        type Code { one: ID! two: ID! three: ID! }`,
      resolvers: {
        Query: { shelf: () => ({ id: 's1', boxes: [box] }) },
        Box: {
          __resolveReference: (given: { id?: string }) => {
            asked.push(given);
            return given.id === box.id ? { ...box, ...given } : null;
          },
          label: ({ name }: { name?: string }) => `label: ${name ?? 'none'}`,
        },
      },
    },
  };
};

describe('an entity of several keys, some of them not to be resolved by', () => {
  const asked: object[] = [];
  let graph: SmallGraph;
  beforeAll(async () => {
    graph = await startSmallGraph(boxesAndShelves(asked));
  });
  afterAll(() => graph.stop());

  it('is found by one that it is; the stock gateway comes back with the first, and finds nothing', async () => {
    const { ours, stock } = await graph.ask('{ shelf { id boxes { id name label } } }');
    expect(ours.errors).toEqual([]);
    expect(ours.data).toEqual({
      shelf: { id: 's1', boxes: [{ id: 'b1', name: 'name of b1', label: 'label: name of b1' }] },
    });
    expect(stock.data).toEqual({ shelf: null });
    expect(asked).toEqual([
      { __typename: 'Box', name: 'name of b1', code: { one: '1', two: '2' } },
      { __typename: 'Box', name: 'name of b1', id: 'b1', code: { two: '2', three: '3' } },
    ]);
  });
});
