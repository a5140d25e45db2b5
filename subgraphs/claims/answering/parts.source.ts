import DataLoader from 'dataloader';
import type { MeteredSession } from '../../shared/metered-store';
import type { ClaimLevel, Motive, Outcome, Product } from '../claim.enum';
import type {
  AnswerLanguage,
  AnswerMedium,
  AnswerNotice,
  AnswerState,
  AnswerStepName,
  StaffCapacity,
} from './answer.enum';

/** A row of `claims.claim_point`. */
export interface PointRow {
  readonly seq: string;
  readonly claim_seq: string;
  readonly text: string;
  readonly settlement: string | null;
}

/** A row of `claims.claim_answer` that has not left. */
export interface DraftRow {
  readonly seq: string;
  readonly claim_seq: string;
  readonly state: AnswerState;
  readonly outcome: Outcome;
  readonly language: AnswerLanguage;
  readonly body: string;
  readonly notices: readonly AnswerNotice[];
  readonly approved_sha256: string | null;
}

/** A row of `claims.answer_step`. */
export interface StepRow {
  readonly claim_seq: string;
  readonly answer_seq: string;
  readonly at: string;
  readonly step: AnswerStepName;
  readonly done_by: string;
  readonly done_as: StaffCapacity;
  readonly remarks: string | null;
}

/** A row of `claims.sent_answer` with its answer and its message. */
export interface SentRow {
  readonly claim_seq: string;
  readonly at: string;
  readonly medium: AnswerMedium;
  readonly sha256: string;
  readonly outcome: Outcome;
  readonly language: AnswerLanguage;
  readonly text: string;
}

/** A row of `claims.redress`. */
export interface RedressRow {
  readonly seq: string;
  readonly claim_seq: string;
  readonly type: string;
  readonly amount_minor: string;
  readonly currency: string;
  readonly grounds: string;
  readonly state: 'PROPOSED' | 'APPROVED' | 'REJECTED';
  readonly proposed_at: string;
  readonly proposed_by: string;
  readonly proposed_as: StaffCapacity;
  readonly decided_at: string | null;
  readonly decided_as: StaffCapacity | null;
  readonly remarks: string | null;
  readonly account_number: string;
}

/** What an answer to a claim depends on, besides its own parts. */
export interface CaseRow {
  readonly number: string;
  readonly filed_at: string;
  readonly level: ClaimLevel;
  readonly motive: Motive;
  readonly product: Product;
  readonly channel: string;
  readonly disputed_minor: string | null;
  readonly language: string | null;
}

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
    `select s.claim_seq, s.at, s.medium, s.sha256, a.outcome, a.language, m.text from claims.sent_answer s
       join claims.claim_answer a on a.seq = s.answer_seq join claims.claim_message m on m.seq = s.message_seq
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
