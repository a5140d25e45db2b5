import { subjectsOf } from './accesses';
import type { AuditRecord } from './record';

/** What is looked up in the stored records without reading each: derived from the record, and checked against it. */
export interface SearchKeys {
  readonly kind: string;
  readonly at: string;
  readonly actor: string | null;
  readonly token: string | null;
  readonly subjects: readonly string[];
}

/** @returns the search keys of a record of any kind. */
export function searchKeysOf(record: AuditRecord): SearchKeys {
  const { kind, at } = record;
  if (kind !== 'access') return { kind, at, actor: null, token: null, subjects: [] };
  return { kind, at, actor: record.actor, token: record.token, subjects: subjectsOf(record.accesses) };
}
