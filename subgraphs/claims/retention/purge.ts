import { Temporal } from 'temporal-polyfill';
import type { Clock } from '../../../schema/kernel/clock';
import type { SqlStore, StoreSession } from '../../../schema/ports/store';
import { parisDay } from '../../shared/paris-day';
import { overSpans, prospectSpans, type RetentionRules } from './rules';
import { type ClaimKey, deleteClaimsEverywhere } from './tables';

/** When a claimant, of the claim `c`, wrote last. */
export const LAST_CONTACT = `select max(t.at) as at from (
  select c.filed_at as at
  union all
  select m.at from claims.claim_message m where m.claim_seq = c.seq and m.author = 'CUSTOMER') t`;

/** Claims per transaction. */
const CHUNK = 100;

/** What has been kept for its time, of the claims `c`: spans of closing in `$1` and `$2`, of last contacts in `$3` to `$5`. */
export const OVER = `c.closed_at is not null and c.status <> 'AT_MEDIATOR' and (
    exists (select from unnest($1::timestamptz[], $2::timestamptz[]) as k(since, until)
      where c.closed_at >= k.since and c.closed_at < k.until)
    or c.customer_number is null and exists (
      select from unnest($3::timestamptz[], $4::timestamptz[], $5::text[]) as k(since, until, capacities)
       cross join lateral (${LAST_CONTACT}) l
       where k.capacities::jsonb ? c.capacity and l.at >= k.since and l.at < k.until))`;
/** Whether the claim `c` is held. */
export const HELD =
  'exists (select from claims.legal_hold h where h.claim_seq = c.seq and h.lifted_at is null)';

/**
 * Deletes what has been kept for its time: claims with all that hangs on them, drafts, traces of payments, keys of requests.
 *
 * Cut short anywhere, it goes on the next time: each chunk goes with its line of the report, or not at all. Claims that
 * are held, at the mediator, or being changed at this moment stay.
 */
export async function purgeOver(store: SqlStore, rules: RetentionRules, clock: Clock): Promise<void> {
  for (;;) {
    const count = await store.transaction((session) => purgeChunk(session, rules, clock.now()));
    if (count < CHUNK) break;
  }
  const now = clock.now();
  await store.query('delete from claims.draft where kept_until <= $1::timestamptz', [now.toISOString()]);
  await store.query('delete from claims.accounting_trace where purge_on <= $1::date', [
    parisDay(now).toString(),
  ]);
  const oldest = Temporal.Instant.fromEpochMilliseconds(now.getTime()).subtract({
    hours: 24 * rules.idempotencyDays,
  });
  await store.query('delete from claims.idempotency where created_at < $1::timestamptz', [oldest.toString()]);
}

async function purgeChunk(session: StoreSession, rules: RetentionRules, now: Date): Promise<number> {
  const closed = overSpans(rules, now);
  const wrote = prospectSpans(rules, now);
  const over = [closed.since, closed.until, wrote.since, wrote.until, wrote.capacities];
  const claims = await session.query<ClaimKey>(
    `select c.seq, c.number from claims.claim c where ${OVER} and not ${HELD}
      order by c.closed_at, c.seq limit ${CHUNK} for update of c skip locked`,
    over,
  );
  if (claims.length === 0) return 0;
  const [held] = await session.query<{ count: number }>(
    `select count(*)::int as count from claims.claim c where ${OVER} and ${HELD}`,
    over,
  );
  await keepTraces(session, claims, rules);
  const rows = await deleteClaimsEverywhere(session, claims);
  await session.query(
    'insert into claims.purge_report (at, rules, claims, held, rows) values ($1, $2, $3, $4, $5::jsonb)',
    [
      now.toISOString(),
      rules.version,
      claims.length,
      held?.count ?? 0,
      JSON.stringify(Object.fromEntries(rows)),
    ],
  );
  return claims.length;
}

/** What accounting needs for longer than the claim is kept: found again by whoever has the payment order, which names the claim. */
async function keepTraces(
  session: StoreSession,
  claims: readonly ClaimKey[],
  { accounting }: RetentionRules,
): Promise<void> {
  await session.query(
    `insert into claims.accounting_trace (fingerprint, part, amount_minor, currency, decided_on, purge_on)
     select encode(sha256(convert_to(c.number, 'UTF8')), 'hex'), r.seq, r.amount_minor, r.currency, d.day,
            (d.day + make_interval(years => $2::int))::date
       from claims.redress r
       join claims.claim c on c.seq = r.claim_seq
      cross join lateral (select (r.decided_at at time zone 'Europe/Paris')::date as day) d
      where r.claim_seq = any($1::bigint[]) and r.state = 'APPROVED'
     on conflict do nothing`,
    [claims.map(({ seq }) => seq), accounting.years],
  );
}
