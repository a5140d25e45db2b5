import * as fc from 'fast-check';
import { EMPTY_ROOT, EMPTY_TREE, grow, leafHash, nodeHash, rootOf } from '../../../schema/audit/merkle';
import {
  consistencyRanges,
  inclusionRanges,
  type LeafRange,
  verifyConsistency,
  verifyInclusion,
} from '../../../schema/audit/proofs';

/** The leaves and roots with which implementations of RFC 6962 and RFC 9162 are usually compared. */
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const vectorLeaves = LEAVES.map((leaf) => leafHash(Buffer.from(leaf, 'hex')));

/** RFC 9162 §2.1.1 word for word, to compare the incremental one with. */
function treeHash(leaves: readonly string[]): string {
  if (leaves.length === 0) return EMPTY_ROOT;
  if (leaves.length === 1) return leaves[0] ?? '';
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(treeHash(leaves.slice(0, k)), treeHash(leaves.slice(k)));
}

const proofOf = (leaves: readonly string[], ranges: readonly LeafRange[]): string[] =>
  ranges.map(({ from, to }) => treeHash(leaves.slice(from, to)));

const leavesOf = (size: number): string[] =>
  Array.from({ length: size }, (_, index) => leafHash(Buffer.from(`leaf ${index}`)));

/** A size, and two numbers below it. */
const trees = fc
  .integer({ min: 1, max: 70 })
  .chain((size) => fc.record({ size: fc.constant(size), index: fc.nat(size - 1), other: fc.nat(size - 1) }));

describe('the Merkle tree of RFC 9162', () => {
  it('has the roots that other implementations compute', () => {
    const roots = ROOTS.map((_, size) => rootOf(grow(EMPTY_TREE, vectorLeaves.slice(0, size))));
    expect(roots).toEqual(ROOTS);
  });

  it.each([
    [1, 1, []],
    [
      1,
      8,
      [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    ],
    [
      6,
      8,
      [
        '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    ],
    [
      2,
      5,
      [
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      ],
    ],
  ])('proves that the tree of %i continues to %i as other implementations do', (first, second, proof) => {
    expect(proofOf(vectorLeaves, consistencyRanges(first, second))).toEqual(proof);
    const [firstRoot = '', secondRoot = ''] = [ROOTS[first], ROOTS[second]];
    expect(verifyConsistency({ first, second, firstRoot, secondRoot, proof })).toBe(true);
  });

  it.each([
    [
      0,
      [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    ],
    [
      5,
      [
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    ],
  ])('proves that leaf %i of 8 is there as other implementations do', (index, proof) => {
    expect(proofOf(vectorLeaves, inclusionRanges(index, 8))).toEqual(proof);
    const claim = { index, size: 8, leaf: vectorLeaves[index] ?? '', proof, root: ROOTS[8] ?? '' };
    expect(verifyInclusion(claim)).toBe(true);
  });

  it('has the same root whether it grows leaf by leaf, in steps, or is computed at once', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9), { maxLength: 12 }), (steps) => {
        const leaves = leavesOf(steps.reduce((sum, step) => sum + step, 0));
        let tree = EMPTY_TREE;
        for (const step of steps) tree = grow(tree, leaves.slice(tree.size, tree.size + step));
        expect(rootOf(tree)).toBe(treeHash(leaves));
        expect(tree.peaks).toHaveLength(tree.size.toString(2).replaceAll('0', '').length);
      }),
    );
  });

  it('proves every leaf of every tree, and no other leaf, place, size or root', () => {
    fc.assert(
      fc.property(trees, ({ size, index, other }) => {
        const leaves = leavesOf(size);
        const claim = {
          index,
          size,
          leaf: leaves[index] ?? '',
          proof: proofOf(leaves, inclusionRanges(index, size)),
          root: treeHash(leaves),
        };
        expect(verifyInclusion(claim)).toBe(true);
        if (other !== index) {
          expect(verifyInclusion({ ...claim, index: other })).toBe(false);
          expect(verifyInclusion({ ...claim, leaf: leaves[other] ?? '' })).toBe(false);
        }
        expect(verifyInclusion({ ...claim, root: leafHash(Buffer.from('forged')) })).toBe(false);
        expect(verifyInclusion({ ...claim, proof: [...claim.proof, claim.leaf] })).toBe(false);
        if (size > 1) expect(verifyInclusion({ ...claim, proof: claim.proof.slice(0, -1) })).toBe(false);
        expect(verifyInclusion({ ...claim, index: size })).toBe(false);
        for (const [at] of claim.proof.entries()) {
          const proof = claim.proof.with(at, leafHash(Buffer.from('forged')));
          expect(verifyInclusion({ ...claim, proof })).toBe(false);
        }
      }),
    );
  });

  it('proves that every tree continues each tree before it, and no tree that differs in one leaf', () => {
    fc.assert(
      fc.property(trees, ({ size: second, index, other }) => {
        const leaves = leavesOf(second);
        const first = index + 1;
        const claim = {
          first,
          second,
          firstRoot: treeHash(leaves.slice(0, first)),
          secondRoot: treeHash(leaves),
          proof: proofOf(leaves, consistencyRanges(first, second)),
        };
        expect(verifyConsistency(claim)).toBe(true);

        const touched = leaves.with(Math.min(other, index), leafHash(Buffer.from('touched')));
        const firstRoot = treeHash(touched.slice(0, first));
        expect(verifyConsistency({ ...claim, firstRoot })).toBe(false);
        const proof = proofOf(touched, consistencyRanges(first, second));
        expect(verifyConsistency({ ...claim, proof, firstRoot })).toBe(false);
        expect(verifyConsistency({ ...claim, proof: [...claim.proof, claim.firstRoot] })).toBe(false);
        if (first < second) {
          expect(verifyConsistency({ ...claim, proof: claim.proof.slice(1) })).toBe(false);
          expect(verifyConsistency({ ...claim, first: second })).toBe(false);
        }
      }),
    );
  });

  it('asks for ranges that lie side by side, so that one reading of the leaves is enough', () => {
    fc.assert(
      fc.property(trees, ({ size, index }) => {
        const covered = [...inclusionRanges(index, size), { from: index, to: index + 1 }].sort(
          (one, other) => one.from - other.from,
        );
        let end = 0;
        for (const { from, to } of covered) {
          expect(from).toBe(end);
          end = to;
        }
        expect(end).toBe(size);
      }),
    );
  });

  it('refuses proofs of what cannot be', () => {
    for (const [index, size] of [
      [1, 1],
      [0, 0],
      [-1, 4],
      [0.5, 4],
    ] as const) {
      expect(() => inclusionRanges(index, size)).toThrow(RangeError);
      expect(verifyInclusion({ index, size, leaf: '', proof: [], root: '' })).toBe(false);
    }
    for (const [first, second] of [
      [0, 1],
      [2, 1],
      [0.5, 1],
    ] as const) {
      expect(() => consistencyRanges(first, second)).toThrow(RangeError);
      const claim = { first, second, firstRoot: EMPTY_ROOT, secondRoot: EMPTY_ROOT, proof: [EMPTY_ROOT] };
      expect(verifyConsistency(claim)).toBe(false);
    }
  });
});
