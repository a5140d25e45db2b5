import { createGuard, type Guard } from '../../../adapters/resilience';
import type { GuardedQuestion } from '../../../adapters/resilience/question';
import type { Clock } from '../../../schema/kernel/clock';
import { SourceUnavailable } from '../../../schema/kernel/source-errors';
import { createSourceMeter, type SourceUse } from '../../../schema/kernel/sources';
import type { Keeping, SourceLimits } from '../../../schema/ports/limits';

/** A source whose answers the test gives, one by one, and a guard before it. */
export interface GuardedWorld {
  readonly guard: Guard;
  /** Calls that have reached the source and wait for their answer. */
  readonly calls: Call[];
  /** Calls at once, the most so far. */
  most(): number;
  /** Every call so far. */
  total(): number;
  /** Asks; `key` says what. */
  ask(key: string | undefined, more?: Partial<GuardedQuestion<string>>): Promise<string>;
  /** What the questions so far cost. */
  use(): SourceUse;
}

export interface Call {
  answer(value: string): void;
  fail(error: Error): void;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

export const SOURCE = 'customer-file';

/** Long enough for any machine: nobody waits for so long but one who is never answered. */
export const LONG_MS = 120_000;

export const LIMITS: SourceLimits = {
  connections: 2,
  queue: 2,
  timeoutMs: LONG_MS,
  retries: 0,
  recheckMs: 20,
  closings: [],
};

export const refused = (): SourceUnavailable => new SourceUnavailable(SOURCE);

/** Lets everything run that does not wait for time. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export function guardedWorld(
  limits: Partial<SourceLimits> = {},
  clock?: Clock,
  keeping?: Keeping,
  now?: () => number,
): GuardedWorld {
  const calls: Call[] = [];
  const counts = { now: 0, most: 0, total: 0 };
  const meter = createSourceMeter();
  const guard = createGuard(
    SOURCE,
    { ...LIMITS, ...limits },
    { clock: clock ?? { now: () => new Date() }, random: () => 0, keeping, ...(now ? { now } : {}) },
  );
  const send: GuardedQuestion<string>['send'] = ({ signal, timeoutMs }) =>
    new Promise<string>((resolve, reject) => {
      counts.now += 1;
      counts.total += 1;
      counts.most = Math.max(counts.most, counts.now);
      const end = (): void => {
        counts.now -= 1;
        calls.splice(calls.indexOf(call), 1);
      };
      const call: Call = {
        answer: (value) => (end(), resolve(value)),
        fail: (error) => (end(), reject(error)),
        signal,
        timeoutMs,
      };
      signal.addEventListener('abort', () => calls.includes(call) && call.fail(refused()));
      calls.push(call);
    });
  return {
    guard,
    calls,
    most: () => counts.most,
    total: () => counts.total,
    ask: (key, more = {}) =>
      meter.measure(SOURCE, 1, (cost) =>
        guard.ask({ ...(key === undefined ? {} : { key }), timeoutMs: LONG_MS, cost, send, ...more }),
      ),
    use: () => meter.report()[SOURCE]!,
  };
}
