import { createOperationSigner } from '../../subgraphs/shared/operation-token';
import type { HubConfig } from '../config';
import type { Transports } from '../execute/fetch';
import { type Arrived, createHttpTransport } from '../execute/http';
import { createInFlight } from '../execute/in-flight';
import { subgraphUrls } from '../execute/subgraph-urls';
import type * as Local from './local-subgraphs';

type LocalDeps = Parameters<typeof Local.createLocalTransports>[1];

interface TransportDeps extends LocalDeps {
  readonly supergraph: string;
}

/** How each subgraph of the supergraph is reached. @throws {Error} one of them cannot be. */
export async function createTransports(
  { subgraphs }: HubConfig,
  { supergraph, ...deps }: TransportDeps,
): Promise<Transports> {
  const places = subgraphUrls(supergraph);
  if (subgraphs.kind === 'http') {
    const { urls, timeoutMs, sharesFetches, contextKey } = subgraphs;
    const inFlight = sharesFetches ? createInFlight<Arrived>() : undefined;
    const sign = contextKey && createOperationSigner(contextKey, deps.clock);
    return new Map(
      [...places].map(([name, url]) => [
        name,
        createHttpTransport({
          name,
          url: urls[name] ?? url,
          timeoutMs,
          ...(sign ? { sign } : {}),
          ...(inFlight ? { inFlight } : {}),
        }),
      ]),
    );
  }
  const missing = [...places.keys()].filter(
    (name) => !subgraphs.subgraphs.some(({ module }) => module.name === name),
  );
  if (missing.length > 0) {
    throw new Error(
      `The supergraph names subgraphs that are not here: ${missing.join(', ')}. Run "npm run contract".`,
    );
  }
  // A gateway alone has no need of what subgraphs are built with.
  const { createLocalTransports } = await import('./local-subgraphs.ts');
  return createLocalTransports(subgraphs, deps);
}
