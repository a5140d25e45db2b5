import type { StoreSession } from '../../../schema/ports/store';
import { evidenceOf, type EvidenceRecord, type EvidenceRow, type KeptState } from './evidence.record';

const COLUMNS = `e.reference, e.claim_number, e.customer_number, e.branch, e.file_name, e.mime_type, e.size_bytes, e.state,
  e.scan, e.requested_at, e.expires_at, e.uploaded_at, coalesce(e.document, o.result ->> 'document') as document, o.state as sent
  from documents.evidence e left join documents.outbox o on o.reference = e.reference`;

/** A file before it has come. */
export interface Announced {
  readonly reference: string;
  readonly claimNumber: string;
  readonly customer: string | null;
  readonly branch: string | null;
  readonly fileName: string;
  readonly mimeType: string;
  readonly sizeBytes: number;
}

/** Announces a file. Nobody can send it yet: that takes a token. */
export async function announce(session: StoreSession, file: Announced, now: Date): Promise<void> {
  await session.query(
    `insert into documents.evidence (reference, claim_number, customer_number, branch, file_name, mime_type, size_bytes,
       requested_at, expires_at, state) values ($1, $2, $3, $4, $5, $6, $7, $8, $8, 'AWAITING_UPLOAD')`,
    [
      ...[file.reference, file.claimNumber, file.customer, file.branch, file.fileName, file.mimeType],
      ...[file.sizeBytes, now.toISOString()],
    ],
  );
}

/** Makes a token the one that lets the file in. @returns `false` where the file is here already. */
export async function admitBy(
  session: StoreSession,
  reference: string,
  tokenHash: string,
  expiresAt: Date,
): Promise<boolean> {
  const rows = await session.query(
    `update documents.evidence set token_hash = $2, expires_at = $3
      where reference = $1 and state = 'AWAITING_UPLOAD' returning reference`,
    [reference, tokenHash, expiresAt.toISOString()],
  );
  return rows.length > 0;
}

/** What an upload must be told of a file that was announced. */
export interface Slot {
  readonly reference: string;
  readonly mimeType: string;
  readonly sizeBytes: number;
  readonly state: KeptState;
  readonly expiresAt: Date;
}

export async function slotByToken(session: StoreSession, tokenHash: string): Promise<Slot | undefined> {
  const [row] = await session.query<EvidenceRow>(
    'select reference, mime_type, size_bytes, state, expires_at from documents.evidence where token_hash = $1',
    [tokenHash],
  );
  return (
    row && {
      reference: row.reference,
      mimeType: row.mime_type,
      sizeBytes: row.size_bytes,
      state: row.state,
      expiresAt: new Date(row.expires_at),
    }
  );
}

/** The file is here: its token is used. @returns `false` where another upload was quicker. */
export async function receive(
  session: StoreSession,
  { reference, upload }: { readonly reference: string; readonly upload: string },
  sha256: string,
  now: Date,
): Promise<boolean> {
  const rows = await session.query(
    `update documents.evidence set state = 'RECEIVED', upload = $2, sha256 = $3, uploaded_at = $4, scan_due_at = $4
      where reference = $1 and state = 'AWAITING_UPLOAD' returning reference`,
    [reference, upload, sha256, now.toISOString()],
  );
  if (rows.length === 0) return false;
  await session.query('delete from documents.evidence_content where reference = $1 and upload <> $2', [
    reference,
    upload,
  ]);
  return true;
}

export async function fileByReference(
  session: StoreSession,
  reference: string,
): Promise<EvidenceRecord | undefined> {
  const [row] = await session.query<EvidenceRow>(`select ${COLUMNS} where e.reference = $1`, [reference]);
  return row && evidenceOf(row);
}

/** @returns the files of these claims, the oldest first; not those that were announced and never came in time. */
export async function filesOf(
  session: StoreSession,
  claimNumbers: readonly string[],
  now: Date,
): Promise<readonly EvidenceRecord[]> {
  const rows = await session.query<EvidenceRow>(
    `select ${COLUMNS} where e.claim_number = any($1) and (e.state <> 'AWAITING_UPLOAD' or e.expires_at > $2)
      order by e.requested_at, e.reference`,
    [claimNumbers, now.toISOString()],
  );
  return rows.map(evidenceOf);
}
