import { type Erased, type Eraser, ErasureStatus } from '../../../schema/ports/erasure';
import { isKept, purgeEvidence, purgeLetters } from './upkeep';

const NOTHING: Erased = { status: ErasureStatus.NOTHING_HELD, reason: 'There was no evidence.' };
const DONE: Erased = {
  status: ErasureStatus.DONE_AT_SOURCE,
  reason: 'Files on their way and what is known of them are deleted.',
};

/**
 * Erases what is kept of evidence beside the document store: with the claims that are erased themselves, so it comes after
 * them. What that store has is another system's (`documents`).
 */
export const evidenceEraser: Eraser = {
  system: 'evidence',
  async erase(session, customerNumber) {
    if (!(await isKept(session))) return NOTHING;
    await purgeLetters(session);
    const rows = await session.query<{ claim_number: string; kept: boolean }>(
      `select e.claim_number, bool_or(c.number is not null) as kept from documents.evidence e
         left join claims.claim c on c.number = e.claim_number
        where e.customer_number = $1 group by e.claim_number`,
      [customerNumber],
    );
    const over = rows.filter(({ kept }) => !kept).map((row) => row.claim_number);
    if (over.length > 0) await purgeEvidence(session, over);
    if (over.length < rows.length) {
      return {
        status: ErasureStatus.RETAINED,
        reason: 'Evidence is kept with the claim that it belongs to.',
      };
    }
    return over.length > 0 ? DONE : NOTHING;
  },
};
