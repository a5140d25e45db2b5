import type { StoreSession } from '../../../schema/ports/store';

/** How long after the document store declined a file it is sent again; sooner than any outbox forgets. */
const PAUSE_HOURS = 12;
/** For how long after it came a file is sent again and again. */
const TRIED_DAYS = 30;

/** A file that the document store did not take. */
interface DeclinedFile {
  readonly reference: string;
  /** The store's own code. */
  readonly failure: string;
}

/** Notes what the document store declined. Its bytes stay: for whoever finds out why, and to be sent again. */
export const settleDeclined = (session: StoreSession): Promise<readonly DeclinedFile[]> =>
  session.query<DeclinedFile>(
    `update documents.evidence e set state = 'FAILED' from documents.outbox o
      where o.reference = e.reference and o.state = 'FAILED' and e.state = 'ACCEPTED'
      returning e.reference, o.failure`,
  );

/**
 * Puts what was declined back into the outbox: what the document store takes is set up by people, and may be set right. It is
 * asked for the file first, as ever.
 */
export async function sendDeclinedAgain(session: StoreSession, now: Date): Promise<void> {
  await session.query(
    `with again as (
       update documents.evidence e set state = 'ACCEPTED' from documents.outbox o
        where o.reference = e.reference and e.state = 'FAILED' and o.state = 'FAILED'
          and o.settled_at <= $1::timestamptz - interval '${PAUSE_HOURS} hours'
          and e.uploaded_at > $1::timestamptz - interval '${TRIED_DAYS} days' returning e.reference)
     update documents.outbox o set state = 'PENDING', failure = null, settled_at = null, due_at = $1
       from again a where o.reference = a.reference`,
    [now.toISOString()],
  );
}
