import { SourceTimeout, SourceUnavailable, type SourceName } from '../../schema/kernel/source-errors';
import type { SourceHealth, SourceState } from '../../schema/kernel/sources';
import type { SourceLimits } from '../../schema/ports/limits';
import { createCircuit } from './circuit';
import { createClosingHours } from './closing';
import { createLatencies } from './latencies';
import type { GuardDeps, GuardedQuestion, Underway } from './question';

/** How one source does, learnt from its calls. */
export interface Condition {
  /** @throws {SourceUnavailable} it is closed or left alone: nobody needs to wait for a place. */
  refuse(): void;
  /** Sends one call, for as long as it may take, and learns from what becomes of it. */
  send<T>(question: GuardedQuestion<T>, underway: Underway): Promise<T>;
  /** Whether a failure says that the system is not well, and may be another one's the next time. */
  isOutage(error: unknown): boolean;
  state(): SourceState;
  report(): Pick<SourceHealth, 'state' | 'reopensAt' | 'lastSuccessAt' | 'p50Ms' | 'p95Ms'>;
}

export function createCondition(
  source: SourceName,
  limits: SourceLimits,
  { clock, now }: Pick<Required<GuardDeps>, 'clock' | 'now'>,
): Condition {
  /** Failures that say nothing about the source: nobody waited any more, or there was too little time for it. */
  const ours = new WeakSet<object>();
  const isOutage = (error: unknown): boolean => {
    if (error instanceof SourceUnavailable) return error.reason === undefined && !ours.has(error);
    return error instanceof SourceTimeout && !ours.has(error);
  };
  const isNotAnswered = (error: unknown): boolean =>
    error instanceof SourceUnavailable ? error.reason === undefined : error instanceof SourceTimeout;
  const circuit = createCircuit(
    source,
    // The one call that tries a source must be answered: that nobody waited for the answer is no answer.
    (error) => (circuit.state() === 'CLOSED' ? isOutage(error) : isNotAnswered(error)),
    limits.recheckMs,
    clock,
  );
  const closing = createClosingHours(source, limits, clock);
  const latencies = createLatencies();
  let lastSuccessAt: Date | null = null;

  const call = async <T>(question: GuardedQuestion<T>, { signal, endsAt }: Underway): Promise<T> => {
    const began = now();
    const timeoutMs = Math.floor(Math.min(question.timeoutMs, endsAt() - began));
    try {
      if (timeoutMs < 1) throw new SourceTimeout(source, 0);
      const answer = await question.send({ timeoutMs, signal });
      lastSuccessAt = clock.now();
      closing.opened();
      return answer;
    } catch (error) {
      if (error instanceof SourceUnavailable && error.reason === 'CLOSED') throw closing.said(error);
      const tooShort = error instanceof SourceTimeout && timeoutMs < question.timeoutMs / 2;
      if ((signal.aborted || tooShort) && error instanceof Error) ours.add(error);
      throw error;
    } finally {
      latencies.add(now() - began);
    }
  };
  const state = (): SourceState => (closing.closed() ? 'CLOSED_FOR_NIGHT' : circuit.state());

  return {
    refuse() {
      closing.refuse();
      circuit.refuse();
    },
    send: (question, underway) => circuit.run(() => call(question, underway)),
    isOutage,
    state,
    report: () => ({
      state: state(),
      reopensAt: closing.closed()?.reopensAt ?? circuit.triedAgainAt() ?? null,
      lastSuccessAt,
      p50Ms: latencies.percentile(0.5),
      p95Ms: latencies.percentile(0.95),
    }),
  };
}
