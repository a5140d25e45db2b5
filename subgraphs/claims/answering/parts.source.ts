import DataLoader from 'dataloader';
import type { MeteredSession } from '../../shared/metered-store';
import type { CaseRow, DraftRow, PointRow, RedressRow, SentRow, StepRow } from './parts.record';

type Read<Row> = (session: MeteredSession, seqs: readonly string[]) => Promise<Row[]>;

const reading =
  <Row>(text: string): Read<Row> =>
  (session, seqs) =>
    session.query<Row>(seqs.length, text, [seqs]);

/** Parts of claims, by the claims' numbers in the store, oldest first. */
export const read = {
  points: reading<PointRow>(
    'select seq, claim_seq, text, settlement from claims.claim_point where claim_seq = any($1::bigint[]) order by seq',
  ),
  drafts: reading<DraftRow>(
    `select seq, claim_seq, state, outcome, language, body, notices, approved_sha256 from claims.claim_answer
      where claim_seq = any($1::bigint[]) and state <> 'SENT'`,
  ),
  steps: reading<StepRow>(
    `select s.claim_seq, s.answer_seq, s.at, s.step, s.done_by, s.done_as, s.remarks from claims.answer_step s
       join claims.claim_answer a on a.seq = s.answer_seq and a.state <> 'SENT'
      where s.claim_seq = any($1::bigint[]) order by s.seq`,
  ),
  sent: reading<SentRow>(
    `select s.claim_seq, s.at, s.medium, s.sha256, a.outcome, a.language, m.text, d.medium as delivery_medium,
            d.status as delivery_status, d.at as delivery_at, d.reason as delivery_reason
       from claims.sent_answer s
       join claims.claim_answer a on a.seq = s.answer_seq join claims.claim_message m on m.seq = s.message_seq
       left join lateral (select * from claims.answer_delivery d
         where d.claim_seq = s.claim_seq and d.answer_seq = s.answer_seq order by d.seq desc limit 1) d on true
      where s.claim_seq = any($1::bigint[]) order by s.at, s.answer_seq`,
  ),
  redress: reading<RedressRow>(
    `select seq, claim_seq, type, amount_minor, currency, grounds, state, proposed_at, proposed_by, proposed_as, decided_at,
            decided_as, remarks, account_number
       from claims.redress where claim_seq = any($1::bigint[]) order by seq`,
  ),
  cases: reading<CaseRow & { readonly claim_seq: string }>(
    `select seq as claim_seq, number, filed_at, level, motive, product, channel, disputed_minor, language from claims.claim
      where seq = any($1::bigint[])`,
  ),
};

/** What hangs on claims, for one operation: batched, and each read once. */
export interface ClaimPartsSource {
  points(seq: string): Promise<PointRow[]>;
  drafts(seq: string): Promise<DraftRow[]>;
  steps(seq: string): Promise<StepRow[]>;
  sent(seq: string): Promise<SentRow[]>;
  redress(seq: string): Promise<RedressRow[]>;
  cases(seq: string): Promise<CaseRow[]>;
  /** Forgets what was read before a change. */
  forget(): void;
}

export function createClaimParts(session: MeteredSession): ClaimPartsSource {
  const loaders: DataLoader<string, never[]>[] = [];
  const loaded = <Row extends { readonly claim_seq: string }>(rows: Read<Row>) => {
    const loader = new DataLoader<string, Row[]>(async (seqs) => {
      const groups = Map.groupBy(await rows(session, seqs), (row) => row.claim_seq);
      return seqs.map((seq) => groups.get(seq) ?? []);
    });
    loaders.push(loader as DataLoader<string, never[]>);
    return (seq: string): Promise<Row[]> => loader.load(seq);
  };
  return {
    points: loaded(read.points),
    drafts: loaded(read.drafts),
    steps: loaded(read.steps),
    sent: loaded(read.sent),
    redress: loaded(read.redress),
    cases: loaded(read.cases),
    forget() {
      for (const loader of loaders) loader.clearAll();
    },
  };
}
