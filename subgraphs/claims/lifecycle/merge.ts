import { BadUserInput } from '../../../schema/kernel/errors';
import type { MeteredSession } from '../../shared/metered-store';
import type { Claim } from '../claim.type';

/**
 * Asks, until the end of the transaction, whether a claim may go on in another.
 *
 * @param into claim that the caller may know of.
 * @param seq of the claim that ends.
 * @throws {BadUserInput} it ended itself, is the same claim, or somebody else's.
 */
export async function mayTakeIn(session: MeteredSession, into: Claim, seq: string): Promise<void> {
  const [row] = await session.query(
    1,
    `select 1 from claims.claim i join claims.claim c on c.customer_number = i.customer_number
      where i.seq = $1::bigint and c.seq = $2::bigint and c.seq <> i.seq and i.closed_at is null for share of i`,
    [into.seq, seq],
  );
  if (!row) throw new BadUserInput('intoId', 'another open claim of the same customer is expected.');
}
