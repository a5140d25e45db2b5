import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { createEngine } from '../../../gateway/execute/engine/engine';
import type { SubgraphFetch } from '../../../gateway/execute/fetch';
import type { GraphAnswer } from '../../../subgraphs/shared/graph-request';
import { type Said, startRunner } from './run';

type Resolvers = Record<string, Record<string, (...args: never[]) => unknown>>;

/** Subgraphs by name: what they are and how they answer. */
type Subgraphs = Readonly<Record<string, { readonly text: string; readonly resolvers: Resolvers }>>;

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5",
  import: ["@key", "@external", "@requires", "@shareable", "@interfaceObject"])`;

/** What the engine says before these subgraphs. */
async function said(subgraphs: Subgraphs, query: string, variables: object = {}): Promise<Said> {
  const list = Object.entries(subgraphs).map(([name, { text, resolvers }]) => {
    const typeDefs = parse(LINK + text);
    return {
      name,
      typeDefs,
      url: 'http://127.0.0.1:1',
      schema: buildSubgraphSchema([{ typeDefs, resolvers: resolvers as never }]),
    };
  });
  const { supergraphSdl, errors } = composeServices(list);
  if (!supergraphSdl) throw new Error(errors?.map(({ message }) => message).join('\n'));
  const engine = await startRunner(createEngine, supergraphSdl);
  const fetch: SubgraphFetch = async (subgraph, request) => {
    const schema = list.find(({ name }) => name === subgraph)?.schema;
    if (!schema) throw new Error(`There is no ${subgraph}.`);
    const result = await graphql({ schema, source: request.query, variableValues: { ...request.variables } });
    return JSON.parse(JSON.stringify(result)) as GraphAnswer;
  };
  return engine.run(query, variables, fetch);
}

describe('where the stock gateway is known to be wrong', () => {
  describe('a field with arguments that another field requires with arguments of its own', () => {
    const letters = [
      { id: 'l1', lines: ['a', 'b', 'c'] },
      { id: 'l2', lines: ['d', 'e', 'f'] },
    ];
    const lines = ({ id }: { id: string }, { most }: { most: number }): object[] =>
      (letters.find((each) => each.id === id)?.lines ?? []).slice(0, most).map((text) => ({ id: text }));
    const subgraphs: Subgraphs = {
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
            lines: lines,
            summary: ({ lines: given }: { lines: { word: string }[] }) =>
              given.map(({ word }) => word).join(', '),
          },
        },
      },
    };
    const summaries = ['word a, word b, word c', 'word d, word e, word f'];

    it('is answered for what requires it alone', async () => {
      const { data, errors } = await said(subgraphs, '{ letters { summary } }');
      expect(errors).toEqual([]);
      expect(data).toEqual({ letters: summaries.map((summary) => ({ summary })) });
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
    ])('and asked for with %s, keeps both apart', async (_, query, variables) => {
      const { data, errors } = await said(subgraphs, query, variables);
      expect(errors).toEqual([]);
      expect(data).toEqual({
        letters: [
          { summary: summaries[0], lines: [{ id: 'a' }] },
          { summary: summaries[1], lines: [{ id: 'd' }] },
        ],
      });
    });

    it('is the client’s where nothing is required', async () => {
      const { data } = await said(subgraphs, '{ letters { lines(most: 2) { word } } }');
      expect(data).toEqual({
        letters: [
          { lines: [{ word: 'word a' }, { word: 'word b' }] },
          { lines: [{ word: 'word d' }, { word: 'word e' }] },
        ],
      });
    });
  });

  it('an entity whose keys overlap, some of them not to be resolved by, is found by one that it is', async () => {
    const code = { one: '1', two: '2', three: '3' };
    const box = { id: 'b1', tag: 't1', code };
    const keys = (own: string, other: string): string => `
      type Box @key(fields: "id"${own}) @key(fields: "tag", resolvable: false)
        @key(fields: "code { one two }", resolvable: false) @key(fields: "id code { two three }"${other})`;
    const subgraphs: Subgraphs = {
      boxes: {
        text: `${keys('', ', resolvable: false')} { id: ID! tag: ID! code: Code! name: String! }
          type Code { one: ID! two: ID! three: ID! }`,
        resolvers: {
          Box: { __resolveReference: ({ id }: { id: string }) => ({ ...box, id, name: `name of ${id}` }) },
        },
      },
      shelves: {
        text: `
          type Query { shelf: Shelf }
          type Shelf @key(fields: "id") { id: ID! boxes: [Box!]! }
          ${keys(', resolvable: false', '')} {
            id: ID! tag: ID! code: Code! name: String! @external label: String! @requires(fields: "name")
          }
          type Code { one: ID! two: ID! three: ID! }`,
        resolvers: {
          Query: { shelf: () => ({ id: 's1', boxes: [box] }) },
          Box: {
            __resolveReference: (given: object) => ({ ...box, ...given }),
            label: ({ name }: { name?: string }) => `label: ${name ?? 'none'}`,
          },
        },
      },
    };
    const { data, errors } = await said(subgraphs, '{ shelf { id boxes { id name label } } }');
    expect(errors).toEqual([]);
    expect(data).toEqual({
      shelf: { id: 's1', boxes: [{ id: 'b1', name: 'name of b1', label: 'label: name of b1' }] },
    });
  });

  describe('an interface object that cannot be resolved', () => {
    const subgraphs: Subgraphs = {
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
            __resolveReference: ({ id }: object & { id: string }) => ({
              __typename: 'Bread',
              id,
              name: 'loaf',
            }),
          },
        },
      },
    };

    it('gives what its own subgraph knows', async () => {
      const { data, errors } = await said(subgraphs, '{ second { id colour } }');
      expect({ data, errors }).toEqual({ data: { second: { id: 't2', colour: 'red' } }, errors: [] });
    });

    it('fails with an error and no data where nobody can give the field', async () => {
      const { data, errors } = await said(subgraphs, '{ first { colour } }');
      expect(data).toBeUndefined();
      expect(errors).toMatchObject([{ message: 'No subgraph can answer what this operation asks for.' }]);
    });
  });
});
