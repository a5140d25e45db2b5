import { existsSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { SubgraphModule } from './module';

/** `.ts` from source, `.js` once compiled. */
const extension = extname(__filename);

/** The folder that holds one folder per subgraph. */
const subgraphsFolder = join(__dirname, '..');

/** @returns the names of all subgraphs, in alphabetical order: each folder with an index file is one. */
export function subgraphNames(folder: string = subgraphsFolder): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, `index${extension}`)))
    .map((entry) => entry.name)
    .sort();
}

/**
 * Loads one subgraph's module.
 *
 * @param name one of `subgraphNames()`.
 * @throws {Error} where the folder's index exports no `subgraph` of that name.
 */
export async function loadSubgraph(
  name: string,
  folder: string = subgraphsFolder,
): Promise<SubgraphModule<unknown>> {
  const exported = (await import(join(folder, name, `index${extension}`))) as { subgraph?: SubgraphModule };
  if (exported.subgraph?.name !== name) {
    throw new Error(`subgraphs/${name}/index.ts must export "subgraph" with the name "${name}".`);
  }
  return exported.subgraph;
}

/** Loads every subgraph, in alphabetical order. Folders are the registry: there is no list to edit. */
export async function discoverSubgraphs(
  folder: string = subgraphsFolder,
): Promise<SubgraphModule<unknown>[]> {
  return Promise.all(subgraphNames(folder).map((name) => loadSubgraph(name, folder)));
}
