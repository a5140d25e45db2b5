import { checkRecord } from '../../schema/audit/check-record';
import type { AuditRecord } from '../../schema/audit/record';
import { type SearchKeys, searchKeysOf } from '../../schema/audit/search-keys';
import { canonicalJson, type Json } from '../../schema/kernel/canonical-json';

/** A record, ready to be put in the chain. */
export interface Entry {
  /** Its canonical JSON. */
  readonly body: string;
  readonly keys: SearchKeys;
}

/** @throws {InvalidAuditRecord} */
export function entryOf(record: AuditRecord): Entry {
  checkRecord(record);
  return { body: canonicalJson(record as unknown as Json), keys: searchKeysOf(record) };
}
