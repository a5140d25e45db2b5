import { SourceTimeout, SourceUnavailable } from '../../schema/kernel/source-errors';
import type { GraphAnswer, GraphRequest } from '../../subgraphs/shared/graph-request';
import { createCoalescer } from './coalesce';
import type { OperationRun, SubgraphTransport } from './transport';

/** Sends one fetch of an operation to a subgraph. @throws {HubError} the subgraph as a whole gave no answer. */
export type SubgraphFetch = (subgraph: string, request: GraphRequest) => Promise<GraphAnswer>;

/** How the subgraphs are reached, by name. */
export type Transports = ReadonlyMap<string, SubgraphTransport>;

/**
 * Opens the subgraphs that one operation needs, each once, when it is first asked.
 *
 * @param deadlineMs what the run's signal allows the whole operation, for the error.
 */
export function createSubgraphFetch(
  transports: Transports,
  run: OperationRun,
  deadlineMs: number,
): SubgraphFetch {
  const visits = new Map<string, (request: GraphRequest) => Promise<GraphAnswer>>();
  const over = (subgraph: string): SourceTimeout | SourceUnavailable => {
    const late = (run.signal.reason as Error | undefined)?.name === 'TimeoutError';
    return late ? new SourceTimeout(subgraph, deadlineMs) : new SourceUnavailable(subgraph);
  };
  const givenUp = (subgraph: string): Promise<never> =>
    new Promise((_, reject) => {
      const giveUp = (): void => reject(over(subgraph));
      if (run.signal.aborted) giveUp();
      else run.signal.addEventListener('abort', giveUp, { once: true });
    });
  const open = (subgraph: string): ((request: GraphRequest) => Promise<GraphAnswer>) => {
    const transport = transports.get(subgraph);
    if (!transport) throw new SourceUnavailable(subgraph);
    const visit = transport.open(run);
    const send = transport.together
      ? createCoalescer(visit)
      : (request: GraphRequest) => visit.send([request]).then(([answer = {}]) => answer);
    if (transport.endsWithSignal) {
      return (request) =>
        send(request).catch((error: unknown) => {
          throw run.signal.aborted ? over(subgraph) : error;
        });
    }
    const end = givenUp(subgraph);
    end.catch(() => undefined); // It counts only where a fetch waits for it.
    return (request) => Promise.race([send(request), end]);
  };
  return async (subgraph, request) => {
    let visit = visits.get(subgraph);
    if (!visit) visits.set(subgraph, (visit = open(subgraph)));
    return visit(request);
  };
}
