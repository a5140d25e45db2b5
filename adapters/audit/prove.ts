import { EMPTY_TREE, grow, type Hash, leafHash, rootOf } from '../../schema/audit/merkle';
import type { LeafRange } from '../../schema/audit/proofs';
import type { SqlStore } from '../../schema/ports/store';
import { readHead } from './append';
import { storedHashes } from './rows';

/**
 * @returns the root of each range of records. They lie side by side, so each record's hash is read once.
 * @throws {RangeError} the trail does not have `size` records.
 */
export async function rootsOf(
  store: SqlStore,
  ranges: readonly LeafRange[],
  size: number,
): Promise<readonly Hash[]> {
  const { tree } = await readHead(store);
  if (size > tree.size) throw new RangeError(`the trail has only ${tree.size} records`);
  const roots: Hash[] = [];
  for (const { from, to } of ranges) {
    let subtree = EMPTY_TREE;
    for await (const hash of storedHashes(store.query, from, to)) {
      subtree = grow(subtree, [leafHash(Buffer.from(hash, 'hex'))]);
    }
    roots.push(rootOf(subtree));
  }
  return roots;
}
