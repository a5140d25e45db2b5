import { join } from 'node:path';
import { readLines } from '../../../../mocks/soap/data';
import type { SqlStore } from '../../../../schema/ports/store';
import { importClaims, type ImportedClaim, subgraph } from '../../../../subgraphs/claims';
import { loadDeadlineRules } from '../../../../subgraphs/claims/deadlines/rules';
import { sweepSteering } from '../../../../subgraphs/claims/steering/sweep';
import { readMigrations } from '../../../../subgraphs/shared/migrations';
import {
  createTestClock,
  customer,
  openSubgraph,
  staff,
  type SubgraphBench,
} from '../../shared/subgraph-bench';

const ROOT = join(__dirname, '../../../..');
const officer = staff('handler_l2', 'S000001', '00900');
const rules = loadDeadlineRules();

/** Counted from the claims themselves, in the database's own words. */
const RECOUNT = `select c.product as key, count(*) as filed, count(*) filter (where c.channel in ('ONLINE', 'MOBILE', 'CHAT')) as online
  from claims.claim c
 where c.status not in ('DRAFT', 'REQUALIFIED', 'MERGED')
   and extract(year from c.filed_at at time zone 'Europe/Paris') = 2026
 group by 1 order by 1`;
const ANSWERS = `select count(*) as answered, round(avg((a.at at time zone 'Europe/Paris')::date
     - (c.received_at at time zone 'Europe/Paris')::date), 4)::float as mean,
    percentile_disc(0.9) within group (order by (a.at at time zone 'Europe/Paris')::date
     - (c.received_at at time zone 'Europe/Paris')::date) as p90
  from claims.claim c
  join (select claim_seq, min(at) as at from claims.claim_event where type = 'ANSWERED' group by 1) a on a.claim_seq = c.seq
 where c.status not in ('DRAFT', 'REQUALIFIED', 'MERGED')
   and extract(year from a.at at time zone 'Europe/Paris') = 2026`;

interface Stats {
  readonly waiting: number;
  readonly rows: readonly {
    readonly key: string;
    readonly figures: object | null;
    readonly exact: Readonly<Record<string, number>>;
  }[];
}

