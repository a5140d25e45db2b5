import type { Caller } from './caller';
import type { SourceMeter } from './sources';

/** Everything that travels with one operation from the gateway down to the last call of a legacy system. */
export interface OperationContext {
  readonly caller: Caller;
  /** The request's id in every log line, and the `idCorrelation` that legacy systems are told. */
  readonly requestId: string;
  /** Aborted when the client goes away or the gateway gives the operation up, which is after its time. */
  readonly signal: AbortSignal;
  readonly sources: SourceMeter;
  /** Milliseconds of that time that are left; absent where nobody has set a limit. */
  readonly leftMs?: () => number;
}

/**
 * @param ms from now on.
 * @param elapsed a monotonic millisecond clock.
 * @returns what is left of it whenever it is asked.
 */
export function timeLeft(ms: number, elapsed: () => number = () => performance.now()): () => number {
  const end = elapsed() + ms;
  return () => Math.max(0, end - elapsed());
}
