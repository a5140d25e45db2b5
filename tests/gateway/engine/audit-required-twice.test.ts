import { type SmallGraph, startSmallGraph, type Subgraphs } from './small-graph';

/** Prices twice as high in euros; what a freight costs is said in either currency. */
const FREIGHT: Subgraphs = (() => {
  const prices: Readonly<Record<string, number>> = { p1: 11, p2: 22 };
  const inCurrency = (price: number, { currency }: { currency: string }): number =>
    currency === 'EUR' ? price * 2 : price;
  const product = (upc: string): object => ({ upc, weight: 3, rack: { dearest: prices[upc] } });
  type Given = { price: number; weight: number; rack: { dearest: number } };
  const times = (unit: string) => (given: Given, args: { note?: string }) =>
    `${given.price * given.weight} ${unit}${args.note ?? ''}`;
  return {
    freight: {
      text: `
        type Product @key(fields: "upc") {
          upc: String!
          weight: Int @external
          price(currency: String!): Int @external
          rack: Rack @external
          dollars(note: String): String @requires(fields: "price(currency: \\"USD\\") weight")
          euros(note: String): String @requires(fields: "price(currency: \\"EUR\\") weight")
          owed: String @requires(fields: "weight price(currency: \\"EUR\\")")
          dear: Int @requires(fields: "rack { dearest(currency: \\"USD\\") }")
          cher: Int @requires(fields: "rack { dearest(currency: \\"EUR\\") }")
          carrier: String
        }
        type Rack @external { dearest(currency: String!): Int }`,
      resolvers: {
        Product: {
          __resolveReference: (given: object) => given,
          dollars: times('dollars'),
          euros: times('euros'),
          owed: times('owed'),
          dear: ({ rack }: Given) => rack.dearest,
          cher: ({ rack }: Given) => rack.dearest,
          carrier: ({ upc }: { upc: string }) => `carrier of ${upc}`,
        },
      },
    },
    products: {
      text: `
        type Query { products: [Product] }
        type Product @key(fields: "upc") {
          upc: String! weight: Int price(currency: String!): Int rack: Rack
        }
        type Rack { dearest(currency: String!): Int }`,
      resolvers: {
        Query: { products: () => Object.keys(prices).map(product) },
        Product: {
          __resolveReference: ({ upc }: { upc: string }) => product(upc),
          price: ({ upc }: { upc: string }, args: { currency: string }) => inCurrency(prices[upc] ?? 0, args),
        },
        Rack: {
          dearest: ({ dearest }: { dearest: number }, args: { currency: string }) =>
            inCurrency(dearest, args),
        },
      },
    },
  };
})();

describe('a field that two others require, each with arguments of its own', () => {
  let graph: SmallGraph;
  beforeAll(async () => {
    graph = await startSmallGraph(FREIGHT);
  });
  afterAll(() => graph.stop());

  it('is given to each as it is required; the stock gateway gives the same to both', async () => {
    const { ours, stock } = await graph.ask('{ products { dollars carrier euros owed } }');
    expect(ours.errors).toEqual([]);
    expect(ours.data).toEqual({
      products: [
        { dollars: '33 dollars', carrier: 'carrier of p1', euros: '66 euros', owed: '66 owed' },
        { dollars: '66 dollars', carrier: 'carrier of p2', euros: '132 euros', owed: '132 owed' },
      ],
    });
    expect(stock.errors).toEqual([]);
    expect(stock.data).toMatchObject({
      products: [
        { dollars: '66 dollars', euros: '66 euros' },
        { dollars: '132 dollars', euros: '132 euros' },
      ],
    });
  });

  it('is so below another field; the stock gateway gives the same to both', async () => {
    const { ours, stock } = await graph.ask('{ products { dear cher } }');
    expect(ours.errors).toEqual([]);
    expect(ours.data).toEqual({
      products: [
        { dear: 11, cher: 22 },
        { dear: 22, cher: 44 },
      ],
    });
    expect(stock.data).toEqual({
      products: [
        { dear: 22, cher: 22 },
        { dear: 44, cher: 44 },
      ],
    });
  });

  it.each([
    [
      'beside the client’s own question for it',
      '{ products { upc price(currency: "EUR") dollars rack { dearest(currency: "EUR") } dear } }',
      {},
      {
        ...{ upc: 'p1', price: 22, dollars: '33 dollars', rack: { dearest: 22 }, dear: 11 },
      },
    ],
    [
      'with variables that only one of them has',
      'query ($a: String, $b: String) { products { dollars(note: $a) euros(note: $b) } }',
      { a: '!', b: '?' },
      { dollars: '33 dollars!', euros: '66 euros?' },
    ],
    [
      'under conditions and in fragments',
      'query ($a: Boolean!) { products { ... @include(if: $a) { dollars } euros @skip(if: $a) ... on Product { owed } } }',
      { a: true },
      { dollars: '33 dollars', owed: '66 owed' },
    ],
    [
      'under aliases',
      '{ products { a: dollars b: dollars(note: "!") price__required_0: euros } }',
      {},
      { a: '33 dollars', b: '33 dollars!', price__required_0: '66 euros' },
    ],
  ])('is so %s', async (_, query, variables, first) => {
    const { ours } = await graph.ask(query, variables);
    expect(ours.errors).toEqual([]);
    expect(ours.data).toMatchObject({ products: [first, {}] });
    expect(Object.keys((ours.data as { products: object[] }).products[0] ?? {})).toEqual(Object.keys(first));
  });
});
