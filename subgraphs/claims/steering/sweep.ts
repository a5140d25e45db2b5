import type { Clock } from '../../../schema/kernel/clock';
import type { SqlStore, StoreSession } from '../../../schema/ports/store';
import { CLOCKED_COLUMNS, clockedOf, type ClockedRow, readTimelines } from '../deadlines/clocked-row';
import type { DeadlineRules } from '../deadlines/rules';
import { type Cell, cellsOf } from './cells';
import { factsOf, type SteeredClaim, type SteeringFacts } from './facts';

/** Changes per transaction. */
const CHUNK = 1_000;

/**
 * Counts what has happened to claims since this was last done.
 *
 * Run twice, or by two processes at once, or cut short anywhere, it comes to the same: what a claim counted for is taken
 * away, and what it counts for is added, in the transaction that takes the change off the list; one process at a time.
 */
export async function sweepSteering(store: SqlStore, rules: DeadlineRules, clock: Clock): Promise<void> {
  for (;;) {
    const count = await store.transaction((session) => sweepChunk(session, rules, clock.now()));
    if (count < CHUNK) return;
  }
}

async function sweepChunk(session: StoreSession, rules: DeadlineRules, now: Date): Promise<number> {
  await session.query("select pg_advisory_xact_lock(hashtextextended('claims-hub steering', 0))");
  const due = await session.query<{ claim_seq: string }>(
    `delete from claims.steering_due where seq in (select seq from claims.steering_due order by seq limit ${CHUNK})
     returning claim_seq`,
  );
  if (due.length === 0) return 0;
  const seqs = [...new Set(due.map(({ claim_seq: seq }) => seq))];
  const before = await session.query<{ claim_seq: string; facts: SteeringFacts }>(
    'select claim_seq, facts from claims.steered where claim_seq = any($1::bigint[])',
    [seqs],
  );
  const known = new Map(before.map(({ claim_seq: seq, facts }) => [seq, facts]));
  const claims = await readClaims(session, seqs);
  const after = [...claims].flatMap(([seq, claim]) => {
    // Whether a matter came again is said once: earlier claims may be deleted since.
    const repeated = known.get(seq)?.repeated ?? claim.repeated;
    const facts = factsOf({ ...claim, repeated }, rules, now);
    return facts ? [{ claim: seq, facts }] : [];
  });
  await writeFacts(session, seqs, after);
  await addToTally(
    session,
    before.map(({ facts }) => facts),
    after.map(({ facts }) => facts),
  );
  return due.length;
}

async function writeFacts(
  session: StoreSession,
  seqs: readonly string[],
  after: readonly { readonly claim: string; readonly facts: SteeringFacts }[],
): Promise<void> {
  await session.query('delete from claims.steered where claim_seq = any($1::bigint[])', [seqs]);
  await session.query(
    `insert into claims.steered (claim_seq, facts)
     select claim, facts from jsonb_to_recordset($1::jsonb) as r(claim bigint, facts jsonb)`,
    [JSON.stringify(after)],
  );
}

/** Cells that come to zero stay: they are few, and nobody reads them. */
async function addToTally(
  session: StoreSession,
  less: readonly SteeringFacts[],
  more: readonly SteeringFacts[],
): Promise<void> {
  const changes = new Map<string, Cell & { n: number }>();
  const count = (facts: readonly SteeringFacts[], by: number): void => {
    for (const cell of facts.flatMap(cellsOf)) {
      const { dimension, month, key, measure, bucket } = cell;
      const place = [dimension, month, key, measure, bucket].join(' ');
      const change = changes.get(place) ?? { ...cell, n: 0 };
      changes.set(place, { ...change, n: change.n + by });
    }
  };
  count(less, -1);
  count(more, 1);
  await session.query(
    `insert into claims.tally (dimension, month, key, measure, bucket, n)
     select dimension, month, key, measure, bucket, n
       from jsonb_to_recordset($1::jsonb) as r(dimension text, month date, key text, measure text, bucket int, n bigint)
     on conflict (dimension, month, key, measure, bucket) do update set n = tally.n + excluded.n`,
    [JSON.stringify([...changes.values()].filter(({ n }) => n !== 0))],
  );
}

type ClaimRow = ClockedRow &
  Pick<SteeredClaim, 'status' | 'motive' | 'channel' | 'outcome' | 'granted' | 'repeated'> & {
    readonly seq: string;
    readonly filed_at: string;
  };

const CLAIMS = `select c.seq, c.status, c.motive, c.outcome, c.filed_at, ${CLOCKED_COLUMNS},
    a.decision = 'GRANTED' as granted,
    exists (select 1 from claims.claim e where e.customer_number = c.customer_number and e.motive = c.motive
             and e.seq <> c.seq and e.filed_at < c.filed_at and e.filed_at >= c.filed_at - interval '1 year') as repeated
  from claims.claim c
  left join claims.holding_reply h on h.claim_seq = c.seq
  left join claims.automation a on a.claim_seq = c.seq
 where c.seq = any($1::bigint[])`;

async function readClaims(
  session: StoreSession,
  seqs: readonly string[],
): Promise<Map<string, SteeredClaim>> {
  const rows = await session.query<ClaimRow>(CLAIMS, [seqs]);
  const timelines = await readTimelines(session, seqs);
  return new Map(
    rows.map(({ seq, status, motive, channel, outcome, granted, repeated, filed_at: filedAt, ...row }) => [
      seq,
      {
        ...clockedOf({ ...row, channel }, timelines.get(seq)),
        ...{ status, motive, channel, outcome, granted, repeated },
        filedAt: new Date(filedAt),
      },
    ]),
  );
}
