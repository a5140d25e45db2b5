import type { GraphAnswer, GraphRequest } from '../../subgraphs/shared/graph-request';
import type { SubgraphVisit } from './transport';

/** A fetch that waits for the others of its turn. */
interface Waiting {
  readonly request: GraphRequest;
  readonly resolve: (answer: GraphAnswer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Sends all fetches that are issued in one turn of the event loop together, so that they share loaders: one HTTP
 * request, one set of batches, whatever the number of aliases and branches that need the subgraph.
 */
export function createCoalescer(visit: SubgraphVisit): (request: GraphRequest) => Promise<GraphAnswer> {
  let waiting: Waiting[] = [];

  const flush = (): void => {
    const turn = waiting;
    waiting = [];
    visit.send(turn.map(({ request }) => request)).then(
      (answers) => turn.forEach(({ resolve }, index) => resolve(answers[index] ?? {})),
      (error: unknown) => turn.forEach(({ reject }) => reject(error)),
    );
  };
  return (request) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({ request, resolve, reject });
    });
}
