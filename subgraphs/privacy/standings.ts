import { HubError, NotFound } from '../../schema/kernel/errors';
import { comparisons } from '../../schema/policy/condition';
import type { Policy } from '../../schema/policy/types';
import type { MeteredSession } from '../shared/metered-store';

/** Where restrictions and objections stand, and the column that says on what ground or to what purpose. */
const ABOUT = { restriction: 'ground', objection: 'purpose' } as const;
type Table = keyof typeof ABOUT;

/** The purposes to which an objection changes something: those of the rules that ask for one. */
export const objectablePurposes = ({ rules }: Policy): readonly string[] =>
  [
    ...new Set(
      rules.flatMap(({ when, purposes }) =>
        when &&
        comparisons(when).some(
          ({ attribute, values }) => attribute === 'standing' && values.includes('objected'),
        )
          ? purposes
          : [],
      ),
    ),
  ].sort();

/** A restriction or an objection as it is recorded. */
interface NewStanding {
  readonly customerNumber: string;
  readonly about: string;
  readonly reason: string;
  readonly from: Date;
  readonly until: Date | null;
}

/** @returns the customer number. */
export async function recordStanding(
  session: MeteredSession,
  table: Table,
  { customerNumber, about, reason, from, until }: NewStanding,
  now: Date,
): Promise<string> {
  await session.query(
    1,
    `insert into privacy.${table} (customer_number, ${ABOUT[table]}, reason, starts_at, ends_at, recorded_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [customerNumber, about, reason, from.toISOString(), until?.toISOString() ?? null, now.toISOString()],
  );
  return customerNumber;
}

/**
 * Ends it now; one that has not begun never does.
 *
 * @returns the customer number.
 * @throws {NotFound}
 * @throws {HubError} `INVALID_STATE`: it has ended.
 */
export async function endStanding(
  session: MeteredSession,
  table: Table,
  seq: string,
  reason: string,
  now: Date,
): Promise<string> {
  const [row] = await session.query<{ customer_number: string; ends_at: string | null }>(
    1,
    `select customer_number, ends_at from privacy.${table} where seq = $1::bigint for no key update`,
    [seq],
  );
  if (!row) throw new NotFound(table === 'restriction' ? 'ProcessingRestriction' : 'ProcessingObjection');
  if (row.ends_at !== null && new Date(row.ends_at) <= now)
    throw new HubError('INVALID_STATE', 'It has ended.');
  await session.query(
    1,
    `update privacy.${table} set ends_at = greatest(starts_at, $2::timestamptz), end_reason = $3 where seq = $1::bigint`,
    [seq, now.toISOString(), reason],
  );
  return row.customer_number;
}
