import type { CallCost } from '../kernel/sources';

/** A part of every day in which a system is closed, in Paris time. */
export interface DailyClosing {
  /** `HH:MM`, the first minute that is closed. */
  readonly from: string;
  /** `HH:MM`, the first minute that is open again; before `from` where the closing goes past midnight. */
  readonly to: string;
}

/** What one source may be asked by one process of ours, and when. */
export interface SourceLimits {
  /** Calls under way at once; a mainframe's front end has 10 to 20 connections for everybody. */
  readonly connections: number;
  /** Calls that may wait for one of them; the next one is refused at once. */
  readonly queue: number;
  /** Milliseconds for one call once it has left; less where the operation has less left. */
  readonly timeoutMs: number;
  /** How often a read that found no system is sent again. */
  readonly retries: number;
  /** A read that is unanswered for so many milliseconds is sent a second time; never where it is not set. */
  readonly hedgeAfterMs?: number;
  /** Milliseconds for which a source that keeps failing, or says that it is closed, is left alone before one call tries it. */
  readonly recheckMs: number;
  /** When it is known to be closed. */
  readonly closings: readonly DailyClosing[];
}

/** For how long an answer may be kept in memory. Zero: not at all. */
export interface Keeping {
  /** Milliseconds in which it stands for a new call. */
  readonly maxAgeMs: number;
  /** Milliseconds in which it stands for a call that the source did not answer. */
  readonly staleMs: number;
}

/** What a question may say beside what is asked. An adapter by itself needs none of it. */
export interface Asking {
  /** Milliseconds that are left for the question, waiting and repeated calls included; `timeoutMs` unless said. */
  readonly budgetMs?: number | undefined;
  /** Hears what it cost. */
  readonly cost?: CallCost | undefined;
  /** What the asker may see: only questions of one decision are answered by one call. */
  readonly decision?: string;
}
