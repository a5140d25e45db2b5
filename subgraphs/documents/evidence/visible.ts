import type { DocumentsContext } from '../context';
import type { EvidenceRecord } from './evidence.record';
import { EvidenceScan } from './evidence.enum';
import type { Evidence } from './evidence.type';

/** @returns the graph's evidence, or `undefined` where the caller may not know of it. */
export async function visibleEvidence(
  { ids, admit }: DocumentsContext,
  record: EvidenceRecord,
): Promise<Evidence | undefined> {
  const { customer, branch, claimNumber: claim, reference, document, scan, ...shown } = record;
  const facts = await admit('Evidence', { customer, branch, claim });
  return (
    facts && {
      facts,
      id: ids.seal('evd', reference),
      fileName: shown.fileName,
      mimeType: shown.mimeType,
      sizeBytes: shown.sizeBytes,
      state: shown.state,
      scan: scan && EvidenceScan[scan],
      uploadedAt: shown.uploadedAt,
      document: document === null ? null : { id: ids.seal('doc', document) },
    }
  );
}
