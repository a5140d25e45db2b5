import type { IdSealer } from '../../schema/kernel/ids';
import type { OperationContext } from '../../schema/kernel/operation';
import type { RowFacts } from '../../schema/policy/row';
import type { DocumentRecord } from './document.record';
import type { DocumentSource } from './document.source';
import type { Document } from './document.type';

/** What this subgraph's resolvers work with, for one operation of one caller. */
export interface DocumentsContext {
  readonly operation: OperationContext;
  readonly ids: IdSealer;
  readonly documents: DocumentSource;
  /** Whether the caller may know of an object. */
  readonly visible: (type: string, facts: RowFacts) => boolean;
  /** Whether there is any document that the caller may know of; if not, the store is not asked. */
  readonly seesAny: boolean;
}

/** @returns the graph's document, or `undefined` where the caller may not know of it. */
export function visibleDocument(
  { ids, visible }: DocumentsContext,
  record: DocumentRecord,
): Document | undefined {
  const { reference, claimNumber, customer, branch, ...shown } = record;
  const facts = { customer, branch };
  if (!visible('Document', facts)) return undefined;
  const claim = claimNumber === null ? null : { id: ids.seal('clm', claimNumber) };
  return { ...shown, id: ids.seal('doc', reference), claim, facts };
}
