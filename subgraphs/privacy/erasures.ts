import { HubError } from '../../schema/kernel/errors';
import { type Eraser, ErasureStatus } from '../../schema/ports/erasure';
import { type MeteredSession, plainSession } from '../shared/metered-store';

/** What an erasure runs through. */
interface ErasureScope {
  readonly customerNumber: string;
  /** The systems of our own store. */
  readonly erasers: readonly Eraser[];
  /** All systems that hold data of persons, by the graph. */
  readonly systems: readonly string[];
}

interface State {
  readonly status: ErasureStatus;
  readonly until?: string;
  readonly reason: string;
}

/** This subgraph: what it keeps proves that the rights of a person were heeded. */
const OWN = 'privacy';

const KEPT: State = {
  status: ErasureStatus.RETAINED,
  reason: 'Requests and what became of them are kept as proof (art. 5(2) and 17(3)(b) GDPR).',
};

const BY_HAND: State = {
  status: ErasureStatus.MANUAL_PENDING,
  reason: 'The hub cannot write to this system: it is erased by whoever runs it, or kept by its own rules.',
};

/**
 * Erases a person in our own store, in the transaction of the session, and notes where every system stands.
 *
 * @returns the customer number.
 * @throws {HubError} `INVALID_STATE`: their data are restricted, a legal hold included; nothing is erased.
 */
export async function eraseEverywhere(
  session: MeteredSession,
  { customerNumber, erasers, systems }: ErasureScope,
  now: Date,
): Promise<string> {
  await refuseWhileRestricted(session, customerNumber, now);
  const own = plainSession(session);
  const states = new Map<string, State>(systems.map((system) => [system, system === OWN ? KEPT : BY_HAND]));
  for (const eraser of erasers) states.set(eraser.system, await eraser.erase(own, customerNumber, now));
  for (const [system, { status, until, reason }] of states) {
    // What was done stays done: that there is nothing any more, or that nobody confirms it again, is no news.
    await session.query(
      1,
      `insert into privacy.erasure as e (customer_number, system, status, until, reason, asked_at, changed_at)
       values ($1, $2, $3, $4::date, $5, $6, $6)
       on conflict (customer_number, system) do update
          set status = excluded.status, until = excluded.until, reason = excluded.reason, changed_at = excluded.changed_at
        where not (e.status = 'DONE_AT_SOURCE' and excluded.status in ('NOTHING_HELD', 'MANUAL_PENDING'))
          and (e.status, e.until, e.reason) is distinct from (excluded.status, excluded.until, excluded.reason)`,
      [customerNumber, system, status, until ?? null, reason, now.toISOString()],
    );
  }
  return customerNumber;
}

async function refuseWhileRestricted(
  session: MeteredSession,
  customerNumber: string,
  now: Date,
): Promise<void> {
  const [held] = await session.query<{ ground: string }>(
    1,
    `select ground from privacy.restriction
      where customer_number = $1 and starts_at <= $2 and (ends_at is null or ends_at > $2) limit 1`,
    [customerNumber, now.toISOString()],
  );
  if (held) {
    throw new HubError('INVALID_STATE', 'The data are restricted: they are kept until that ends.', {
      ground: held.ground,
    });
  }
}

/**
 * Notes that someone erased a person in a system that the hub cannot write.
 *
 * @returns the customer number.
 * @throws {HubError} `INVALID_STATE`: nothing is pending there.
 */
export async function confirmErased(
  session: MeteredSession,
  { customerNumber, system, reason }: { customerNumber: string; system: string; reason: string },
  now: Date,
): Promise<string> {
  const [row] = await session.query(
    1,
    `update privacy.erasure set status = 'DONE_AT_SOURCE', reason = $3, changed_at = $4
      where customer_number = $1 and system = $2 and status = 'MANUAL_PENDING' returning system`,
    [customerNumber, system, reason, now.toISOString()],
  );
  if (!row) throw new HubError('INVALID_STATE', 'No erasure is pending in that system.');
  return customerNumber;
}
