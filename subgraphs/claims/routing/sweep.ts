import type { Clock } from '../../../schema/kernel/clock';
import type { SqlStore, StoreSession } from '../../../schema/ports/store';
import { parisDay } from '../../shared/paris-day';
import { CLOCKED_COLUMNS, clockedOf, type ClockedRow, readTimelines } from '../deadlines/clocked-row';
import type { DeadlineRules } from '../deadlines/rules';
import { priorityOf, type RoutedClaim, routeOf } from './assess';
import { answerDueOn } from './due';
import type { RoutingRules } from './rules';

/** Claims per transaction. */
const CHUNK = 250;

type OpenRow = Omit<RoutedClaim, 'disputedCents' | 'dueOn'> &
  ClockedRow & {
    readonly seq: string;
    readonly version: number;
    readonly disputed_minor: string | null;
  };

/** Open claims that are new to the rules, have changed, or were last looked at on another day. */
const STALE = `select c.seq, c.version, c.motive, c.capacity, c.level, c.status, c.disputed_minor, r.vulnerable, ${CLOCKED_COLUMNS}
  from claims.claim c
  left join claims.routing r on r.claim_seq = c.seq
  left join claims.holding_reply h on h.claim_seq = c.seq
 where c.closed_at is null and c.status <> 'DRAFT'
   and (r.claim_seq is null or r.claim_version <> c.version or r.rules_version <> $1 or r.assessed_on <> $2::date)
 order by c.seq limit ${CHUNK} for no key update of c skip locked`;

/**
 * Says anew how pressing open claims are: the closer the answer is due, the more. The team that a claim waits for stays as
 * it is: people move claims, and rules send them off once.
 *
 * Run twice, or by two processes at once, or cut short anywhere, it comes to the same.
 */
export async function sweepPriorities(
  store: SqlStore,
  rules: RoutingRules,
  deadlines: DeadlineRules,
  clock: Clock,
): Promise<void> {
  for (;;) {
    const count = await store.transaction((session) => sweepChunk(session, rules, deadlines, clock.now()));
    if (count < CHUNK) return;
  }
}

async function sweepChunk(
  session: StoreSession,
  rules: RoutingRules,
  deadlines: DeadlineRules,
  now: Date,
): Promise<number> {
  const today = parisDay(now).toString();
  const rows = await session.query<OpenRow>(STALE, [rules.version, today]);
  if (rows.length === 0) return 0;
  const timelines = await readTimelines(
    session,
    rows.map(({ seq }) => seq),
  );
  const assessed = rows.map((row) => {
    const dueOn = answerDueOn(clockedOf(row, timelines.get(row.seq)), deadlines, now);
    const disputedCents = row.disputed_minor === null ? null : BigInt(row.disputed_minor);
    const claim: RoutedClaim = { ...row, disputedCents, dueOn };
    const { points, factors } = priorityOf(rules, claim, today);
    const { rule, queue, reason, alternatives } = routeOf(rules, claim, today);
    const { seq, version } = row;
    return { ...{ seq, version, due: dueOn, points, factors }, ...{ rule, queue, reason, alternatives } };
  });
  await session.query(WRITE, [JSON.stringify(assessed), rules.version, today]);
  return rows.length;
}

const WRITE = `with said as (
    select * from jsonb_to_recordset($1::jsonb) as r(seq bigint, version int, due date, points smallint, factors jsonb, rule text,
      queue text, reason text, alternatives text[])),
  ranked as (
    update claims.claim c set priority = s.points, due_on = coalesce(s.due, 'infinity') from said s where c.seq = s.seq)
  insert into claims.routing (claim_seq, rules_version, claim_version, assessed_on, rule, queue, reason, alternatives, factors)
  select seq, $2, version, $3::date, rule, queue, reason, alternatives, factors from said
  on conflict (claim_seq) do update set rules_version = excluded.rules_version, claim_version = excluded.claim_version,
    assessed_on = excluded.assessed_on, rule = excluded.rule, queue = excluded.queue, reason = excluded.reason,
    alternatives = excluded.alternatives, factors = excluded.factors`;
