import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Metrics } from './metrics';
import { requestIdFrom } from './request-id';

/** One HTTP request on its way through the gateway. */
export interface Visit {
  /** In logs, in the answer and in what legacy systems are told. */
  readonly requestId: string;
  /** When it came, or when the operation that is under way began, by `performance.now`. */
  start: number;
  /** Made where somebody wants to know whether the client is still there. */
  gone?: AbortController;
}

const VISIT = Symbol('visit');
type Visited = ServerResponse & { [VISIT]?: Visit };

/** Gives a request its id and counts it. @param route a label of few values, whatever addresses are tried. */
export function beginVisit(
  request: IncomingMessage,
  response: ServerResponse,
  route: string,
  metrics: Metrics,
): Visit {
  const came = performance.now();
  const sent = request.headers['x-request-id'] as string | undefined;
  const visit: Visit = { requestId: requestIdFrom(sent), start: came };
  (response as Visited)[VISIT] = visit;
  metrics.inFlight.inc();
  response.on('close', () => {
    metrics.inFlight.dec();
    const isWhole = response.writableFinished;
    if (!isWhole) visit.gone?.abort();
    metrics.observe(route, isWhole ? response.statusCode : 499, (performance.now() - came) / 1_000);
  });
  return visit;
}

/** @throws {Error} the visit was not begun. */
export function visitOf(response: ServerResponse): Visit {
  const visit = (response as Visited)[VISIT];
  if (!visit) throw new Error('A request was not received as all are.');
  return visit;
}

/** @returns a signal that fires when the client goes away. */
export function whileConnected(response: ServerResponse): AbortSignal {
  return (visitOf(response).gone ??= new AbortController()).signal;
}

/** What every answer says: its request's id, that nobody may keep it, and that its type is no guess. */
export const headersOfAll = ({ requestId }: Visit): string[] => ['x-request-id', requestId, ...ALWAYS];

const ALWAYS = ['cache-control', 'no-store', 'x-content-type-options', 'nosniff'];
