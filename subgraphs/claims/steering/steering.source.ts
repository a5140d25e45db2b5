import type { MeteredStore } from '../../shared/metered-store';
import type { Dimension } from './cells';
import type { TallyRow } from './figures';
import type { Period } from './period';

/** Survey answers of a period. */
export interface Satisfaction {
  readonly answers: number;
  /** Those of 4 or 5 out of 5. */
  readonly satisfied: number;
}

/** What steering reads, for one operation. */
export type SteeringSource = ReturnType<typeof createSteeringSource>;

const TALLY = `select key, measure, bucket, sum(n) as n from claims.tally
  where dimension = $1 and month between $2::date and $3::date
  group by key, measure, bucket order by key`;

/** Surveys are another subgraph's tables, in the same database where that subgraph has made them. */
const SATISFACTION = `select count(csat) as answers, count(csat) filter (where csat >= 4) as satisfied
  from surveys.survey
 where answered_at >= $1::date::timestamp at time zone 'Europe/Paris'
   and answered_at < ($2::date + interval '1 month') at time zone 'Europe/Paris'`;

export function createSteeringSource(store: MeteredStore) {
  return {
    /** Counts of the whole bank, by one dimension. */
    tally: (dimension: Dimension, { first, last }: Period): Promise<TallyRow[]> =>
      store.query<TallyRow>(1, TALLY, [dimension, first, last]),
    /** @returns `undefined` where this database has no surveys. */
    async satisfaction({ first, last }: Period): Promise<Satisfaction | undefined> {
      const [made] = await store.query<{ there: boolean }>(
        1,
        "select to_regclass('surveys.survey') is not null as there",
        [],
      );
      if (!made?.there) return undefined;
      const [row] = await store.query<{ answers: string; satisfied: string }>(1, SATISFACTION, [first, last]);
      return row && { answers: Number(row.answers), satisfied: Number(row.satisfied) };
    },
    /** Changes of claims that are not counted yet. */
    async waiting(): Promise<number> {
      const [row] = await store.query<{ n: string }>(1, 'select count(*) as n from claims.steering_due', []);
      return Number(row?.n ?? 0);
    },
  };
}
