import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { Supergraph } from '@apollo/federation-internals';
import { executeSync, parse } from 'graphql';
import { ownWorld, recordedWorld, type World } from './world';

/** A supergraph, one operation of it, and the answer that every contender must give. */
export interface Workload {
  readonly supergraph: string;
  readonly query: string;
  readonly expected: unknown;
  /** What the subgraphs know. */
  readonly world: World;
}

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@external", "@requires", "@provides", "@shareable"])';

/** Four subgraphs between which the operation goes back and forth. */
const TEXTS = {
  members: `${LINK}
    type Query { members: [Member] member(id: ID!): Member }
    type Member @key(fields: "id") { id: ID! name: String login: String @shareable born: Int }`,
  goods: `${LINK}
    type Query { bestItems(first: Int = 5): [Item] }
    type Item @key(fields: "code") { code: String! title: String cost: Int grams: Int }`,
  stock: `${LINK}
    type Item @key(fields: "code") {
      code: String!
      grams: Int @external
      cost: Int @external
      available: Boolean
      delivery: Int @requires(fields: "cost grams")
    }`,
  opinions: `${LINK}
    type Opinion @key(fields: "id") { id: ID! text: String item: Item writer: Member @provides(fields: "login") }
    type Member @key(fields: "id") { id: ID! login: String @external opinions: [Opinion] }
    type Item @key(fields: "code") { code: String! opinions: [Opinion] }`,
};

const QUERY = `
  fragment Who on Member { id login name }
  fragment Said on Opinion { id text }
  fragment What on Item { available title cost delivery code grams }
  query Everything {
    members {
      ...Who
      opinions {
        ...Said
        item {
          ...What
          opinions { ...Said writer { ...Who opinions { ...Said item { ...What } } } }
        }
      }
    }
    bestItems {
      ...What
      opinions { ...Said writer { ...Who opinions { ...Said item { ...What } } } }
    }
  }`;

/**
 * @param dir a folder with `supergraph.graphql`, `query.graphql` and `expected.json`; our own workload unless given.
 * @param at where the subgraphs answer, by their names.
 */
export function loadWorkload(dir: string | undefined, at: (name: string) => string): Workload {
  if (dir === undefined) return ownWorkload(at);
  const read = (file: string): string => readFileSync(join(dir, file), 'utf8');
  for (const file of ['supergraph.graphql', 'query.graphql', 'expected.json'])
    if (!existsSync(join(dir, file))) throw new Error(`BENCH_DIR has no ${file}.`);
  const query = read('query.graphql');
  const expected: unknown = JSON.parse(read('expected.json'));
  const supergraph = read('supergraph.graphql').replace(
    /@join__graph\(\s*name: "(\w+)",\s*url: "[^"]*"\s*\)/g,
    (_, name: string) => `@join__graph(name: "${name}", url: "${at(name)}")`,
  );
  const schema = Supergraph.build(supergraph).apiSchema().toGraphQLJSSchema();
  return { supergraph, query, expected, world: recordedWorld(schema, parse(query), expected) };
}

function ownWorkload(at: (name: string) => string): Workload {
  const services = Object.entries(TEXTS).map(([name, text]) => ({
    name,
    typeDefs: parse(text),
    url: at(name),
  }));
  const { supergraphSdl: supergraph, errors } = composeServices(services);
  if (!supergraph) throw new Error(errors?.map(({ message }) => message).join('\n'));
  const world = ownWorld();
  const schema = Supergraph.build(supergraph).apiSchema().toGraphQLJSSchema();
  const { data } = executeSync({ schema, document: parse(QUERY), rootValue: world.root });
  return { supergraph, query: QUERY, expected: JSON.parse(JSON.stringify(data)), world };
}
