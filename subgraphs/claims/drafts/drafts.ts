import type { Caller } from '../../../schema/kernel/caller';
import { BadUserInput, HubError, NotFound } from '../../../schema/kernel/errors';
import type { IdSealer } from '../../../schema/kernel/ids';
import type { MeteredSession } from '../../shared/metered-store';
import type { DraftContent } from './content';
import type { ClaimDraft } from './draft.type';
import type { DraftRules } from './rules';

/** A row of `claims.draft`. */
interface DraftRow {
  readonly seq: string;
  readonly customer_number: string;
  readonly version: number;
  readonly content: DraftContent;
  readonly saved_at: string;
  readonly kept_until: string;
}

const COLUMNS = 'd.seq, d.customer_number, d.version, d.content, d.saved_at, d.kept_until';

/** @returns the customer whose drafts a caller has. @throws {HubError} a caller who is none has none. */
export function draftOwner({ customerNumber }: Caller): string {
  if (customerNumber !== undefined) return customerNumber;
  throw new HubError('OPERATION_ACCESS_DENIED', 'Only customers have drafts: staff file what they are told.');
}

/** @returns the store's number of a draft. @throws {NotFound} not a key of a draft. */
export function draftSeq(id: string, ids: IdSealer): string {
  const seq = ids.open('drf', id);
  if (seq === undefined) throw new NotFound('ClaimDraft');
  return seq;
}

/**
 * Drafts of one customer, newest first; those whose time is over are not there.
 *
 * @param seq only this one, locked until the end of the transaction.
 */
export async function draftsOf(
  session: MeteredSession,
  owner: string,
  now: Date,
  seq: string | null = null,
): Promise<readonly DraftRow[]> {
  return session.query<DraftRow>(
    1,
    `select ${COLUMNS} from claims.draft d where d.customer_number = $1 and d.kept_until > $2::timestamptz
        and ($3::bigint is null or d.seq = $3::bigint)
      order by d.saved_at desc, d.seq desc ${seq === null ? '' : 'for update'}`,
    [owner, now.toISOString(), seq],
  );
}

/** Locks a draft of a customer's own. @throws {NotFound} */
export async function lockDraft(
  session: MeteredSession,
  seq: string,
  owner: string,
  now: Date,
): Promise<DraftRow> {
  const [row] = await draftsOf(session, owner, now, seq);
  if (!row) throw new NotFound('ClaimDraft');
  return row;
}

const DAY_MS = 86_400_000;

/** Writes a new draft, or a locked one anew; drafts of the owner whose time is over go. @returns the store's number. */
export async function writeDraft(
  session: MeteredSession,
  { seq, owner, content }: { seq: string | null; owner: string; content: DraftContent },
  { keptDays, most }: DraftRules,
  now: Date,
): Promise<string> {
  const at = now.toISOString();
  const until = new Date(now.getTime() + keptDays * DAY_MS).toISOString();
  const text = JSON.stringify(content);
  if (seq !== null) {
    await session.query(
      1,
      'update claims.draft set version = version + 1, content = $2::jsonb, saved_at = $3, kept_until = $4 where seq = $1::bigint',
      [seq, text, at, until],
    );
    return seq;
  }
  await session.query(1, 'delete from claims.draft where kept_until <= $1::timestamptz', [at]);
  const [row] = await session.query<{ seq: string }>(
    1,
    `insert into claims.draft (customer_number, content, created_at, saved_at, kept_until)
     select $1, $2::jsonb, $3, $3, $4 where (select count(*) from claims.draft where customer_number = $1) < $5::int
     returning seq`,
    [owner, text, at, until, most],
  );
  if (!row) throw new BadUserInput('input', `there are ${most} drafts already: discard or file one.`);
  return row.seq;
}

/** @returns whether there was one. */
export async function deleteDraft(session: MeteredSession, seq: string, owner: string): Promise<boolean> {
  const rows = await session.query(
    1,
    'delete from claims.draft where seq = $1::bigint and customer_number = $2 returning seq',
    [seq, owner],
  );
  return rows.length > 0;
}

/** From a row to the graph's draft. */
export const draftOf = (row: DraftRow, ids: IdSealer): ClaimDraft => ({
  facts: { customer: row.customer_number },
  id: ids.seal('drf', row.seq),
  version: row.version,
  ...row.content,
  savedAt: row.saved_at,
  keptUntil: row.kept_until,
});
