import { type SmallGraph, startSmallGraph, type Subgraphs } from './small-graph';

/** Letters whose summary requires three lines, whatever the client asks for. */
const LETTERS: Subgraphs = (() => {
  const letters = [
    { id: 'l1', lines: ['a', 'b', 'c'] },
    { id: 'l2', lines: ['d', 'e', 'f'] },
  ];
  return {
    letters: {
      text: `
        type Query { letters: [Letter] }
        type Letter @key(fields: "id") { id: ID! }
        type Line @key(fields: "id") { id: ID! word: String }`,
      resolvers: {
        Query: { letters: () => letters.map(({ id }) => ({ id })) },
        Line: {
          __resolveReference: (line: object) => line,
          word: ({ id }: { id: string }) => `word ${id}`,
        },
      },
    },
    readers: {
      text: `
        type Letter @key(fields: "id") {
          id: ID!
          lines(most: Int!): [Line]
          summary: String @requires(fields: "lines(most: 3) { word }")
        }
        type Line @key(fields: "id") { id: ID! word: String @external }`,
      resolvers: {
        Letter: {
          __resolveReference: (letter: object) => letter,
          lines: ({ id }: { id: string }, { most }: { most: number }) =>
            letters
              .find((each) => each.id === id)
              ?.lines.slice(0, most)
              .map((text) => ({ id: text })),
          summary: ({ lines: given }: { lines: { word: string }[] }) =>
            given.map(({ word }) => word).join(', '),
        },
      },
    },
  };
})();

describe('a field with arguments that another field requires with arguments of its own', () => {
  let graph: SmallGraph;
  beforeAll(async () => {
    graph = await startSmallGraph(LETTERS);
  });
  afterAll(() => graph.stop());
  const summaries = ['word a, word b, word c', 'word d, word e, word f'];

  it('is answered for what requires it alone, by the stock gateway too', async () => {
    const { ours, stock } = await graph.ask('{ letters { summary } }');
    expect(ours).toEqual(stock);
    expect(ours.data).toEqual({ letters: summaries.map((summary) => ({ summary })) });
  });

  it.each([
    ['another literal', '{ letters { summary lines(most: 1) { id } } }', {}],
    ['a variable', 'query ($most: Int!) { letters { summary lines(most: $most) { id } } }', { most: 1 }],
    ['a default', 'query ($most: Int! = 1) { letters { summary lines(most: $most) { id } } }', {}],
    [
      'fragments',
      'query ($m: Int! = 1) { letters { ...A ...B } } fragment A on Letter { lines(most: $m) { id } } fragment B on Letter { summary lines(most: $m) { id } }',
      {},
    ],
  ])(
    'and asked for with %s, is both; the stock gateway gives the client what is required',
    async (_, query, variables) => {
      const { ours, stock } = await graph.ask(query, variables);
      expect(ours.errors).toEqual([]);
      expect(ours.data).toEqual({
        letters: [
          { summary: summaries[0], lines: [{ id: 'a' }] },
          { summary: summaries[1], lines: [{ id: 'd' }] },
        ],
      });
      expect(stock.errors).toEqual([]);
      expect(stock.data).toEqual({
        letters: [
          { summary: summaries[0], lines: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] },
          { summary: summaries[1], lines: [{ id: 'd' }, { id: 'e' }, { id: 'f' }] },
        ],
      });
    },
  );

  it('is the client’s where nothing is required, as in the stock gateway', async () => {
    const { ours, stock } = await graph.ask('{ letters { lines(most: 2) { word } } }');
    expect(ours).toEqual(stock);
    expect(ours.data).toEqual({
      letters: [
        { lines: [{ word: 'word a' }, { word: 'word b' }] },
        { lines: [{ word: 'word d' }, { word: 'word e' }] },
      ],
    });
  });
});
