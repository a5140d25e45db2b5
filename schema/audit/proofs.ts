import { type Hash, nodeHash } from './merkle';

/** Leaves `from` (counted from 0) up to, but without, `to`. */
export interface LeafRange {
  readonly from: number;
  readonly to: number;
}

/**
 * The subtrees whose roots prove that leaf `index` is in the tree of `size` leaves, in the order of the proof
 * (RFC 9162 §2.1.3.1). Their roots may be computed one by one from a stream of leaves.
 *
 * @throws {RangeError} no such leaf.
 */
export function inclusionRanges(index: number, size: number): LeafRange[] {
  if (!isSize(index) || !isSize(size) || index >= size) throw new RangeError('the tree has no such leaf');
  const ranges: LeafRange[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const middle = from + largestPowerBelow(to - from);
    if (index < middle) {
      ranges.push({ from: middle, to });
      to = middle;
    } else {
      ranges.push({ from, to: middle });
      from = middle;
    }
  }
  return ranges.reverse();
}

/**
 * The subtrees whose roots prove that the tree of `second` leaves continues the tree of `first` leaves
 * (RFC 9162 §2.1.4.1).
 *
 * @throws {RangeError} unless 0 < first ≤ second.
 */
export function consistencyRanges(first: number, second: number): LeafRange[] {
  if (!isSize(first) || !isSize(second) || first === 0 || first > second) {
    throw new RangeError('a tree continues one that is not empty and not larger');
  }
  const ranges: LeafRange[] = [];
  let [from, to] = [0, second];
  while (to !== first) {
    const middle = from + largestPowerBelow(to - from);
    if (first <= middle) {
      ranges.push({ from: middle, to });
      to = middle;
    } else {
      ranges.push({ from, to: middle });
      from = middle;
    }
  }
  // The verifier knows the first tree's root; it has to be told only what is a part of it.
  if (from > 0) ranges.push({ from, to });
  return ranges.reverse();
}

/** RFC 9162 §2.1.3.2. */
export interface InclusionClaim {
  readonly index: number;
  readonly size: number;
  /** See `leafHash`. */
  readonly leaf: Hash;
  readonly proof: readonly Hash[];
  readonly root: Hash;
}

/** @returns whether the proof shows that the leaf is in the tree of that root. */
export function verifyInclusion({ index, size, leaf, proof, root }: InclusionClaim): boolean {
  if (!isSize(index) || !isSize(size) || index >= size) return false;
  let [fn, sn] = [index, size - 1];
  let hash = leaf;
  for (const part of proof) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      hash = nodeHash(part, hash);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      hash = nodeHash(hash, part);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && hash === root;
}

/** RFC 9162 §2.1.4.2. */
export interface ConsistencyClaim {
  readonly first: number;
  readonly second: number;
  readonly firstRoot: Hash;
  readonly secondRoot: Hash;
  readonly proof: readonly Hash[];
}

/** @returns whether the proof shows that the second tree is the first one with leaves added, and nothing else. */
export function verifyConsistency(claim: ConsistencyClaim): boolean {
  const { first, second, firstRoot, secondRoot } = claim;
  if (!isSize(first) || !isSize(second) || first === 0 || first > second) return false;
  if (first === second) return claim.proof.length === 0 && firstRoot === secondRoot;
  if (claim.proof.length === 0) return false;
  const proof = isPowerOfTwo(first) ? [firstRoot, ...claim.proof] : [...claim.proof];
  let [fn, sn] = [first - 1, second - 1];
  while (fn % 2 === 1) [fn, sn] = [half(fn), half(sn)];
  const [start = '', ...parts] = proof;
  let [firstHash, secondHash] = [start, start];
  for (const part of parts) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      firstHash = nodeHash(part, firstHash);
      secondHash = nodeHash(part, secondHash);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      secondHash = nodeHash(secondHash, part);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && firstHash === firstRoot && secondHash === secondRoot;
}

// Sizes may pass 2^31, where bit operators end.
const half = (n: number): number => Math.floor(n / 2);
const isSize = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;
const isPowerOfTwo = (n: number): boolean => largestPowerBelow(n + 1) === n;

/** @returns the largest power of two that is smaller than `n`, for `n` ≥ 2. */
function largestPowerBelow(n: number): number {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}
