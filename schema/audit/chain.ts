import { createHash } from 'node:crypto';

/** What the first record follows. */
export const GENESIS = '0'.repeat(64);

/**
 * What is hashed of a record: canonical JSON (RFC 8785) of `{prev, record, seq}`. Anyone can repeat it from an export:
 * `jq -cjS '{prev, record, seq}' | sha256sum`.
 *
 * @param seq its number, from 0.
 * @param prev the hash of the record before, hexadecimal.
 * @param record the record's own canonical JSON.
 */
export function entryText(seq: number, prev: string, record: string): string {
  return `{"prev":"${prev}","record":${record},"seq":${seq}}`;
}

/** @returns the record's hash: SHA-256 of its entry, hexadecimal. The next record's entry holds it. */
export function entryHash(seq: number, prev: string, record: string): string {
  return createHash('sha256')
    .update(entryText(seq, prev, record))
    .digest('hex');
}
