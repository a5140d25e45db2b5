import type { Caller } from '../../schema/kernel/caller';
import type { OperationContext } from '../../schema/kernel/operation';
import type { CallCost } from '../../schema/kernel/sources';
import type { Asking } from '../../schema/ports/limits';

/** Kept back of an operation's time, ms: what became of its questions must still reach its caller. */
const RESERVE_MS = 200;

/** @returns what every question of one operation says beside what is asked. */
export const askingFor = (
  { caller, signal, leftMs }: OperationContext,
  cost: CallCost,
): Asking & { readonly signal: AbortSignal } => ({
  signal,
  cost,
  budgetMs: leftMs && Math.max(0, leftMs() - RESERVE_MS),
  decision: decisionOf(caller),
});

/** What the rules know of a caller before any object is known. Who has the same may be answered by the same call. */
const decisionOf = ({ roles, scopes, purpose }: Caller): string =>
  JSON.stringify([[...roles].sort(), [...scopes].sort(), purpose]);
