import { Counter, Gauge, type Registry } from 'prom-client';
import type { DocumentReader } from '../plan/document';
import type { KeptTexts } from './kept-texts';
import type { UnregisteredCount } from './unregistered';

/** What is counted about texts of operations. */
export interface OperationCounts {
  readonly unregistered: readonly UnregisteredCount[];
  /** Requests that named a text by its hash alone. */
  readonly hashes: { readonly hit: number; readonly miss: number };
  readonly texts: ReturnType<KeptTexts['size']>;
}

/** Reads what was counted whenever the page is asked for. */
export function registerOperations(
  registry: Registry,
  counts: () => OperationCounts,
  documents: Pick<DocumentReader, 'kept'>,
): void {
  const registers = [registry];
  new Counter({
    name: 'hub_unregistered_operations_total',
    help: 'Operations that their clients did not register, answered (log) or refused (enforce)',
    labelNames: ['client', 'mode'],
    registers,
    collect() {
      this.reset();
      for (const { count, ...labels } of counts().unregistered) this.inc(labels, count);
    },
  });
  new Counter({
    name: 'hub_persisted_queries_total',
    help: 'Requests with the hash of a text alone: known (hit) or not (miss)',
    labelNames: ['result'],
    registers,
    collect() {
      this.reset();
      for (const [result, count] of Object.entries(counts().hashes)) this.inc({ result }, count);
    },
  });
  const sizes = {
    hub_persisted_query_bytes: ['Texts kept by their hash', () => counts().texts.bytes],
    hub_documents_kept: [
      'Documents kept as they were parsed, and refusals',
      () => documents.kept().documents,
    ],
    hub_document_bytes: ['What kept documents take, as estimated', () => documents.kept().bytes],
  } as const;
  for (const [name, [help, value]] of Object.entries(sizes)) {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value());
      },
    });
  }
}
