import { HubError, NotFound } from '../../../schema/kernel/errors';
import { once } from '../../shared/idempotency';
import type { MeteredSession } from '../../shared/metered-store';
import type { ClaimsContext } from '../context';

/** A hold that is asked for, or its end. */
export interface HoldRequest {
  /** The claim's number; `undefined` where its key could not be opened. */
  readonly number: string | undefined;
  /** Checked. */
  readonly reason: string;
  readonly key: string;
}

/**
 * Keeps a claim from being deleted, or no longer.
 *
 * @returns whether it is held from now on.
 * @throws {NotFound} no such claim. @throws {HubError} `INVALID_STATE`: it is held already, or is not held;
 *   `IDEMPOTENCY_KEY_REUSED`.
 */
export function changeHold(
  mutation: 'placeLegalHold' | 'liftLegalHold',
  { number, reason, key }: HoldRequest,
  { store, operation, clock }: ClaimsContext,
): Promise<boolean> {
  if (number === undefined) throw new NotFound('Claim');
  const { subject } = operation.caller;
  const now = clock.now();
  const request = { schema: 'claims', subject, mutation, key, input: { number, reason }, now } as const;
  return store.transaction((session) =>
    once(session, request, async () => {
      const [claim] = await session.query<{ seq: string }>(
        1,
        'select seq from claims.claim where number = $1 for no key update',
        [number],
      );
      if (!claim) throw new NotFound('Claim');
      const change = { seq: claim.seq, at: now.toISOString(), by: subject, reason };
      return mutation === 'placeLegalHold' ? place(session, change) : lift(session, change);
    }),
  );
}

/** Whether claims are held. @returns the numbers of the store of those that are. */
export const HELD_CLAIMS =
  'select claim_seq from claims.legal_hold where lifted_at is null and claim_seq = any($1::bigint[])';

interface Change {
  readonly seq: string;
  readonly at: string;
  readonly by: string;
  readonly reason: string;
}

async function place(session: MeteredSession, { seq, at, by, reason }: Change): Promise<true> {
  const [row] = await session.query(
    1,
    `insert into claims.legal_hold (claim_seq, placed_at, placed_by, reason) values ($1::bigint, $2, $3, $4)
     on conflict do nothing returning 1`,
    [seq, at, by, reason],
  );
  if (!row) throw new HubError('INVALID_STATE', 'The claim is held already.', {});
  return true;
}

async function lift(session: MeteredSession, { seq, at, by, reason }: Change): Promise<false> {
  const [row] = await session.query(
    1,
    `update claims.legal_hold set lifted_at = $2, lifted_by = $3, lift_reason = $4
      where claim_seq = $1::bigint and lifted_at is null returning 1`,
    [seq, at, by, reason],
  );
  if (!row) throw new HubError('INVALID_STATE', 'The claim is not held.', {});
  return false;
}
