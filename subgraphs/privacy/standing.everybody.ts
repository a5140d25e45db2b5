import { NO_STANDING, type Standing } from '../../schema/policy/standing';
import type { StoreSession } from '../../schema/ports/store';
import { type Asked, standingFrom } from './standing.asked';

/** More than this is not kept in memory: then the tables are asked each time. */
const KEPT_MAX = 10_000;

/** What is in force now or will be. */
const NOT_OVER = `select customer_number, null as purpose, starts_at, ends_at from privacy.restriction
   where ends_at is null or ends_at > $1
  union all
  select customer_number, purpose, starts_at, ends_at from privacy.objection
   where ends_at is null or ends_at > $1
  limit ${KEPT_MAX + 1}`;

interface Row extends Asked {
  readonly customer_number: string;
  readonly starts_at: string;
  readonly ends_at: string | null;
}

/** What a customer asked for and is in force at an instant not before that of the reading. */
export type Everybody = (customerNumber: string, at: Date) => Standing;

/** Reads what everybody asked for. @returns `undefined` where that is too much to be kept. */
export async function readEverybody(session: StoreSession, now: Date): Promise<Everybody | undefined> {
  const rows = await session.query<Row>(NOT_OVER, [now.toISOString()]);
  if (rows.length > KEPT_MAX) return undefined;
  const asked = rows.map((row) => ({
    customer: row.customer_number,
    purpose: row.purpose,
    from: Date.parse(row.starts_at),
    to: row.ends_at === null ? Infinity : Date.parse(row.ends_at),
  }));
  const kept = Map.groupBy(asked, ({ customer }) => customer);
  return (customerNumber, at) => {
    const all = kept.get(customerNumber);
    if (!all) return NO_STANDING;
    const time = at.getTime();
    return standingFrom(all.filter(({ from, to }) => from <= time && time < to));
  };
}
