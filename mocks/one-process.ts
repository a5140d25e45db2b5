import { readConfig } from '../gateway/config';
import { startHub, type Hub } from '../gateway/main';
import type { SqlStore } from '../schema/ports/store';
import { discoverSubgraphs } from '../subgraphs/shared/discover';

/**
 * Starts gateway and subgraphs in this process.
 *
 * @param variables the environment, stand-ins included.
 * @param store open; it stays open when the hub is closed.
 * @throws {Error} with a sentence for whoever starts it.
 */
export async function startOneProcess(variables: NodeJS.ProcessEnv, store: SqlStore): Promise<Hub> {
  return startHub(readConfig(variables, await discoverSubgraphs()), { store });
}
