import { createHash } from 'node:crypto';

/** Hashes are lower-case hexadecimal text throughout, 64 digits. */
export type Hash = string;

/** RFC 9162 §2.1.1: `SHA-256(0x00 || leaf)`. The leaves of the trail's tree are the records' hashes, 32 bytes each. */
export function leafHash(leaf: Buffer): Hash {
  return createHash('sha256').update(LEAF).update(leaf).digest('hex');
}

/** RFC 9162 §2.1.1: `SHA-256(0x01 || left || right)`. */
export function nodeHash(left: Hash, right: Hash): Hash {
  return createHash('sha256').update(NODE).update(left, 'hex').update(right, 'hex').digest('hex');
}

const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

/** The root of a tree without leaves: the hash of nothing. */
export const EMPTY_ROOT: Hash = createHash('sha256').digest('hex');

/**
 * A tree that only grows, remembered by the roots of its full subtrees: one for each binary digit 1 of its size, the
 * largest first. Enough to add leaves and to say the root, without any leaf.
 */
export interface TreeState {
  readonly size: number;
  readonly peaks: readonly Hash[];
}

/** A tree without leaves. */
export const EMPTY_TREE: TreeState = { size: 0, peaks: [] };

/** @param leaves leaf hashes, see `leafHash`. */
export function grow(tree: TreeState, leaves: Iterable<Hash>): TreeState {
  const peaks = [...tree.peaks];
  let { size } = tree;
  for (const leaf of leaves) {
    let node = leaf;
    // Each full subtree to the left, of the same height, makes one of twice the size.
    for (let left = size; left % 2 === 1; left = (left - 1) / 2) node = nodeHash(peaks.pop() ?? '', node);
    peaks.push(node);
    size += 1;
  }
  return { size, peaks };
}

/** The Merkle tree hash of all leaves, RFC 9162 §2.1.1. */
export function rootOf({ peaks }: TreeState): Hash {
  if (peaks.length === 0) return EMPTY_ROOT;
  return peaks.reduceRight((right, left) => nodeHash(left, right));
}
