import { SourceTimeout, SourceUnavailable, type SourceName } from '../../schema/kernel/source-errors';
import type { SourceHealth } from '../../schema/kernel/sources';
import type { Keeping, SourceLimits } from '../../schema/ports/limits';
import { createCondition } from './condition';
import { startDeadline } from './deadline';
import { createFlights } from './flights';
import { createKeptAnswers } from './kept';
import type { GuardDeps, GuardedQuestion, Underway } from './question';
import { createTurns } from './turn';

/** Stands before one source: keeps it from too many calls, and its failures from everything else. */
export interface Guard {
  /**
   * @throws {SourceTimeout} no answer within the time that was left.
   * @throws {SourceUnavailable} also where it was not asked: closed, left alone, too many waiting. Anything else that
   *   `send` throws passes.
   */
  ask<T>(question: GuardedQuestion<T>): Promise<T>;
  health(): SourceHealth;
  /** Forgets what is kept. */
  close(): void;
}

/** A call's own limit speaks before whoever waits for it gives up: its error says more. */
const GRACE_MS = 50;
/** Answers kept at once. */
const KEPT_MOST = 2_000;

/** One per source and process. */
export function createGuard(source: SourceName, limits: SourceLimits, deps: GuardDeps): Guard {
  const { clock, now = () => performance.now(), random = Math.random, keeping: allowed } = deps;
  const condition = createCondition(source, limits, { clock, now });
  const turns = createTurns(source, limits, condition, { now, random });
  const flights = createFlights();
  const kept = createKeptAnswers(KEPT_MOST);

  const within = async <T>(
    { timeoutMs, budgetMs = timeoutMs, signal }: GuardedQuestion<T>,
    answer: Promise<T>,
  ): Promise<T> => {
    const deadline = startDeadline(source, budgetMs + GRACE_MS, signal);
    try {
      return await deadline.or(answer);
    } finally {
      deadline.stop();
    }
  };
  const alone = <T>(question: GuardedQuestion<T>): Promise<T> => {
    const endsAt = now() + (question.budgetMs ?? question.timeoutMs);
    const signal = question.signal ?? new AbortController().signal;
    return within(question, turns.ask(question, { signal, endsAt: () => endsAt }));
  };
  const together = async <T>(question: GuardedQuestion<T>, key: string): Promise<T> => {
    const endsAt = now() + (question.budgetMs ?? question.timeoutMs);
    const ask = (underway: Underway): Promise<T> => turns.ask(question, underway);
    const flight = flights.board(key, endsAt, ask);
    if (flight.joined) question.cost?.shared();
    try {
      return await within(question, flight.answer);
    } finally {
      flight.leave();
    }
  };

  /** An answer that may be kept: instead of asking while it is young, and instead of a failure while it is not too old. */
  const keeping = async <T>(question: GuardedQuestion<T>, key: string, allowed: Keeping): Promise<T> => {
    const { cost, signal } = question;
    const young = kept.find(key, allowed.maxAgeMs, clock.now());
    if (young) {
      cost?.shared();
      cost?.kept(young.at);
      cost?.state(condition.state());
      return young.value as T;
    }
    try {
      const answer = await together(question, key);
      kept.keep(key, answer, clock.now(), Math.max(allowed.maxAgeMs, allowed.staleMs));
      return answer;
    } catch (error) {
      const noAnswer = error instanceof SourceUnavailable || error instanceof SourceTimeout;
      const old = noAnswer && !signal?.aborted ? kept.find(key, allowed.staleMs, clock.now()) : undefined;
      if (!old) throw error;
      cost?.kept(old.at);
      return old.value as T;
    }
  };

  return {
    ask(question) {
      const { key } = question;
      if (key === undefined) return alone(question);
      return allowed ? keeping(question, key, allowed) : together(question, key);
    },
    health: () => ({
      source,
      ...condition.report(),
      underWay: turns.underWay(),
      waiting: turns.waiting(),
      connections: limits.connections,
    }),
    close: () => kept.clear(),
  };
}
