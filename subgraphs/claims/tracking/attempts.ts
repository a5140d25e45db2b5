import { createHash } from 'node:crypto';
import { HubError } from '../../../schema/kernel/errors';
import type { MeteredSession } from '../../shared/metered-store';
import { countedAt, type TrackingLimits, waitUntil } from './limits';

/** Who guesses about what. */
export interface Guess {
  readonly number: string;
  /** A pseudonym of the caller's address, or a token's subject. */
  readonly caller: string;
  readonly now: Date;
}

const SLOTS = 65_536;

const slotOf = (text: string): number => createHash('sha256').update(text).digest().readUInt32BE() % SLOTS;

interface Row {
  readonly kind: 'NUMBER' | 'CALLER';
  readonly failures: number;
  readonly last_at: string;
}

/**
 * Looks at a guess unless too many wrong ones came before it, and counts it where it is wrong. Guesses about the same
 * number, or from the same caller, wait for each other: many at once are no way round. To be called inside a transaction,
 * which must not be rolled back for a wrong guess.
 *
 * @param right looks.
 * @returns what it found; `undefined`: the guess is wrong.
 * @throws {HubError} `RATE_LIMITED` with `retryAt`: nothing was looked at, and nothing is counted.
 */
export async function guarded<T>(
  session: MeteredSession,
  limits: TrackingLimits,
  { number, caller, now }: Guess,
  right: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const slots = [slotOf(number), slotOf(caller)];
  const rows = await session.query<Row>(
    2,
    `insert into claims.tracking_attempt as t (kind, slot, failures, last_at)
     values ('NUMBER', $1::int, 0, $3), ('CALLER', $2::int, 0, $3)
     on conflict (kind, slot) do update set failures = t.failures returning kind, failures, last_at`,
    [...slots, now.toISOString()],
  );
  const known = rows.map(({ kind, failures, last_at: at }) => {
    const limit = kind === 'NUMBER' ? limits.number : limits.caller;
    const guesses = { failures, lastAt: new Date(at) };
    return { kind, counted: countedAt(guesses, limit, now), until: waitUntil(guesses, limit, now) };
  });
  const until = known.flatMap((each) => each.until ?? []).toSorted((a, b) => b.getTime() - a.getTime())[0];
  if (until) {
    throw new HubError('RATE_LIMITED', 'Too many attempts with a wrong number or secret: try again later.', {
      retryAt: until.toISOString(),
    });
  }
  const found = await right();
  const counted = (kind: Row['kind']): number => known.find((each) => each.kind === kind)?.counted ?? 0;
  const [ofNumber, ofCaller] = found
    ? [0, counted('CALLER')]
    : [counted('NUMBER') + 1, counted('CALLER') + 1];
  await session.query(
    2,
    `update claims.tracking_attempt set failures = case kind when 'NUMBER' then $3::int else $4::int end,
       last_at = case when kind = 'CALLER' and $5::boolean then last_at else $6::timestamptz end
      where (kind, slot) in (('NUMBER', $1::int), ('CALLER', $2::int))`,
    [...slots, ofNumber, ofCaller, found !== undefined, now.toISOString()],
  );
  return found;
}
