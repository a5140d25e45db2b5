import type { DocumentReader } from './documents';
import type { SoapNetwork } from './network';
import { chunksOf, collect, overNetwork } from './post';

/** No document of a contract is larger. */
const MAX_BYTES = 8 * 1024 * 1024;

/**
 * Documents from a service itself, over the connections of its calls. What it imports from elsewhere is asked for at
 * the service: behind a load balancer contracts name machines that nobody reaches, and nothing else is to be reached.
 */
export const servedDocuments = (network: SoapNetwork, signal: AbortSignal): DocumentReader => ({
  async read(location) {
    const { pathname, search } = new URL(location);
    const answer = await overNetwork(
      network.send({ method: 'GET', path: pathname + search, headers: {}, signal }),
      signal,
    );
    const bytes = await collect(chunksOf(answer, MAX_BYTES, signal), MAX_BYTES);
    if (answer.status !== 200) throw new Error(`${pathname}${search}: HTTP ${answer.status}`);
    return { bytes, ...(answer.contentType === undefined ? {} : { contentType: answer.contentType }) };
  },
  resolve: (relative, from) => new URL(relative, from).href,
});

/** Where a service's own contract is served, by the custom of all stacks. */
export function servedAt(endpoint: string): string {
  const url = new URL(endpoint);
  url.search = '?wsdl';
  return url.href;
}