/** Counts that are kept up to date are what a recount gives. */
export function steeringSuite(name: string, open: () => Promise<SqlStore>): void {
  describe(`steering on ${name}`, () => {
    const clock = createTestClock('2026-11-20T09:30:00Z');
    let store: SqlStore;
    let bench: SubgraphBench;
    const sweep = () => sweepSteering(store, rules, clock);

    beforeAll(async () => {
      store = await open();
      bench = await openSubgraph(subgraph, store, clock);
      await importClaims(store, readLines<ImportedClaim>(join(ROOT, 'mocks/data'), 'claims.ndjson'));
      await store.migrate('surveys', readMigrations(join(ROOT, 'subgraphs/surveys/migrations')));
    }, 600_000);
    afterAll(() => store.close());

    const stats = async (period: string, by: string): Promise<Stats> =>
      (
        await bench.ask(
          officer,
          `query ($period: String!, $by: ClaimStatsBy!) { claimStats(period: $period, by: $by) { waiting rows { key
             figures { filed }
             exact { filed answered meanDays medianDays p90Days withinDeadlineShare onlineShare firstReplyMedianMinutes } } } }`,
          { period, by },
        )
      ).at('claimStats') as Stats;
    /** What the tally says of 2026, as the recount puts it. */
    const counted = async () =>
      (await stats('2026', 'PRODUCT')).rows
        .filter(({ exact }) => exact.filed)
        .map(({ key, exact: { filed = 0, onlineShare = 0 } }) => ({
          key,
          filed,
          online: Math.round(filed * onlineShare),
        }));
    const recounted = async () =>
      (await store.query<{ key: string; filed: string; online: string }>(RECOUNT)).map(
        ({ key, filed, online }) => ({
          ...{ key, filed: Number(filed), online: Number(online) },
        }),
      );

    it('counts what it was told of, and says how much it was not', async () => {
      const before = await stats('2026', 'TOTAL');
      expect(before.waiting).toBeGreaterThan(1_000);
      expect(before.rows).toEqual([]);
      await sweep();
      expect((await stats('2026', 'TOTAL')).waiting).toBe(0);
      const found = await counted();
      expect(found.length).toBeGreaterThan(5);
      expect(found).toEqual(await recounted());
    });

    it('means and percentiles are those of the claims', async () => {
      await sweep();
      const [row] = await store.query<{ answered: string; mean: number; p90: number }>(ANSWERS);
      const [total] = (await stats('2026', 'TOTAL')).rows;
      expect(total).toMatchObject({
        key: 'ALL',
        exact: { answered: Number(row?.answered), meanDays: row?.mean, p90Days: Number(row?.p90) },
      });
      expect(total?.exact.withinDeadlineShare).toBeGreaterThan(0.5);
      expect(total?.exact.withinDeadlineShare).toBeLessThan(1);
    });

    it('follows what happens to claims, whoever counts and however often', async () => {
      const filed = await bench.ask(
        customer('000000000001'),
        `mutation { fileClaim(idempotencyKey: "steering-0001", input: { product: SAVINGS, motive: SAVINGS_RATE,
           channel: MOBILE, description: "Le taux n'est pas le bon." }) { claim { id version } } }`,
      );
      expect(filed.errors).toEqual([]);
      const { id, version } = filed.at('fileClaim.claim') as { id: string; version: number };
      await Promise.all([sweep(), sweep()]);
      expect(await counted()).toEqual(await recounted());

      const withdrawn = await bench.ask(
        customer('000000000001'),
        `mutation ($input: ChangeClaimInput!) { withdrawClaim(input: $input) { result } }`,
        { input: { claimId: id, version, idempotencyKey: 'steering-0002' } },
      );
      expect(withdrawn.errors).toEqual([]);
      await store.query("update claims.claim set status = 'MERGED' where number = 'RC-2026-0000001'");
      await store.query(
        "insert into claims.steering_due (claim_seq) select seq from claims.claim where number = 'RC-2026-0000001'",
      );
      await sweep();
      await sweep();
      expect(await counted()).toEqual(await recounted());
    });

    it('comes to the same when it is cut short', async () => {
      await store.query(
        'insert into claims.steering_due (claim_seq) select seq from claims.claim order by seq limit 50',
      );
      const dying: SqlStore = {
        ...store,
        transaction: (work) =>
          store.transaction(async (session) => {
            await work(session);
            throw new Error('killed');
          }),
      };
      await expect(sweepSteering(dying, rules, clock)).rejects.toThrow('killed');
      expect((await stats('2026', 'TOTAL')).waiting).toBe(50);
      await sweep();
      expect(await counted()).toEqual(await recounted());
    });

    it('tells nobody the figures of a few who may not have exact ones', async () => {
      const rows = (await stats('2026-11', 'MOTIVE')).rows;
      const few = rows.filter(({ exact }) => Math.max(exact.filed ?? 0, exact.answered ?? 0) < 5);
      expect(few.length).toBeGreaterThan(0);
      expect(few.map(({ figures }) => figures)).toEqual(few.map(() => null));
      expect(rows.length).toBeGreaterThan(few.length);
      expect(rows.filter((row) => !few.includes(row)).every(({ figures }) => figures !== null)).toBe(true);
    });

    it('keeps its counts when claims are deleted', async () => {
      const before = await counted();
      await store.query(
        `delete from claims.steered where claim_seq in (select seq from claims.claim where number like 'RC-2026-%')`,
      );
      expect(await counted()).toEqual(before);
    });

    it('tells all nine key results with what they are compared with', async () => {
      const answer = await bench.ask(
        officer,
        '{ okr(quarter: "2026-Q3") { id title unit baseline target actual met computed } }',
      );
      expect(answer.errors).toEqual([]);
      const results = answer.at('okr') as {
        id: string;
        target: number;
        actual: number | null;
        met: boolean;
      }[];
      expect(results.map(({ id }) => id)).toEqual([
        '1.1',
        '1.2',
        '1.3',
        '2.1',
        '2.2',
        '2.3',
        '3.1',
        '3.2',
        '3.3',
      ]);
      expect(results.every(({ target }) => target > 0)).toBe(true);
      expect(results[0]).toMatchObject({
        unit: 'DAYS',
        baseline: expect.any(Number),
        actual: expect.any(Number),
      });
      expect(results[2]).toMatchObject({ actual: 2, met: true });
      expect(results[7]).toMatchObject({ actual: 0, met: false });
    });

    it('reports a year to the regulator, a line per product', async () => {
      const answer = await bench.ask(officer, '{ regulatoryReport(year: "2026") }');
      const [header, ...lines] = String(answer.at('regulatoryReport')).trimEnd().split('\r\n');
      expect(header).toBe(
        'year,category,product,received,answered,withinDeadlineShare,meanDays,p90Days,upheld,partially_upheld,rejected,no_fault_goodwill',
      );
      expect(lines.map((line) => line.split(',')[2])).toHaveLength(10);
      const received = new Map(lines.map((line) => [line.split(',')[2], Number(line.split(',')[3])]));
      for (const { key, filed } of await recounted()) expect(received.get(key)).toBe(filed);
    });

    it.each(['2026-Q5', '26', '2026-13', "2026' or 1=1"])('refuses %s as a period', async (period) => {
      const answer = await bench.ask(
        officer,
        'query ($period: String!) { claimStats(period: $period, by: TOTAL) { waiting } }',
        {
          period,
        },
      );
      expect(answer.errors).toEqual(['claimStats BAD_USER_INPUT']);
    });
  });
}
