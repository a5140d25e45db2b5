import type { Clock } from '../../../schema/kernel/clock';
import type { SqlStore, StoreSession } from '../../../schema/ports/store';
import { CLOCKED_COLUMNS, clockedOf, type ClockedRow, readTimelines } from './clocked-row';
import type { DeadlineRules } from './rules';
import { noticesOf } from './notices';

/** Claims per transaction. */
const CHUNK = 200;

interface DueRow extends ClockedRow {
  readonly seq: string;
  readonly version: number;
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
const DUE = `select c.seq, c.version, ${CLOCKED_COLUMNS}
  from claims.claim c
  left join claims.clock_watch w on w.claim_seq = c.seq
  left join claims.holding_reply h on h.claim_seq = c.seq
 where (c.closed_at is null or c.status = 'AT_MEDIATOR') and c.status <> 'DRAFT'
   and (w.claim_seq is null or w.claim_version <> c.version or w.rules <> $1 or w.next_at <= $2::timestamptz)
 order by c.seq limit ${CHUNK} for share of c skip locked`;

async function sweepChunk(session: StoreSession, rules: DeadlineRules, now: Date): Promise<number> {
  const rows = await session.query<DueRow>(DUE, [rules.version, now.toISOString()]);
  if (rows.length === 0) return 0;
  const timelines = await readTimelines(
    session,
    rows.map(({ seq }) => seq),
  );
  const told = rows.map((row) => ({
    row,
    ...noticesOf(clockedOf(row, timelines.get(row.seq)), rules, now),
  }));
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
