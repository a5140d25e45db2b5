import { type Erased, type Eraser, ErasureStatus } from '../../schema/ports/erasure';
import type { StoreSession } from '../../schema/ports/store';
import { loadRetentionRules, overSpans, retentionOf, type RetentionRules } from './retention/rules';
import { deleteClaims } from './retention/tables';

const HELD = 'exists (select from claims.legal_hold h where h.claim_seq = c.seq and h.lifted_at is null)';

/** What was never filed, and what was closed in one of the spans whose time is over; not what is held. */
const MAY_GO = `c.status = 'DRAFT' or (c.status <> 'AT_MEDIATOR' and not ${HELD}
  and exists (select from unnest($2::timestamptz[], $3::timestamptz[]) as k(since, until)
    where c.closed_at >= k.since and c.closed_at < k.until))`;

const rules = loadRetentionRules();

/** Erases claims that were never filed or whose time is over, with all that hangs on them. */
export const claimEraser: Eraser = {
  system: 'claims',
  async erase(session, customerNumber, now) {
    await session.query('delete from claims.draft where customer_number = $1', [customerNumber]);
    const { since, until } = overSpans(rules, now);
    const rows = await session.query<{ seq: string; number: string }>(
      `select c.seq, c.number from claims.claim c where c.customer_number = $1 and (${MAY_GO}) for update`,
      [customerNumber, since, until],
    );
    if (rows.length > 0) await deleteClaims(session, rows);
    const kept = await retained(session, customerNumber, rules);
    if (kept) return kept;
    return rows.length > 0
      ? {
          status: ErasureStatus.DONE_AT_SOURCE,
          reason: 'Claims, messages, timelines and copies are deleted.',
        }
      : { status: ErasureStatus.NOTHING_HELD, reason: 'There was no claim.' };
  },
};

interface LeftRow {
  readonly count: number;
  readonly open: boolean | null;
  readonly held: boolean | null;
  readonly closed_at: string | null;
}

/** Why claims stay, where some do. */
async function retained(
  session: StoreSession,
  customerNumber: string,
  kept: RetentionRules,
): Promise<Erased | undefined> {
  const [left] = await session.query<LeftRow>(
    `select count(*)::int as count, bool_or(c.closed_at is null) as open, bool_or(${HELD}) as held,
            max(c.closed_at) as closed_at
       from claims.claim c where c.customer_number = $1`,
    [customerNumber],
  );
  if (!left || left.count === 0) return undefined;
  const status = ErasureStatus.RETAINED;
  if (left.open === true || left.closed_at === null) {
    return {
      status,
      reason: 'A claim is not closed: it is kept to be answered (art. 17(3)(b) and (e) GDPR).',
    };
  }
  if (left.held === true) {
    return { status, reason: 'A claim is held for litigation or an inquiry (art. 17(3)(e) GDPR).' };
  }
  const until = retentionOf(new Date(left.closed_at), kept)?.purgeOn.toString();
  return {
    status,
    ...(until === undefined ? {} : { until }),
    reason: 'Claims are kept for five years after they are closed (art. 2224 C. civ., art. 17(3)(e) GDPR).',
  };
}
