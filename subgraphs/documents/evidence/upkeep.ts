import type { StoreSession } from '../../../schema/ports/store';

/** How long after its token's end an upload may still be under way. */
const GRACE_HOURS = 1;
/** How long it is remembered that a token has ended: whoever comes later is told that nobody knows it. */
const REMEMBERED_DAYS = 7;

/**
 * Notes what the document store has taken. Bytes go once it has them: one statement, so that neither is without the other.
 */
export async function settleSent(session: StoreSession): Promise<void> {
  await session.query(
    `with posted as (
       update documents.evidence e set state = 'POSTED', document = o.result ->> 'document'
         from documents.outbox o
        where o.reference = e.reference and o.state = 'DONE' and e.state = 'ACCEPTED' returning e.reference)
     delete from documents.evidence_content c using posted p where c.reference = p.reference`,
  );
  // What a letter says stands in its claim too.
  await session.query(
    `delete from documents.letter l where exists
       (select from documents.outbox o where o.reference = l.reference and o.state in ('DONE', 'FAILED'))`,
  );
}

/** Deletes what was announced and never came, and what uploads that broke off left behind. */
export async function sweep(session: StoreSession, now: Date): Promise<void> {
  await session.query(
    `delete from documents.evidence_content c using documents.evidence e
      where e.reference = c.reference and e.state = 'AWAITING_UPLOAD'
        and e.expires_at < $1::timestamptz - interval '${GRACE_HOURS} hours'`,
    [now.toISOString()],
  );
  await session.query(
    `delete from documents.evidence where state = 'AWAITING_UPLOAD'
        and expires_at < $1::timestamptz - interval '${REMEMBERED_DAYS} days'`,
    [now.toISOString()],
  );
}

/** Deletes letters, and what is known of them, of which the claim is deleted: what the document store has is its own. */
export async function purgeLetters(session: StoreSession): Promise<void> {
  await session.query(
    `with gone as (
       delete from documents.outbox o
        where o.reference like 'LTR-%' and not exists (select from claims.claim c where c.number = o.subject))
     delete from documents.letter l where not exists (select from claims.claim c where c.number = l.claim_number)`,
  );
}

/** Whether there are tables of evidence: they are made when they are first needed. */
export async function isKept(session: StoreSession): Promise<boolean> {
  const [tables] = await session.query<{ made: boolean }>(
    `select to_regclass('documents.evidence') is not null as made`,
  );
  return tables?.made === true;
}

/**
 * Deletes all that is kept here of claims that are deleted themselves: for erasure and retention. What the document store
 * has is its own.
 *
 * @returns how many files it was.
 */
export async function purgeEvidence(session: StoreSession, claimNumbers: readonly string[]): Promise<number> {
  if (!(await isKept(session))) return 0;
  await session.query('delete from documents.outbox where subject = any($1)', [claimNumbers]);
  const gone = await session.query<{ reference: string }>(
    'delete from documents.evidence where claim_number = any($1) returning reference',
    [claimNumbers],
  );
  await session.query('delete from documents.idempotency where result #>> $2 = any($1)', [
    gone.map(({ reference }) => reference),
    [],
  ]);
  return gone.length;
}
