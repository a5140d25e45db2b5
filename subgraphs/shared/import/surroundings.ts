import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildASTSchema, parse } from 'graphql';
import type { SubgraphModule } from '../module';
import type { Surroundings } from './model';

/** @param root the repository. @param modules its subgraphs. */
export function surroundingsOf(root: string, modules: readonly SubgraphModule[]): Surroundings {
  const file = join(root, 'schema', 'contract', 'supergraph.graphql');
  const graph = existsSync(file)
    ? buildASTSchema(parse(readFileSync(file, 'utf8')), { assumeValidSDL: true })
    : undefined;
  return {
    types: new Set([...Object.keys(graph?.getTypeMap() ?? {}), 'Query', 'Mutation', 'Subscription']),
    queries: new Set(Object.keys(graph?.getQueryType()?.getFields() ?? {})),
    subgraphs: new Set(modules.map(({ name }) => name)),
    ports: new Set(modules.map(({ port }) => port)),
  };
}

/** Where subgraphs listen, unless said. */
const FIRST_PORT = 4101;

/** @returns the first port after those of the other subgraphs. */
export const freePort = ({ ports }: Surroundings): number => Math.max(FIRST_PORT - 1, ...ports) + 1;

/**
 * Checks the name of a new subgraph.
 *
 * @throws {Error} with a sentence.
 */
export function checkName(name: string, root: string, { subgraphs }: Surroundings): void {
  if (!/^[a-z][a-z\d]*(-[a-z\d]+)*$/.test(name) || name === 'shared') {
    throw new Error(
      `"${name}" cannot be a subgraph's name: small letters, digits and hyphens. Choose one: --name NAME.`,
    );
  }
  if (subgraphs.has(name) || existsSync(join(root, 'subgraphs', name))) {
    throw new Error(`subgraphs/${name} is there already. Choose another name: --name NAME.`);
  }
}
