import { createHash } from 'node:crypto';
import type { MeteredSession } from '../../shared/metered-store';
import { refuse } from '../answering/part-change';
import type { RedressRow } from '../answering/parts.record';

/**
 * The reference of a redress's payment order: the same for the same redress, whoever asks and however often, and no other
 * order's. It tells nothing about the claim.
 */
export function paymentReference(claimNumber: string, seq: string): string {
  const hash = createHash('sha256').update(`redress\0${claimNumber}\0${seq}`).digest('hex').slice(0, 16);
  return `RDR-${seq.padStart(6, '0')}-${hash}`;
}

/** Whether an account is the claim's, or that of another claim of the same customer: whose it is, only the ledger knows. */
export async function isClaimants(
  session: MeteredSession,
  seq: string,
  accountNumber: string,
): Promise<boolean> {
  const rows = await session.query(
    1,
    `select 1 from claims.claim c join claims.claim o on o.seq = c.seq or o.customer_number = c.customer_number
      where c.seq = $1::bigint and o.account_number = $2 limit 1`,
    [seq, accountNumber],
  );
  return rows.length > 0;
}

/** What rules for simple claims granted, in cents. */
export async function grantedByRules(session: MeteredSession, seq: string): Promise<bigint> {
  const [row] = await session.query<{ readonly cents: string }>(
    1,
    `select coalesce(sum(amount_minor), 0)::bigint as cents from claims.automation
      where claim_seq = $1::bigint and decision = 'GRANTED'`,
    [seq],
  );
  return BigInt(row?.cents ?? 0);
}

/** Of two claims about one operation, one gets it back: decided by people or by rules, whoever comes first. @throws {HubError} `INVALID_STATE` */
export async function giveBackOnce(
  session: MeteredSession,
  operation: string,
  { claim_seq: claim, amount_minor: cents }: RedressRow,
): Promise<void> {
  await session.query(
    1,
    `insert into claims.automation_refund (operation_reference, claim_seq, amount_minor) values ($1, $2::bigint, $3::bigint)
     on conflict do nothing`,
    [operation, claim, cents],
  );
  const [mine] = await session.query(
    1,
    'select 1 from claims.automation_refund where operation_reference = $1 and claim_seq = $2::bigint',
    [operation, claim],
  );
  if (!mine) refuse('Another claim about this operation got it back already.');
}
