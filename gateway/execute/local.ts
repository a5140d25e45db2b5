import type { ServedSubgraph } from '../../subgraphs/shared/session';
import type { SubgraphTransport } from './transport';

/** Reaches a subgraph of this process by function call. */
export function createLocalTransport(subgraph: ServedSubgraph): SubgraphTransport {
  return {
    name: subgraph.name,
    together: true,
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
