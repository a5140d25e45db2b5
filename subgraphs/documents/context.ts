import type { IdSealer } from '../../schema/kernel/ids';
import type { OperationContext } from '../../schema/kernel/operation';
import type { RelationReader } from '../../schema/ports/relation';
import type { HealthContext } from '../shared/legacy-health';
import type { RowGate } from '../shared/row-gate';
import type { DocumentRecord } from './document.record';
import type { DocumentSource } from './document.source';
import type { Document } from './document.type';
import type { EvidenceSource } from './evidence/evidence.source';

/** What this subgraph's resolvers work with, for one operation of one caller. */
export interface DocumentsContext extends HealthContext {
  readonly operation: OperationContext;
  readonly ids: IdSealer;
  readonly documents: DocumentSource;
  /** Lets through what the caller may know of. */
  readonly admit: RowGate;
  /** Whether there is any document that the caller may know of; if not, the store is not asked. */
  readonly seesAny: boolean;
  /** Files on their way to the store. */
  readonly evidence: EvidenceSource;
  /** Whose claims are; absent where this process shares no store with the claims. */
  readonly parties: RelationReader['partiesOf'] | undefined;
}

/** @returns the graph's document, or `undefined` where the caller may not know of it. */
export async function visibleDocument(
  { ids, admit }: DocumentsContext,
  record: DocumentRecord,
): Promise<Document | undefined> {
  const { reference, claimNumber, customer, branch, ...shown } = record;
  const facts = await admit('Document', { customer, branch, claim: claimNumber });
  if (!facts) return undefined;
  const claim = claimNumber === null ? null : { id: ids.seal('clm', claimNumber) };
  return { ...shown, id: ids.seal('doc', reference), claim, facts };
}
