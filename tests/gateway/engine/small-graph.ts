import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { createEngine } from '../../../gateway/execute/engine/engine';
import type { SubgraphFetch } from '../../../gateway/execute/fetch';
import type { GraphAnswer } from '../../../subgraphs/shared/graph-request';
import { type Runner, type Said, startRunner } from './run';
import { stockGateway } from './stock';

type Resolvers = Record<string, Record<string, (...args: never[]) => unknown>>;

/** Subgraphs by name: what they are and how they answer. */
export type Subgraphs = Readonly<Record<string, { readonly text: string; readonly resolvers: Resolvers }>>;

/** What both gateways say before the same subgraphs. */
export interface SaidByBoth {
  readonly stock: Said;
  readonly ours: Said;
}

/** A few subgraphs, and two gateways before them. */
export interface SmallGraph {
  ask(query: string, variables?: object): Promise<SaidByBoth>;
  stop(): Promise<void>;
}

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: [
  "@key", "@external", "@requires", "@provides", "@shareable", "@override", "@inaccessible", "@interfaceObject"])`;

/** Composes subgraphs and puts @apollo/gateway and the engine before them. */
export async function startSmallGraph(subgraphs: Subgraphs): Promise<SmallGraph> {
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
  const stock: Runner = await startRunner(stockGateway, supergraphSdl);
  const ours: Runner = await startRunner(createEngine, supergraphSdl);
  const fetch: SubgraphFetch = async (subgraph, request) => {
    const schema = list.find(({ name }) => name === subgraph)?.schema;
    if (!schema) throw new Error(`There is no ${subgraph}.`);
    const result = await graphql({ schema, source: request.query, variableValues: { ...request.variables } });
    return JSON.parse(JSON.stringify(result)) as GraphAnswer;
  };
  return {
    async ask(query, variables = {}) {
      return {
        stock: await stock.run(query, variables, fetch),
        ours: await ours.run(query, variables, fetch),
      };
    },
    async stop() {
      await stock.stop();
      await ours.stop();
    },
  };
}
