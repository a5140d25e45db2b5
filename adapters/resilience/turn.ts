import {
  bulkhead,
  BulkheadRejectedError,
  DelegateBackoff,
  handleWhen,
  retry,
  TaskCancelledError,
} from 'cockatiel';
import { SourceTimeout, SourceUnavailable, type SourceName } from '../../schema/kernel/source-errors';
import type { SourceLimits } from '../../schema/ports/limits';
import type { Condition } from './condition';
import { hedged } from './hedge';
import type { GuardDeps, GuardedQuestion, Underway } from './question';

/** The places that a source has for us, first come, first served. */
export interface Turns {
  /** Asks when its turn comes, and again where that may help. */
  ask<T>(question: GuardedQuestion<T>, underway: Underway): Promise<T>;
  underWay(): number;
  waiting(): number;
}

/** With less than this left, ms, a call is not repeated. */
const LEAST_FOR_RETRY_MS = 100;
/** Between these, ms, at random: callers that failed together must not come back together. */
const PAUSE_MS = { least: 50, most: 250 };

export function createTurns(
  source: SourceName,
  { connections, queue, retries, hedgeAfterMs }: SourceLimits,
  condition: Condition,
  { now, random }: Pick<Required<GuardDeps>, 'now' | 'random'>,
): Turns {
  const places = bulkhead(connections, queue);
  const pause = new DelegateBackoff(() => PAUSE_MS.least + random() * (PAUSE_MS.most - PAUSE_MS.least));
  const full = (): SourceUnavailable => new SourceUnavailable(source, { reason: 'OVERLOADED' });

  const sendOnceOrTwice = <T>(
    send: (signal: AbortSignal) => Promise<T>,
    isRead: boolean,
    { signal }: Underway,
  ): Promise<T> => {
    if (hedgeAfterMs === undefined || !isRead) return send(signal);
    const second = (again: () => Promise<T>): Promise<T> =>
      places.executionSlots > 0 ? places.execute(again) : Promise.reject(full());
    return hedged(send, second, hedgeAfterMs, signal);
  };

  return {
    async ask<T>(question: GuardedQuestion<T>, underway: Underway) {
      const { cost } = question;
      const { signal, endsAt } = underway;
      const isRead = question.key !== undefined;
      let sent = false;
      const send = (own: AbortSignal): Promise<T> => {
        if (sent) cost?.again();
        sent = true;
        return condition.send(question, { endsAt, signal: own });
      };
      const mayHelp = (error: unknown): boolean =>
        error instanceof SourceUnavailable &&
        condition.isOutage(error) &&
        endsAt() - now() > LEAST_FOR_RETRY_MS;
      const repeated = retry(handleWhen(mayHelp), { maxAttempts: isRead ? retries : 0, backoff: pause });

      const since = now();
      try {
        condition.refuse();
        return await places.execute(() => {
          cost?.queued(now() - since);
          condition.refuse();
          if (endsAt() - now() < 1) throw new SourceTimeout(source, Math.round(now() - since));
          return repeated.execute(() => sendOnceOrTwice(send, isRead, underway), signal);
        }, signal);
      } catch (error) {
        if (!sent) cost?.unsent();
        if (error instanceof BulkheadRejectedError) throw full();
        throw error instanceof TaskCancelledError ? new SourceUnavailable(source) : error;
      } finally {
        cost?.state(condition.state());
      }
    },
    underWay: () => connections - places.executionSlots,
    waiting: () => queue - places.queueSlots,
  };
}
