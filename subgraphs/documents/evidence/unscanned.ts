import type { StoreSession } from '../../../schema/ports/store';
import type { EvidenceRow } from './evidence.record';
import type { EvidencePayload } from './payload';

/** A file that is here and was not looked at. */
export interface Unscanned {
  readonly reference: string;
  readonly upload: string;
  readonly payload: EvidencePayload;
}

type Row = Omit<Unscanned, 'payload'> &
  Pick<EvidenceRow, 'claim_number' | 'customer_number' | 'branch' | 'file_name' | 'mime_type' | 'size_bytes'>;

/** Files that are taken in one turn. */
const TURN = 10;

/**
 * Takes the files that are due. Whoever takes one has until its next time: pauses grow from turn to turn, and a process that
 * died with a file leaves it to the next one.
 */
export async function dueForScan(
  session: StoreSession,
  now: Date,
  { pauseMs, pauseMaxMs }: { readonly pauseMs: number; readonly pauseMaxMs: number },
): Promise<readonly Unscanned[]> {
  const rows = await session.query<Row>(
    `update documents.evidence e
        set scans = e.scans + 1,
            scan_due_at = $1::timestamptz + least($2 * power(2, least(e.scans, 20)), $3) * interval '1 millisecond'
       from (select reference from documents.evidence where state = 'RECEIVED' and scan_due_at <= $1::timestamptz
              order by scan_due_at limit ${TURN} for update skip locked) due
      where e.reference = due.reference
      returning e.reference, e.upload, e.claim_number, e.customer_number, e.branch, e.file_name, e.mime_type, e.size_bytes`,
    [now.toISOString(), pauseMs, pauseMaxMs],
  );
  return rows.map(({ reference, upload, ...row }) => ({
    reference,
    upload,
    payload: {
      upload,
      claimNumber: row.claim_number,
      customer: row.customer_number,
      branch: row.branch,
      fileName: row.file_name,
      mimeType: row.mime_type,
      sizeBytes: row.size_bytes,
    },
  }));
}
