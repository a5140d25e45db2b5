import type { ScanVerdict } from '../../../schema/ports/scanner';
import type { OutboxState } from '../../shared/outbox/entry';
import { EvidenceState } from './evidence.enum';

/** A piece of evidence as our store keeps it. */
export interface EvidenceRecord {
  readonly reference: string;
  readonly claimNumber: string;
  /** `numeroTiers`. */
  readonly customer: string | null;
  readonly branch: string | null;
  readonly fileName: string;
  readonly mimeType: string;
  readonly sizeBytes: number;
  readonly state: EvidenceState;
  readonly scan: ScanVerdict | null;
  readonly requestedAt: Date;
  readonly expiresAt: Date;
  readonly uploadedAt: Date | null;
  /** `idDocument`, once the document store has it. */
  readonly document: string | null;
}

/** How far a file is, before and after the outbox. */
export type KeptState = 'AWAITING_UPLOAD' | 'RECEIVED' | 'REFUSED' | 'ACCEPTED' | 'POSTED' | 'FAILED';

/** One row of `evidence` beside its row of the outbox. */
export interface EvidenceRow {
  readonly reference: string;
  readonly claim_number: string;
  readonly customer_number: string | null;
  readonly branch: string | null;
  readonly file_name: string;
  readonly mime_type: string;
  readonly size_bytes: number;
  readonly state: KeptState;
  readonly scan: ScanVerdict | null;
  readonly requested_at: string;
  readonly expires_at: string;
  readonly uploaded_at: string | null;
  readonly document: string | null;
  /** Of the outbox. */
  readonly sent: OutboxState | null;
}

export const evidenceOf = (row: EvidenceRow): EvidenceRecord => ({
  reference: row.reference,
  claimNumber: row.claim_number,
  customer: row.customer_number,
  branch: row.branch,
  fileName: row.file_name,
  mimeType: row.mime_type,
  sizeBytes: row.size_bytes,
  state: stateOf(row),
  scan: row.scan,
  requestedAt: new Date(row.requested_at),
  expiresAt: new Date(row.expires_at),
  uploadedAt: row.uploaded_at === null ? null : new Date(row.uploaded_at),
  document: row.document,
});

const SENT: Readonly<Record<OutboxState, EvidenceState>> = {
  PENDING: EvidenceState.PENDING,
  UNKNOWN: EvidenceState.UNKNOWN,
  DONE: EvidenceState.POSTED,
  FAILED: EvidenceState.FAILED,
};

function stateOf({ state, scan, sent }: EvidenceRow): EvidenceState {
  if (state === 'ACCEPTED') return SENT[sent ?? 'PENDING'];
  if (state === 'RECEIVED')
    return scan === 'NOT_SCANNED' ? EvidenceState.NOT_SCANNED : EvidenceState.SCANNING;
  return EvidenceState[state];
}
