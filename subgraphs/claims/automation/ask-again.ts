import { HubError } from '../../../schema/kernel/errors';
import { SourceTimeout, SourceUnavailable } from '../../../schema/kernel/source-errors';
import type { LedgerStatement } from '../../../schema/ports/ledger-evidence';
import { ownOperation } from '../../shared/own-operation';
import { parisDay } from '../../shared/paris-day';
import { decide, STATEMENT_DAYS } from './decide';
import { type Recording, recordOnce } from './record';
import { noteClosed, noteNotEligible, takeDue, type TakenRow } from './tries';

/** Claims for which the ledger is asked together: two statements for all of them, and one for each. */
const BATCH = 20;
/** Batches of one round. */
const ROUND = 5;
/** Milliseconds for one batch. */
const BATCH_MS = 60_000;

/**
 * Asks the rules about claims that they could not be asked about when they were filed, and that nobody has taken up since.
 *
 * What they grant is done once, as at filing: run twice, or by two processes at once, or cut short anywhere, it comes to
 * the same. The first call that the ledger does not answer ends the round, and the claims wait, longer each time; where it
 * is known when the ledger opens, until then.
 */
export async function askAgain(to: Recording): Promise<void> {
  for (let batch = 0; batch < ROUND; batch += 1) {
    const rows = await takeDue(to.store, to.automation.rules, BATCH, to.clock.now());
    const answered = rows.length > 0 && (await askBatch(rows, to));
    if (!answered || rows.length < BATCH) return;
  }
}

/** @returns whether the ledger answered. */
async function askBatch(rows: readonly TakenRow[], to: Recording): Promise<boolean> {
  const { store, automation, clock } = to;
  const today = parisDay(clock.now()).toString();
  const operation = ownOperation('claim-automation', BATCH_MS);
  const answers = await Promise.allSettled(
    rows.map(async (row) =>
      automation.evidence?.around(row.operation_reference ?? '', STATEMENT_DAYS, today, operation),
    ),
  );
  const failed: unknown[] = [];
  const foreign: string[] = [];
  for (const [at, row] of rows.entries()) {
    const answer = answers[at];
    if (answer?.status === 'rejected') {
      if (!(answer.reason instanceof HubError)) throw answer.reason;
      failed.push(answer.reason);
    } else if (!(await recorded(row, answer?.value, to))) foreign.push(row.seq);
  }
  await noteNotEligible(store, automation.rules, foreign, clock.now());
  const gone = failed.find(isGone);
  if (gone === undefined) return true;
  const waiting = rows.filter((_, at) => isGone((answers[at] as { readonly reason?: unknown }).reason));
  if (notAsked(gone)) {
    const seqs = waiting.map(({ seq }) => seq);
    await noteClosed(store, seqs, reopening(gone), clock.now());
  }
  return false;
}

/** @returns whether the claim is of the kind that rules look at. */
async function recorded(
  row: TakenRow,
  statement: LedgerStatement | undefined,
  to: Recording,
): Promise<boolean> {
  const verdict = verdictOn(row, statement, to);
  if (!verdict.eligible) return false;
  await to.automation.payments?.prepare();
  try {
    await recordOnce({ ...row, account: statement?.account ?? '' }, verdict, to);
  } catch (error) {
    // What is wrong with one claim keeps nobody from the next; it is tried again in its time.
    if (!(error instanceof HubError) || isGone(error)) throw error;
  }
  return true;
}

/** What was charged counts as on the day of filing; what came back, until today. */
function verdictOn(row: TakenRow, statement: LedgerStatement | undefined, { automation }: Recording) {
  const filedOn = parisDay(new Date(row.filed_at)).toString();
  const facts = { ...row, customer: row.customer_number ?? '', operation: row.operation_reference };
  const asFiled = statement && {
    ...statement,
    operations: statement.operations.filter(({ debit, bookedOn }) => !debit || bookedOn <= filedOn),
  };
  return decide(automation.rules, facts, asFiled, filedOn);
}

const isGone = (error: unknown): boolean =>
  error instanceof SourceUnavailable || error instanceof SourceTimeout;

/** It is closed, or left alone because it kept failing: nothing was sent to it. */
const notAsked = (error: unknown): boolean =>
  error instanceof SourceUnavailable && (error.reason === 'CLOSED' || error.reason === 'LEFT_ALONE');

/** @returns when a system that is not there is asked again, where that is known; ISO 8601. */
export function reopening(error: unknown): string | null {
  const at = error instanceof SourceUnavailable ? error.facts.reopensAt : undefined;
  return typeof at === 'string' ? at : null;
}
