import type { Logger } from 'pino';
import { contractDrift } from './drift';
import type { SoapNetwork } from './network';
import { servedAt, servedDocuments } from './served-documents';

/** What is watched, and how often. */
export interface DriftWatch {
  readonly source: string;
  readonly wsdlPath: string;
  readonly endpoint: string;
  /** Milliseconds between checks. */
  readonly everyMs: number;
}

/** For one check, all documents together. */
const CHECK_MS = 30_000;

/**
 * Says in the log when a service no longer serves the contract that we hold: once at the start, then on schedule, and
 * again only when it differs in another way. It holds nobody up: a service that cannot be asked is asked again later.
 *
 * @returns what ends it.
 */
export function watchDrift(
  { source, wsdlPath, endpoint, everyMs }: DriftWatch,
  network: SoapNetwork,
  log: Logger,
): () => void {
  const closing = new AbortController();
  let told = '';
  const check = async (): Promise<void> => {
    try {
      const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(CHECK_MS)]);
      const drifts = await contractDrift(wsdlPath, servedAt(endpoint), servedDocuments(network, signal));
      const changes = drifts.map(({ says }) => says);
      if (changes.join() === told) return;
      told = changes.join();
      if (changes.length > 0) log.warn({ source, changes }, 'the served contract is not the vendored one');
      else log.info({ source }, 'the served contract is the vendored one again');
    } catch (error) {
      // Its text could name addresses; its kind is enough to look further.
      if (!closing.signal.aborted)
        log.info({ source, reason: (error as Error).name }, 'the served contract cannot be read');
    }
  };
  void check();
  const timer = setInterval(() => void check(), everyMs).unref();
  return () => {
    clearInterval(timer);
    closing.abort();
  };
}
