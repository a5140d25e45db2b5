import { fork } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import type { SqlStore } from '../../../schema/ports/store';
import { importClaims } from '../../../subgraphs/claims';
import { sweepClocks } from '../../../subgraphs/claims/deadlines/clock-sweep';
import { loadDeadlineRules } from '../../../subgraphs/claims/deadlines/rules';
import { startJobs } from '../../../subgraphs/shared/jobs/jobs';
import { readMigrations } from '../../../subgraphs/shared/migrations';
import { APART, killInTheMiddle } from '../../harness/stopping-store';
import { createTestClock } from '../shared/subgraph-bench';
import { importedClaim } from './claim-rows';
import { openPlace, type StorePlace } from './store-place';

const rules = loadDeadlineRules();
const silent = pino({ enabled: false });
const NEVER = '0 0 1 1 *';

/** Warnings and breaches of clocks, on a store that processes open one after the other or together. */
export function clockNoticeSuite(
  name: string,
  open: () => Promise<SqlStore>,
  place: () => Promise<StorePlace>,
): void {
  describe(`warnings of clocks on ${name}`, () => {
    const clock = createTestClock('2026-01-01T00:00:00Z');
    let store: SqlStore;

    beforeAll(async () => {
      store = await open();
      await migrated(store);
    });
    beforeEach(() => store.query('truncate claims.claim cascade'));
    afterAll(() => store.close());

    const sweepAt = async (at: string): Promise<void> => {
      clock.set(at);
      await sweepClocks(store, rules, clock);
    };
    const told = () =>
      store
        .query<{ line: string }>(
          `select rule || ' ' || stage || ' ' || due_on || ' at ' || to_char(noticed_at, 'MM-DD') as line
             from claims.clock_notice order by noticed_at, rule`,
        )
        .then((rows) => rows.map(({ line }) => line));

    /** A letter of 30 April 2026 about a transfer. */
    const letter = (n: number) => {
      const at = '2026-04-30T08:00:00.000Z';
      const filed = { at, type: 'FILED', channel: 'LETTER', actor: 'ADVISER', reason: null };
      const about = { product: 'TRANSFER', channel: 'LETTER', operationReference: null } as const;
      return importedClaim(n, { ...about, filedAt: at, receivedAt: at, events: [filed] });
    };

    it('are told ahead of time and at the breach, each once, however often somebody looks', async () => {
      await importClaims(store, [letter(1)]);
      for (let day = 0; day < 75; day += 1) {
        const at = new Date(Date.UTC(2026, 3, 30, 9) + day * 86_400_000).toISOString();
        await sweepAt(at);
        if (day % 7 === 0) await sweepAt(at);
      }
      expect(await told()).toEqual([
        'ACKNOWLEDGEMENT 3 days 2026-05-15 at 05-12',
        'ACKNOWLEDGEMENT 1 days 2026-05-15 at 05-14',
        'ACKNOWLEDGEMENT BREACH 2026-05-15 at 05-16',
        'PAYMENT_ANSWER 5 days 2026-05-21 at 05-16',
        'PAYMENT_ANSWER 2 days 2026-05-21 at 05-19',
        'PAYMENT_ANSWER BREACH 2026-05-21 at 05-22',
        'PAYMENT_FINAL 5 days 2026-06-15 at 06-10',
        'PAYMENT_FINAL 2 days 2026-06-15 at 06-13',
        'ANSWER 15 days 2026-06-30 at 06-15',
        'PAYMENT_FINAL BREACH 2026-06-15 at 06-16',
        'ANSWER 5 days 2026-06-30 at 06-25',
        'ANSWER 2 days 2026-06-30 at 06-28',
        'ANSWER BREACH 2026-06-30 at 07-01',
      ]);
      const [claim] = await store.query('select status, version, closed_at from claims.claim');
      expect(claim).toEqual({ status: 'FILED', version: 1, closed_at: null });
    });

    it('leave out what nobody was told of in time, and go no further than the law once there is an answer', async () => {
      await importClaims(store, [letter(1)]);
      await sweepAt('2026-06-01T09:00:00Z');
      expect(await told()).toEqual([
        'ACKNOWLEDGEMENT BREACH 2026-05-15 at 06-01',
        'PAYMENT_ANSWER BREACH 2026-05-21 at 06-01',
      ]);
      await store.query(
        `insert into claims.claim_event (claim_seq, at, type, actor) select seq, '2026-06-02T09:00:00Z', 'ANSWERED', 'ADVISER' from claims.claim`,
      );
      await store.query(`update claims.claim set status = 'ANSWERED', version = 2`);
      await sweepAt('2026-08-01T09:00:00Z');
      expect(await told()).toHaveLength(2);
    });

    it('are told once by several processes at once, and none is forgotten', async () => {
      await importClaims(
        store,
        Array.from({ length: 250 }, (_, n) => letter(n + 1)),
      );
      clock.set('2026-05-22T09:00:00Z');
      await Promise.all([store, store, store].map((each) => sweepClocks(each, rules, clock)));
      await sweepClocks(store, rules, clock);
      const [count] = await store.query(
        'select count(*)::int as all, count(distinct claim_seq)::int as claims from claims.clock_notice',
      );
      expect(count).toEqual({ all: 500, claims: 250 });
    });

    it('come from a job, and end with the process that does it', async () => {
      await importClaims(store, [letter(1)]);
      clock.set('2026-05-22T09:00:00Z');
      const run = () => sweepClocks(store, rules, clock);
      const jobs = await startJobs(store, [{ name: 'claim-clocks', every: NEVER, run }], silent, 0.5);
      await jobs.ask('claim-clocks');
      await jobs.ask('claim-clocks');
      await until(async () => (await told()).length > 0);
      await jobs.close();
      expect(await told()).toHaveLength(2);
      const again = await startJobs(store, [{ name: 'claim-clocks', every: NEVER, run }], silent, 0.5);
      await again.close();
    });

    it('are told once although the process was killed in the middle of telling', async () => {
      const here = await place();
      const before = await openPlace(here.where);
      await migrated(before);
      await importClaims(
        before,
        Array.from({ length: 250 }, (_, n) => letter(n + 1)),
      );
      await before.close();
      const now = '2026-05-22T09:00:00Z';
      await killInTheMiddle(fork(join(__dirname, 'clock-child.ts'), [here.where, now], APART));
      const after = await openPlace(here.where);
      const count =
        'select count(*)::int as n, count(distinct (claim_seq, rule, stage))::int as kinds from claims.clock_notice';
      expect(await after.query(count)).toEqual([{ n: 400, kinds: 400 }]);
      clock.set(now);
      const run = () => sweepClocks(after, rules, clock);
      const jobs = await startJobs(after, [{ name: 'claim-clocks', every: NEVER, run }], silent, 0.5);
      await jobs.ask('claim-clocks');
      await until(async () => ((await after.query<{ n: number }>(count))[0]?.n ?? 0) >= 500);
      await jobs.close();
      expect(await after.query(count)).toEqual([{ n: 500, kinds: 500 }]);
      await after.close();
      await here.drop();
    }, 600_000);
  });
}

const migrated = (store: SqlStore): Promise<void> =>
  store.migrate('claims', readMigrations(join(__dirname, '../../../subgraphs/claims/migrations')));

/** Waits for what another part does in its own time. */
async function until(done: () => Promise<boolean>): Promise<void> {
  while (!(await done())) await sleep(50);
}
