import type { ServedSubgraph } from '../../subgraphs/shared/session';
import type { SubgraphTransport } from './transport';

/**
 * Reaches a subgraph of this process by function call.
 *
 * @param sharesReads see {@link SubgraphTransport}: equal queries are executed once as a whole, each fetch in them for
 *   itself.
 */
export function createLocalTransport(subgraph: ServedSubgraph, sharesReads: boolean): SubgraphTransport {
  return {
    name: subgraph.name,
    together: true,
    sharesReads,
    ...(subgraph.changes ? { changes: subgraph.changes } : {}),
    open(run) {
      const session = subgraph.open(run);
      return {
        async send(requests) {
          const answers = await session.run(requests);
          for (const coordinate of session.masked()) run.masked.add(coordinate);
          return answers;
        },
      };
    },
    ready: (timeoutMs) => subgraph.ready(timeoutMs),
    close: () => subgraph.close(),
  };
}
