import type { ClaimLevel, Motive, Outcome, Product } from '../claim.enum';
import type {
  AnswerLanguage,
  AnswerMedium,
  AnswerNotice,
  AnswerState,
  AnswerStepName,
  StaffCapacity,
} from './answer.enum';
import type { DeliveryFailure, DeliveryStatus } from './delivery/delivery.enum';

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
  /** Of its last delivery; nothing for answers that left before deliveries were kept. */
  readonly delivery_medium: AnswerMedium | null;
  readonly delivery_status: DeliveryStatus | null;
  readonly delivery_at: string | null;
  readonly delivery_reason: DeliveryFailure | null;
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
