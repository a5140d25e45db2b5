import DataLoader from 'dataloader';
import type { MeteredSession, MeteredStore } from '../../shared/metered-store';
import { invalid } from './invalid';

/** A row of `claims.mediation`. */
export interface MediationRow {
  readonly claim_seq: string;
  readonly referred_at: string;
  readonly notified_at: string | null;
  readonly opinion_at: string | null;
  readonly opinion: string | null;
  readonly bank_follows: boolean | null;
  readonly follow_up_reason: string | null;
}

/** Claims at the mediator, for one operation. */
export interface MediationSource {
  /** Batched. @param seq of the claim. */
  of(seq: string): Promise<MediationRow | undefined>;
  /** Forgets what was read before a change. */
  forget(): void;
}

export function createMediationSource(store: MeteredStore): MediationSource {
  const rows = new DataLoader<string, MediationRow | undefined>(async (seqs) => {
    const found = await store.query<MediationRow>(
      seqs.length,
      `select claim_seq, referred_at, notified_at, opinion_at, opinion, bank_follows, follow_up_reason
         from claims.mediation where claim_seq = any($1::bigint[])`,
      [seqs],
    );
    const byClaim = new Map(found.map((row) => [row.claim_seq, row]));
    return seqs.map((seq) => byClaim.get(seq));
  });
  return { of: (seq) => rows.load(seq), forget: () => void rows.clearAll() };
}

/** Keeps that a claim went to the mediator. @throws {HubError} `INVALID_STATE`: it did before. */
export async function keepReferral(session: MeteredSession, seq: string, at: Date): Promise<void> {
  const [row] = await session.query(
    1,
    `insert into claims.mediation (claim_seq, referred_at) values ($1::bigint, $2) on conflict do nothing returning 1`,
    [seq, at.toISOString()],
  );
  if (!row) throw invalid('The mediator has had this claim.');
}

/**
 * Keeps that both parties were told, of a claim that was taken over from an older tool too.
 *
 * @throws {HubError} `INVALID_STATE`: they were before.
 */
export async function keepNotice(session: MeteredSession, seq: string, at: Date): Promise<void> {
  const [row] = await session.query(
    1,
    `insert into claims.mediation as m (claim_seq, referred_at, notified_at)
     select $1::bigint, coalesce(max(e.at), $2::timestamptz), $2::timestamptz
       from claims.claim_event e where e.claim_seq = $1::bigint and e.type = 'REFERRED_TO_MEDIATOR'
     on conflict (claim_seq) do update set notified_at = excluded.notified_at where m.notified_at is null
     returning 1`,
    [seq, at.toISOString()],
  );
  if (!row) throw invalid('Both parties were told.');
}

/** Keeps the opinion. @throws {HubError} `INVALID_STATE`: there is one, or nobody was told of the referral. */
export async function keepOpinion(
  session: MeteredSession,
  seq: string,
  opinion: string,
  at: Date,
): Promise<void> {
  const [row] = await session.query(
    1,
    `update claims.mediation set opinion = $2, opinion_at = $3
      where claim_seq = $1::bigint and opinion_at is null and notified_at is not null returning 1`,
    [seq, opinion, at.toISOString()],
  );
  if (!row) throw invalid('An opinion is given once, after both parties were told of the referral.');
}

/** Keeps what the bank does. @throws {HubError} `INVALID_STATE`: it said so, or there is no opinion. */
export async function keepFollowUp(
  session: MeteredSession,
  seq: string,
  { follows, reason, at }: { readonly follows: boolean; readonly reason: string | null; readonly at: Date },
): Promise<void> {
  const [row] = await session.query(
    1,
    `update claims.mediation set bank_follows = $2, follow_up_reason = $3, followed_up_at = $4
      where claim_seq = $1::bigint and opinion_at is not null and followed_up_at is null returning 1`,
    [seq, follows, reason, at.toISOString()],
  );
  if (!row) throw invalid('What the bank does is said once, after the opinion.');
}
