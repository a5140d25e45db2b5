import { type SmallGraph, startSmallGraph, type Subgraphs } from './small-graph';

/** Interfaces that one of two subgraphs knows as an object, and resolves by no key. */
const INTERFACE_OBJECTS: Subgraphs = {
  a: {
    text: `
      type Query { first: Thing goods: Goods }
      interface Thing @key(fields: "id") { id: ID! }
      type Goods @key(fields: "id", resolvable: false) @interfaceObject { id: ID! }`,
    resolvers: {
      Query: { first: () => ({ id: 't1' }), goods: () => ({ id: 'g1' }) },
      Thing: { __resolveType: () => 'Thing' },
    },
  },
  b: {
    text: `
      type Query { second: Thing }
      type Thing @key(fields: "id", resolvable: false) @interfaceObject { id: ID! colour: String }
      interface Goods @key(fields: "id") { id: ID! name: String }
      type Bread implements Goods @key(fields: "id") { id: ID! name: String }`,
    resolvers: {
      Query: { second: () => ({ id: 't2', colour: 'red' }) },
      Goods: {
        __resolveReference: ({ id }: { id: string }) => ({ __typename: 'Bread', id, name: 'loaf' }),
      },
    },
  },
};

describe('an interface object that cannot be resolved', () => {
  let graph: SmallGraph;
  beforeAll(async () => {
    graph = await startSmallGraph(INTERFACE_OBJECTS);
  });
  afterAll(() => graph.stop());

  it('gives an error where nobody can give the field; the stock gateway gives null without a word', async () => {
    const { ours, stock } = await graph.ask('{ first { colour } }');
    expect(ours.data).toBeUndefined();
    expect(ours.errors).toMatchObject([{ message: 'No subgraph can answer what this operation asks for.' }]);
    expect(stock).toEqual({ data: { first: null }, errors: [], missing: [] });
  });

  it.each([
    ['what its own subgraph knows', '{ second { id colour } }', { second: { id: 't2', colour: 'red' } }],
    ['its key', '{ second { id } goods { id } }', { second: { id: 't2' }, goods: { id: 'g1' } }],
    [
      'the fields of the object that it stands for',
      '{ goods { __typename id ... on Bread { name } } }',
      { goods: { __typename: 'Bread', id: 'g1', name: 'loaf' } },
    ],
  ])('gives %s, as in the stock gateway', async (_, query, data) => {
    const { ours, stock } = await graph.ask(query);
    expect(ours).toEqual(stock);
    expect(ours).toEqual({ data, errors: [], missing: [] });
  });
});

/** Media, of which one subgraph knows ratings and not what kinds there are. */
const RATINGS: Subgraphs = {
  media: {
    text: `
      type Query { media: [Media] }
      interface Media @key(fields: "id") { id: ID! title: String }
      type Book implements Media @key(fields: "id") { id: ID! title: String }
      type Film implements Media @key(fields: "id") { id: ID! title: String }`,
    resolvers: {
      Query: {
        media: () => [
          { __typename: 'Book', id: 'b', title: 'A book' },
          { __typename: 'Film', id: 'f', title: 'A film' },
        ],
      },
    },
  },
  ratings: {
    text: `
      type Media @key(fields: "id") @interfaceObject {
        id: ID! title: String @external rating: String @requires(fields: "title")
      }`,
    resolvers: {
      Media: {
        __resolveReference: (given: object) => given,
        rating: ({ title }: { title: string }) => `${title} is good`,
      },
    },
  },
};

describe('an interface object’s field that requires one of the interface', () => {
  let graph: SmallGraph;
  beforeAll(async () => {
    graph = await startSmallGraph(RATINGS);
  });
  afterAll(() => graph.stop());

  it('is asked of the types that the client asks about; the stock gateway asks of others and gets nothing', async () => {
    const { ours, stock } = await graph.ask('{ media { title ... on Film { rating } } }');
    expect(ours).toEqual({
      data: { media: [{ title: 'A book' }, { title: 'A film', rating: 'A film is good' }] },
      errors: [],
      missing: [],
    });
    expect(stock.data).toEqual({ media: [{ title: 'A book' }, { title: 'A film', rating: null }] });
    expect(stock.errors).not.toEqual([]);
  });

  it('is asked of all, as in the stock gateway', async () => {
    const { ours, stock } = await graph.ask('{ media { rating } }');
    expect(ours).toEqual(stock);
    expect(ours.data).toEqual({ media: [{ rating: 'A book is good' }, { rating: 'A film is good' }] });
  });
});
