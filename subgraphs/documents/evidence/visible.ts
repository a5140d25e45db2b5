import { NotFound } from '../../../schema/kernel/errors';
import type { DocumentsContext } from '../context';
import type { EvidenceRecord } from './evidence.record';
import { EvidenceScan } from './evidence.enum';
import type { Evidence } from './evidence.type';
import { fileByReference } from './files';
import { sessionOf } from './session';

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

/** @throws {NotFound} no such file, or not visible to the caller. */
export async function evidenceById(
  { id }: { readonly id: string },
  context: DocumentsContext,
): Promise<Evidence> {
  const reference = context.ids.open('evd', id);
  if (reference === undefined || !context.evidence.seesAny) throw new NotFound('Evidence');
  const file = await fileByReference(sessionOf(await context.evidence.store()), reference);
  const evidence = file && (await visibleEvidence(context, file));
  if (!file) await context.admit('Evidence', undefined); // Not there costs what not visible costs.
  if (!evidence) throw new NotFound('Evidence');
  return evidence;
}
