import { entryHash, GENESIS } from '../../schema/audit/chain';
import type { Checkpoint, CheckpointVerifier } from '../../schema/audit/checkpoint';
import { EMPTY_TREE, grow, leafHash, rootOf, type TreeState } from '../../schema/audit/merkle';
import type { AuditRecord } from '../../schema/audit/record';
import { searchKeysOf } from '../../schema/audit/search-keys';
import type { Broken, BrokenReason, Verdict } from '../../schema/ports/audit';
import type { Head } from './append';
import type { StoredRow } from './rows';

/** What a recount compares. All of it from one moment. */
export interface Recounted {
  readonly head: Head;
  /** Kept and deleted records, by number. */
  readonly rows: AsyncIterable<StoredRow>;
  readonly checkpoints: readonly Checkpoint[];
  readonly verifier: CheckpointVerifier;
}

/** Hashes everything again and compares: see `AuditLog.verify`. */
export async function recount({ head, rows, checkpoints, verifier }: Recounted): Promise<Verdict> {
  const signed = [...checkpoints].sort((one, other) => one.size - other.size);
  const records = head.tree.size;
  let [tree, hash]: [TreeState, string] = [EMPTY_TREE, GENESIS];
  let [known, agreed, purged, purgedUpTo, live] = [0, 0, 0, 0, false];

  const broken = (seq: number, reason: BrokenReason, more: Partial<Broken> = {}): Verdict => ({
    ok: false,
    records,
    firstBroken: { seq, reason, ...more },
  });
  /** Compares with what was signed when the tree had its present size. */
  const disagreement = (): Verdict | undefined => {
    for (let next = signed[agreed]; next?.size === tree.size; next = signed[agreed]) {
      const before = tree.size;
      if (!verifier.verify(next)) return broken(known, 'SIGNATURE', { before });
      if (next.root !== rootOf(tree)) return broken(known, 'CHECKPOINT', { before });
      known = tree.size;
      agreed += 1;
    }
    return undefined;
  };

  let found = disagreement();
  for await (const row of rows) {
    const seq = tree.size;
    if (found) return found;
    if (row.seq !== seq) return row.seq < seq ? broken(row.seq, 'EXTRA') : broken(seq, 'MISSING');
    if (row.record === undefined) {
      if (live) return broken(seq, 'PURGED');
      purged += 1;
    } else {
      live = true;
      const { prev, body } = row.record;
      if (entryHash(seq, prev, body) !== row.hash) return broken(seq, 'CONTENT');
      // Both are whole in themselves: it is the earlier one that became another.
      if (prev !== hash) return broken(Math.max(0, seq - 1), 'LINK');
      const record = JSON.parse(body) as AuditRecord;
      const column = differingColumn(row.record, record);
      if (column !== undefined) return broken(seq, 'COLUMN', { column });
      if (record.kind === 'purge') purgedUpTo = Math.max(purgedUpTo, record.upTo);
    }
    hash = row.hash;
    tree = grow(tree, [leafHash(Buffer.from(hash, 'hex'))]);
    found = disagreement();
  }
  const { size } = tree;
  if (found) return found;
  if (size < records || signed[agreed]) return missing(signed.slice(agreed), verifier, size, known, broken);
  if (size > records) return broken(records, 'EXTRA');
  if (purged > purgedUpTo) return broken(purgedUpTo, 'PURGED');
  if (head.hash !== hash) return broken(Math.max(0, size - 1), 'LINK');
  if (head.tree.peaks.join() !== tree.peaks.join()) return broken(known, 'HEAD', { before: size });
  return { ok: true, records, purged, checkpoints: agreed, root: rootOf(tree) };
}

/** The trail is shorter than its head or than a signed checkpoint says. A forged checkpoint proves nothing. */
function missing(
  later: readonly Checkpoint[],
  verifier: CheckpointVerifier,
  size: number,
  known: number,
  broken: (seq: number, reason: BrokenReason, more?: Partial<Broken>) => Verdict,
): Verdict {
  const forged = later.find((each) => !verifier.verify(each));
  return forged ? broken(known, 'SIGNATURE', { before: forged.size }) : broken(size, 'MISSING');
}

/** @returns the first column to search by that does not repeat what the record says. */
function differingColumn(row: NonNullable<StoredRow['record']>, record: AuditRecord): string | undefined {
  const keys = searchKeysOf(record);
  const names = ['kind', 'at', 'actor', 'token'] as const;
  const differing = names.find((name) => row.keys[name] !== keys[name]);
  return differing ?? (row.keys.subjects.join() === keys.subjects.join() ? undefined : 'subjects');
}
