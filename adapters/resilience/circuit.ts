import { circuitBreaker, CircuitState, CountBreaker, DelegateBackoff, handleWhen } from 'cockatiel';
import type { Clock } from '../../schema/kernel/clock';
import { SourceUnavailable, type SourceName } from '../../schema/kernel/source-errors';

/** Leaves a source alone that keeps failing, and lets one call try it after a while. */
export interface Circuit {
  /** @throws {SourceUnavailable} `LEFT_ALONE`. */
  refuse(): void;
  /** Runs one call. @throws {SourceUnavailable} `LEFT_ALONE`, and whatever the call throws. */
  run<T>(call: () => Promise<T>): Promise<T>;
  state(): 'CLOSED' | 'OPEN' | 'HALF_OPEN';
  /** When it will be tried again; `undefined` unless it is open. */
  triedAgainAt(): Date | undefined;
}

/** So many of the last calls are looked at; it opens when more than half of at least `LEAST` of them failed. */
const LAST = 20;
const LEAST = 10;
/** Each try that fails doubles the pause, up to this. */
const LONGEST_PAUSE_MS = 60_000;

/**
 * @param isOutage whether a failure says that the system is not well; one that says that our question was wrong does not.
 * @param pauseMs the first pause.
 * @param clock must be the machine's own, or one that goes with it: the breaker looks at that one too.
 */
export function createCircuit(
  source: SourceName,
  isOutage: (error: unknown) => boolean,
  pauseMs: number,
  clock: Clock,
): Circuit {
  let openUntil = 0;
  const breaker = circuitBreaker(
    handleWhen((error) => isOutage(error)),
    {
      breaker: new CountBreaker({ threshold: 0.5, size: LAST, minimumNumberOfCalls: LEAST }),
      halfOpenAfter: new DelegateBackoff(({ attempt }) => {
        const pause = Math.min(pauseMs * 2 ** (attempt - 1), LONGEST_PAUSE_MS);
        openUntil = clock.now().getTime() + pause;
        return pause;
      }),
    },
  );
  const isOpen = (): boolean => breaker.state === CircuitState.Open && clock.now().getTime() < openUntil;
  const leftAlone = (): SourceUnavailable =>
    new SourceUnavailable(source, { reason: 'LEFT_ALONE', reopensAt: new Date(openUntil) });
  return {
    refuse() {
      if (isOpen()) throw leftAlone();
    },
    async run(call) {
      try {
        return await breaker.execute(call);
      } catch (error) {
        throw isBroken(error) ? leftAlone() : error;
      }
    },
    state() {
      if (breaker.state === CircuitState.Closed) return 'CLOSED';
      return isOpen() ? 'OPEN' : 'HALF_OPEN';
    },
    triedAgainAt: () => (isOpen() ? new Date(openUntil) : undefined),
  };
}

const isBroken = (error: unknown): boolean => error instanceof Error && 'isBrokenCircuitError' in error;
