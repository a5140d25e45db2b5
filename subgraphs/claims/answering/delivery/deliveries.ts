import type { StoreSession } from '../../../../schema/ports/store';
import type { MeteredSession } from '../../../shared/metered-store';
import { AnswerMedium } from '../answer.enum';
import { type DeliveryFailure, DeliveryStatus } from './delivery.enum';

/**
 * Has an answer delivered, in the transaction that sends it or that chooses another medium. A message of the claim is there
 * with its transaction.
 */
export async function keepDelivery(
  session: MeteredSession,
  { answerSeq, claimSeq, medium }: { answerSeq: string; claimSeq: string; medium: AnswerMedium },
  now: Date,
): Promise<void> {
  const status = medium === AnswerMedium.SECURE_MESSAGE ? DeliveryStatus.HANDED_OVER : DeliveryStatus.PENDING;
  await session.query(
    1,
    `insert into claims.answer_delivery (answer_seq, claim_seq, medium, status, created_at, at, due_at)
     values ($1::bigint, $2::bigint, $3, $4, $5, $5, $5)`,
    [answerSeq, claimSeq, medium, status, now.toISOString()],
  );
}

/** An answer on its way, with what it takes to hand it over. */
export interface DueDelivery {
  readonly seq: string;
  readonly answer_seq: string;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  readonly created_at: string;
  readonly number: string;
  /** `numeroTiers`. */
  readonly customer_number: string | null;
  readonly branch: string | null;
  readonly claimant: {
    readonly name: string;
    readonly email: string | null;
    readonly address: readonly string[] | null;
  } | null;
  readonly language: string;
  readonly text: string;
  /** When the answer was sent. */
  readonly sent_at: string;
}

/** Who looks after a row, and until when nobody else does. */
export interface Lease {
  readonly by: string;
  readonly now: Date;
  readonly until: Date;
}

const OPEN = "status in ('PENDING', 'UNKNOWN')";

/** @returns the rows of one medium that are due and that nobody looks after, the longest first. */
export async function dueDeliveries(
  session: StoreSession,
  medium: AnswerMedium,
  now: Date,
  limit: number,
): Promise<readonly string[]> {
  const rows = await session.query<{ seq: string }>(
    `select seq from claims.answer_delivery where ${OPEN} and medium = $1 and due_at <= $2
        and (lease_until is null or lease_until <= $2) order by due_at, seq limit $3`,
    [medium, now.toISOString(), limit],
  );
  return rows.map(({ seq }) => seq);
}

/** Takes a row that is open and that nobody looks after. */
export async function leaseDelivery(
  session: StoreSession,
  seq: string,
  { by, now, until }: Lease,
): Promise<DueDelivery | undefined> {
  const [row] = await session.query<DueDelivery>(
    `update claims.answer_delivery d set lease_by = $2, lease_until = $4
       from claims.sent_answer s
       join claims.claim_answer a on a.seq = s.answer_seq
       join claims.claim_message m on m.seq = s.message_seq
       join claims.claim c on c.seq = s.claim_seq
      where d.seq = $1::bigint and d.${OPEN} and (d.lease_until is null or d.lease_until <= $3) and s.answer_seq = d.answer_seq
      returning d.seq, d.answer_seq, d.status, d.attempts, d.created_at, c.number, c.customer_number, c.branch, c.claimant,
                a.language, m.text, s.at as sent_at`,
    [seq, by, now.toISOString(), until.toISOString()],
  );
  return row;
}

/** Says that it is about to be handed over. @returns whether the lease still held, and holds on. */
export async function handingOver(
  session: StoreSession,
  seq: string,
  { by, now, until }: Lease,
): Promise<boolean> {
  const rows = await session.query(
    `update claims.answer_delivery set status = 'UNKNOWN', attempts = attempts + 1, lease_until = $4,
            at = case status when 'UNKNOWN' then at else $3 end
      where seq = $1::bigint and lease_by = $2 and lease_until > $3 and ${OPEN} returning seq`,
    [seq, by, now.toISOString(), until.toISOString()],
  );
  return rows.length > 0;
}

/** Gives a row back, to be looked at again. @param status what is known of it now. */
export async function postpone(
  session: StoreSession,
  seq: string,
  { by, now }: Lease,
  { status, dueAt }: { readonly status: DeliveryStatus; readonly dueAt: Date },
): Promise<void> {
  await session.query(
    `update claims.answer_delivery set status = $3, at = case status when $3 then at else $4 end, due_at = $5, lease_by = null,
            lease_until = null where seq = $1::bigint and lease_by = $2 and ${OPEN}`,
    [seq, by, status, now.toISOString(), dueAt.toISOString()],
  );
}

/** Says what became of it for good. @param failure absent where it was handed over. */
export async function settle(
  session: StoreSession,
  seq: string,
  { by, now }: Lease,
  failure?: DeliveryFailure,
): Promise<void> {
  const status = failure ? DeliveryStatus.FAILED : DeliveryStatus.HANDED_OVER;
  await session.query(
    `update claims.answer_delivery set status = $3, reason = nullif($4, ''), at = $5, lease_by = null, lease_until = null
      where seq = $1::bigint and lease_by = $2 and ${OPEN}`,
    [seq, by, status, failure ?? '', now.toISOString()],
  );
}
