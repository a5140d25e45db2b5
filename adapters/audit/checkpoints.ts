import type { Checkpoint, CheckpointSigner } from '../../schema/audit/checkpoint';
import { rootOf } from '../../schema/audit/merkle';
import type { SqlStore, StoreSession } from '../../schema/ports/store';
import { readHead } from './append';

/** Signs the state of the trail and keeps the signature. A state that is signed already is not signed again. */
export async function signHead(store: SqlStore, signer: CheckpointSigner, at: Date): Promise<Checkpoint> {
  const { tree } = await readHead(store);
  const made = signer.sign({ size: tree.size, root: rootOf(tree), at: at.toISOString() });
  await store.query(
    `insert into audit.checkpoint (size, root, at, key_id, signature) values ($1, $2, $3, $4, $5)
     on conflict (size, key_id) do nothing`,
    [made.size, made.root, made.at, made.keyId, made.signature],
  );
  const [kept] = await store.query<CheckpointRow>(`${SELECT} where size = $1 and key_id = $2`, [
    made.size,
    made.keyId,
  ]);
  return kept ? checkpointOf(kept) : made;
}

/** @returns all that were signed. */
export async function readCheckpoints(session: StoreSession): Promise<Checkpoint[]> {
  return (await session.query<CheckpointRow>(SELECT)).map(checkpointOf);
}

const SELECT = 'select size, root, at, key_id, signature from audit.checkpoint';

interface CheckpointRow {
  readonly size: string;
  readonly root: string;
  readonly at: string;
  readonly key_id: string;
  readonly signature: string;
}

function checkpointOf({ size, root, at, key_id, signature }: CheckpointRow): Checkpoint {
  return { size: Number(size), root, at, keyId: key_id, signature };
}
