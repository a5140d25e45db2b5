import { entryHash } from '../../schema/audit/chain';
import { grow, leafHash, type TreeState } from '../../schema/audit/merkle';
import type { SqlStore, StoreSession } from '../../schema/ports/store';
import type { Entry } from './entry';

/** Where the next record goes. */
export interface Head {
  readonly tree: TreeState;
  /** The last record's hash. */
  readonly hash: string;
}

const HEAD = 'select size, hash, peaks from audit.head';

export async function readHead(session: StoreSession): Promise<Head> {
  return headOf(await session.query<HeadRow>(HEAD));
}

/** @returns the head, which nobody else moves before this transaction ends: one chain, however many processes write. */
export async function lockHead(session: StoreSession): Promise<Head> {
  return headOf(await session.query<HeadRow>(`${HEAD} for update`));
}

interface HeadRow {
  readonly size: string;
  readonly hash: string;
  readonly peaks: readonly string[];
}

function headOf([row]: readonly HeadRow[]): Head {
  if (!row) throw new Error('the audit trail has lost its head row');
  return { tree: { size: Number(row.size), peaks: row.peaks }, hash: row.hash };
}

/** Whole or not at all: see the migration that makes the function. */
const APPEND = 'select audit.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) as moved';

/**
 * Puts entries behind a head: one that this transaction has locked, or without a transaction one that is only believed
 * to be the last.
 *
 * @returns the head behind them; `undefined` where the head was another, and nothing was written.
 */
export async function append(
  session: StoreSession,
  head: Head,
  entries: readonly Entry[],
): Promise<Head | undefined> {
  if (entries.length === 0) return head;
  const seqs = entries.map((_, index) => head.tree.size + index);
  const prevs: string[] = [];
  const hashes: string[] = [];
  let hash = head.hash;
  for (const [index, { body }] of entries.entries()) {
    prevs.push(hash);
    hashes.push((hash = entryHash(head.tree.size + index, hash, body)));
  }
  const tree = grow(
    head.tree,
    hashes.map((each) => leafHash(Buffer.from(each, 'hex'))),
  );
  const keys = entries.map((entry) => entry.keys);
  const [answer] = await session.query<{ readonly moved: boolean }>(APPEND, [
    seqs.map(String),
    keys.map(({ kind }) => kind),
    keys.map(({ at }) => at),
    keys.map(({ actor }) => actor ?? ''),
    keys.map(({ token }) => token ?? ''),
    keys.map(({ subjects }) => `{${subjects.join(',')}}`),
    entries.map(({ body }) => body),
    prevs,
    hashes,
    tree.size,
    hash,
    tree.peaks,
    head.tree.size,
    head.hash,
  ]);
  return answer?.moved ? { tree, hash } : undefined;
}

/**
 * Puts entries behind the last record: in one statement where the head is where this process left it, else under the
 * head's lock.
 *
 * @returns the head behind them.
 */
export async function appendBehind(
  store: SqlStore,
  believed: Head | undefined,
  entries: readonly Entry[],
): Promise<Head | undefined> {
  const moved = believed && (await append(store, believed, entries));
  return moved ?? store.transaction(async (session) => append(session, await lockHead(session), entries));
}
