import type { Clock } from '../../../schema/kernel/clock';
import type { SqlStore, StoreSession } from '../../../schema/ports/store';
import { clockOf, type ClockRules } from '../clock';
import { noticeOf } from './notices';

/** Requests per transaction. */
const CHUNK = 200;

interface DueRow {
  readonly seq: string;
  readonly received_at: string;
  readonly extended: boolean;
}

/**
 * Tells of the requests whose warning or breach is due. Nothing of a request changes.
 *
 * Run twice, or by two processes at once, or cut short anywhere, it tells the same: what it writes of a request and when
 * it looks at it next are one transaction, and a notice is a row that cannot be there twice.
 */
export async function sweepRequests(store: SqlStore, rules: ClockRules, clock: Clock): Promise<void> {
  for (;;) {
    const count = await store.transaction((session) => sweepChunk(session, rules, clock.now()));
    if (count < CHUNK) return;
  }
}

/** Open requests that are new, were extended, are under other rules by now, or whose time has come; not those being changed. */
const DUE = `select r.seq, r.received_at, r.extended_at is not null as extended
  from privacy.request r left join privacy.request_watch w on w.request_seq = r.seq
 where r.closed_at is null
   and (w.request_seq is null or w.rules <> $1 or w.extended <> (r.extended_at is not null) or w.next_at <= $2::timestamptz)
 order by r.seq limit ${CHUNK} for share of r skip locked`;

async function sweepChunk(session: StoreSession, rules: ClockRules, now: Date): Promise<number> {
  const rows = await session.query<DueRow>(DUE, [rules.version, now.toISOString()]);
  if (rows.length === 0) return 0;
  const told = rows.map(({ seq, received_at: receivedAt, extended }) => {
    const clock = clockOf({ receivedAt: new Date(receivedAt), extended, closed: false }, rules, now);
    return { seq, extended, due: clock.dueOn.toString(), ...noticeOf(clock, now) };
  });
  await session.query(
    `insert into privacy.request_notice (request_seq, stage, due_on, noticed_at)
     select seq, stage, due, $2::timestamptz from jsonb_to_recordset($1::jsonb) as r(seq bigint, stage text, due date)
      where stage is not null
     on conflict do nothing`,
    [JSON.stringify(told), now.toISOString()],
  );
  await session.query(
    `insert into privacy.request_watch (request_seq, rules, extended, next_at)
     select seq, $2, extended, next from jsonb_to_recordset($1::jsonb) as r(seq bigint, extended boolean, next timestamptz)
     on conflict (request_seq) do update
        set rules = excluded.rules, extended = excluded.extended, next_at = excluded.next_at`,
    [JSON.stringify(told), rules.version],
  );
  return rows.length;
}
