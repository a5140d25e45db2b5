import { fork } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import type { Caller } from '../../../schema/kernel/caller';
import type { SqlStore } from '../../../schema/ports/store';
import { subgraph } from '../../../subgraphs/privacy';
import { loadClockRules } from '../../../subgraphs/privacy/clock';
import { requestClocksJob } from '../../../subgraphs/privacy/notices/job';
import { sweepRequests } from '../../../subgraphs/privacy/notices/request-sweep';
import { privacyMigrations } from '../../../subgraphs/privacy/standing.reader';
import { startJobs } from '../../../subgraphs/shared/jobs/jobs';
import type { SubgraphDeps } from '../../../subgraphs/shared/module';
import { APART, killInTheMiddle } from '../../harness/stopping-store';
import { openPlace, type StorePlace } from '../claims/store-place';
import { createTestClock, openSubgraph, staff, type SubgraphBench } from '../shared/subgraph-bench';

const rules = loadClockRules();
const silent = pino({ enabled: false });
const NEVER = '0 0 1 1 *';
const dpo: Caller = { ...staff('dpo', 'D500001', '00001'), purpose: 'dsr_fulfilment' };
const supergraph = join(__dirname, '../../../schema/contract/supergraph.graphql');
const privacy = {
  ...subgraph,
  create: (_: object, deps: SubgraphDeps) => subgraph.create({ supergraph }, deps),
};

