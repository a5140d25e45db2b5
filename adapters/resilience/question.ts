import type { Clock } from '../../schema/kernel/clock';
import type { CallCost } from '../../schema/kernel/sources';
import type { Keeping } from '../../schema/ports/limits';

/** One question to a source, whatever protocol it speaks. */
export interface GuardedQuestion<T> {
  /** Two questions of one key have one answer. Absent: a write, which is sent once and for nobody else. */
  readonly key?: string;
  /** Milliseconds for one call. */
  readonly timeoutMs: number;
  /** Milliseconds for the whole question, the queue and repeated calls included; `timeoutMs` unless said. */
  readonly budgetMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly cost?: CallCost | undefined;
  /** Sends one call. */
  send(limit: { readonly timeoutMs: number; readonly signal: AbortSignal }): Promise<T>;
}

/** A question on its way. */
export interface Underway {
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** Until when somebody waits, on the guard's monotonic clock. */
  endsAt(): number;
}

/** What comes in as an argument. */
export interface GuardDeps {
  /** The machine's own, or one that goes with it. */
  readonly clock: Clock;
  /** A monotonic millisecond clock. */
  readonly now?: () => number;
  /** From 0 to 1. */
  readonly random?: () => number;
  /** For how long answers to reads may be kept; not at all unless said. */
  readonly keeping?: Keeping | undefined;
}
