import { Temporal } from 'temporal-polyfill';
import type { Clock } from '../../../schema/kernel/clock';
import type { SqlStore, StoreSession } from '../../../schema/ports/store';
import type { Channel, Product } from '../claim.enum';
import type { ClaimEventType } from '../timeline.enum';
import type { DeadlineRules } from './rules';
import { noticesOf } from './notices';

/** Claims per transaction. */
const CHUNK = 200;

interface DueRow {
  readonly seq: string;
  readonly version: number;
  readonly product: Product;
  readonly channel: Channel;
  readonly branch: string | null;
  readonly about_operation: boolean;
  readonly sent_at: string | null;
  readonly received_at: string;
  readonly latest_on: string | null;
}

/**
 * Tells of the clocks whose warning or breach is due. Nothing else of a claim changes.
 *
 * Run twice, or by two processes at once, or cut short anywhere, it tells the same: what it writes of a claim and when it
 * looks at it next are one transaction, and a notice is a row that cannot be there twice.
 */
export async function sweepClocks(store: SqlStore, rules: DeadlineRules, clock: Clock): Promise<void> {
  for (;;) {
    const count = await store.transaction((session) => sweepChunk(session, rules, clock.now()));
    if (count < CHUNK) return;
  }
}

/** Claims that are new, have changed, are under other rules by now, or whose time has come; not those being changed. */
const DUE = `select c.seq, c.version, c.product, c.channel, c.branch, c.operation_reference is not null as about_operation,
    c.sent_at, c.received_at, h.latest_on
  from claims.claim c
  left join claims.clock_watch w on w.claim_seq = c.seq
  left join claims.holding_reply h on h.claim_seq = c.seq
 where (c.closed_at is null or c.status = 'AT_MEDIATOR') and c.status <> 'DRAFT'
   and (w.claim_seq is null or w.claim_version <> c.version or w.rules <> $1 or w.next_at <= $2::timestamptz)
 order by c.seq limit ${CHUNK} for share of c skip locked`;

async function sweepChunk(session: StoreSession, rules: DeadlineRules, now: Date): Promise<number> {
  const rows = await session.query<DueRow>(DUE, [rules.version, now.toISOString()]);
  if (rows.length === 0) return 0;
  const events = await session.query<{ claim_seq: string; type: ClaimEventType; at: string }>(
    'select claim_seq, type, at from claims.claim_event where claim_seq = any($1::bigint[]) order by claim_seq, at, seq',
    [rows.map(({ seq }) => seq)],
  );
  const timelines = Map.groupBy(events, (event) => event.claim_seq);
  const told = rows.map((row) => {
    const timeline = timelines.get(row.seq) ?? [];
    return { row, ...noticesOf({ ...clockedOf(row), events: timeline.map(dated) }, rules, now) };
  });
  await session.query(
    `insert into claims.clock_notice (claim_seq, rule, stage, due_on, due_at, noticed_at)
     select claim, rule, stage, due_on, due_at, $2::timestamptz
       from jsonb_to_recordset($1::jsonb) as r(claim bigint, rule text, stage text, due_on date, due_at timestamptz)
     on conflict do nothing`,
    [
      JSON.stringify(
        told.flatMap(({ row, notices }) => notices.map((each) => ({ claim: row.seq, ...each }))),
      ),
      now.toISOString(),
    ],
  );
  await session.query(
    `insert into claims.clock_watch (claim_seq, claim_version, rules, next_at)
     select claim, version, $2, next from jsonb_to_recordset($1::jsonb) as r(claim bigint, version int, next timestamptz)
     on conflict (claim_seq) do update
        set claim_version = excluded.claim_version, rules = excluded.rules, next_at = excluded.next_at`,
    [
      JSON.stringify(told.map(({ row, next }) => ({ claim: row.seq, version: row.version, next }))),
      rules.version,
    ],
  );
  return rows.length;
}

const dated = ({ type, at }: { type: ClaimEventType; at: string }) => ({ type, at: new Date(at) });

const clockedOf = (row: DueRow) => ({
  product: row.product,
  aboutOperation: row.about_operation,
  channel: row.channel,
  branch: row.branch,
  sentAt: row.sent_at === null ? null : new Date(row.sent_at),
  receivedAt: new Date(row.received_at),
  promisedOn: row.latest_on === null ? null : Temporal.PlainDate.from(row.latest_on),
});