/** Warnings of the clocks of data subjects' requests, on a store that processes open one after the other or together. */
export function requestNoticeSuite(
  name: string,
  open: () => Promise<SqlStore>,
  place: () => Promise<StorePlace>,
): void {
  describe(`warnings of requests' clocks on ${name}`, () => {
    const clock = createTestClock('2026-11-20T09:30:00Z');
    let store: SqlStore;
    let bench: SubgraphBench;

    beforeAll(async () => {
      store = await open();
      bench = await openSubgraph(privacy, store, clock);
    });
    beforeEach(() => store.query('truncate privacy.request cascade'));
    afterAll(() => store.close());

    const sweepAt = async (at: string): Promise<void> => {
      clock.set(at);
      await sweepRequests(store, rules, clock);
    };
    const told = () =>
      store
        .query<{ line: string }>(
          `select stage || ' ' || due_on || ' at ' || to_char(noticed_at at time zone 'UTC', 'MM-DD HH24:MI') as line
             from privacy.request_notice order by noticed_at, seq`,
        )
        .then((rows) => rows.map(({ line }) => line));
    /** A request of 31 January 2026, for a month: until the last of February. */
    const received = (to: SqlStore, count = 1) =>
      to.query(
        `insert into privacy.request (customer_number, kind, received_at, recorded_at)
         select lpad(n::text, 12, '0'), 'ACCESS', '2026-01-31T09:00:00Z', '2026-01-31T09:00:00Z'
           from generate_series(1, $1::int) as n`,
        [count],
      );
    const change = (set: string) => store.query(`update privacy.request set ${set}`);
    const extend = (at: string) =>
      change(`extended_at = '${at}', extension_reason = 'Forty years of papers.'`);
    const hourly = async (from: string, to: string): Promise<void> => {
      for (let at = Date.parse(from); at <= Date.parse(to); at += 3_600_000) {
        await sweepAt(new Date(at).toISOString());
      }
    };

    it('are told ahead of time and at the breach, at midnight in Paris and each once, however often somebody looks', async () => {
      await received(store);
      await hourly('2026-02-12T22:00:00Z', '2026-02-15T00:00:00Z');
      await hourly('2026-02-20T22:00:00Z', '2026-02-22T00:00:00Z');
      await hourly('2026-02-25T22:00:00Z', '2026-03-02T00:00:00Z');
      await sweepAt('2026-09-01T00:00:00Z');
      expect(await told()).toEqual([
        '14 days 2026-02-28 at 02-13 23:00',
        '7 days 2026-02-28 at 02-20 23:00',
        '2 days 2026-02-28 at 02-25 23:00',
        'BREACH 2026-02-28 at 02-28 23:00',
      ]);
    });

    it('begin anew with an extension, for its own last day', async () => {
      await received(store);
      await sweepAt('2026-02-14T09:00:00Z');
      await extend('2026-02-20T09:00:00Z');
      await sweepAt('2026-03-01T09:00:00Z');
      expect(await told()).toEqual(['14 days 2026-02-28 at 02-14 09:00']);
      await sweepAt('2026-04-25T09:00:00Z');
      await sweepAt('2026-05-01T09:00:00Z');
      expect((await told()).slice(1)).toEqual([
        '7 days 2026-04-30 at 04-25 09:00',
        'BREACH 2026-04-30 at 05-01 09:00',
      ]);
    });

    it('end with the answer', async () => {
      await received(store);
      await sweepAt('2026-02-14T09:00:00Z');
      await change(
        `closed_at = '2026-02-15T09:00:00Z', outcome = 'GRANTED', outcome_reason = 'Handed over.'`,
      );
      await sweepAt('2026-03-15T09:00:00Z');
      expect(await told()).toHaveLength(1);
    });

    it('are told once by several processes at once, and none is forgotten', async () => {
      await received(store, 250);
      clock.set('2026-03-01T09:00:00Z');
      await Promise.all([store, store, store].map((each) => sweepRequests(each, rules, clock)));
      await sweepRequests(store, rules, clock);
      const [count] = await store.query(
        'select count(*)::int as all, count(distinct request_seq)::int as requests from privacy.request_notice',
      );
      expect(count).toEqual({ all: 250, requests: 250 });
    });

    it('are shown to the officer with the request and whose it is, newest first', async () => {
      await received(store);
      await sweepAt('2026-02-21T09:00:00Z');
      await sweepAt('2026-03-01T09:00:00Z');
      const ask = (args: string) =>
        bench.ask(
          dpo,
          `{ privacyNotices${args} { stage dueOn noticedAt request { kind status notices { stage } } dataSubject { id } } }`,
        );
      const breach = {
        ...{ stage: 'BREACH', dueOn: '2026-02-28', noticedAt: '2026-03-01T09:00:00.000Z' },
        request: { kind: 'ACCESS', status: 'LATE', notices: [{ stage: '7 days' }, { stage: 'BREACH' }] },
        dataSubject: { id: bench.ids.seal('cus', '000000000001') },
      };
      const all = await ask('');
      expect(all.errors).toEqual([]);
      expect(all.at('privacyNotices.*.stage')).toEqual(['BREACH', '7 days']);
      expect(all.at('privacyNotices.0')).toEqual(breach);
      expect((await ask('(breachesOnly: true, openOnly: true)')).at('privacyNotices')).toEqual([breach]);
      await change(`closed_at = '2026-03-02T09:00:00Z', outcome = 'GRANTED', outcome_reason = 'Late.'`);
      expect((await ask('(openOnly: true)')).at('privacyNotices')).toEqual([]);
      expect((await ask('(first: 0)')).errors).toEqual(['privacyNotices BAD_USER_INPUT']);
    });

    it('go with the request', async () => {
      await received(store);
      await sweepAt('2026-03-01T09:00:00Z');
      await store.query('delete from privacy.request');
      expect(await told()).toEqual([]);
      expect(await store.query('select from privacy.request_watch')).toEqual([]);
    });

    it('are told once although the process was killed in the middle of telling', async () => {
      const here = await place();
      const before = await openPlace(here.where);
      await before.migrate('privacy', privacyMigrations());
      await received(before, 250);
      await before.close();
      const now = '2026-03-01T09:00:00Z';
      await killInTheMiddle(fork(join(__dirname, 'notices-child.ts'), [here.where, now], APART));
      const after = await openPlace(here.where);
      const count = async () =>
        (await after.query<{ n: number }>('select count(*)::int as n from privacy.request_notice'))[0]?.n;
      expect(await count()).toBe(200);
      clock.set(now);
      const job = requestClocksJob(after, rules, clock);
      const jobs = await startJobs(after, [{ ...job, every: NEVER }], silent, 0.5);
      await jobs.ask(job.name);
      while ((await count()) !== 250) await sleep(50);
      await jobs.close();
      const requests = 'select count(distinct request_seq)::int as n from privacy.request_notice';
      expect([await count(), await after.query(requests)]).toEqual([250, [{ n: 250 }]]);
      await after.close();
      await here.drop();
    });
  });
}
