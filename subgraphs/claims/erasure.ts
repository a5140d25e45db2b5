import { type Eraser, ErasureStatus } from '../../schema/ports/erasure';
import type { StoreSession } from '../../schema/ports/store';

/** Years that a claim is kept after it was closed: art. 2224 C. civ. */
const KEPT_YEARS = 5;

const OVER = `status = 'DRAFT' or closed_at + interval '${KEPT_YEARS} years' <= $2::timestamptz`;

/** Erases claims that were never filed or whose time is over, with all that hangs on them. */
export const claimEraser: Eraser = {
  system: 'claims',
  async erase(session, customerNumber, now) {
    await session.query('delete from claims.draft where customer_number = $1', [customerNumber]);
    const rows = await session.query<{ seq: string; number: string }>(
      `select seq, number from claims.claim where customer_number = $1 and (${OVER}) for update`,
      [customerNumber, now.toISOString()],
    );
    if (rows.length > 0) await erase(session, rows);
    const [left] = await session.query<{ count: string; open: boolean | null; until: string | null }>(
      `select count(*) as count, bool_or(closed_at is null) as open,
              to_char(max(closed_at + interval '${KEPT_YEARS} years'), 'YYYY-MM-DD') as until
         from claims.claim where customer_number = $1`,
      [customerNumber],
    );
    if (left && Number(left.count) > 0) {
      const until = left.open === true ? null : left.until;
      return {
        status: ErasureStatus.RETAINED,
        ...(until === null ? {} : { until }),
        reason:
          until === null
            ? 'A claim is not closed: it is kept to be answered (art. 17(3)(b) and (e) GDPR).'
            : 'Claims are kept for five years after they are closed (art. 2224 C. civ., art. 17(3)(e) GDPR).',
      };
    }
    return rows.length > 0
      ? {
          status: ErasureStatus.DONE_AT_SOURCE,
          reason: 'Claims, messages, timelines and copies are deleted.',
        }
      : { status: ErasureStatus.NOTHING_HELD, reason: 'There was no claim.' };
  },
};

async function erase(
  session: StoreSession,
  rows: readonly { readonly seq: string; readonly number: string }[],
): Promise<void> {
  const seqs = rows.map(({ seq }) => seq);
  await session.query(`select set_config('claims.erasing', 'on', true)`);
  for (const table of [
    ...['sent_answer', 'answer_step', 'claim_answer', 'claim_point', 'redress'],
    ...['automation_refund', 'automation', 'routing', 'internal_note'],
    ...['claim_event', 'claim_message', 'dated_copy'],
  ]) {
    await session.query(`delete from claims.${table} where claim_seq = any($1::bigint[])`, [seqs]);
  }
  await session.query('delete from claims.claim where seq = any($1::bigint[])', [seqs]);
  await session.query('delete from claims.idempotency where result #>> $2 = any($1)', [
    rows.map(({ number }) => number),
    [],
  ]);
  await session.query(`select set_config('claims.erasing', 'off', true)`);
}
