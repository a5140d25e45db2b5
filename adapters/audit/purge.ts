import type { SqlStore } from '../../schema/ports/store';
import { append, lockHead } from './append';
import { entryOf } from './entry';

/** Records that one transaction deletes at most: appends wait for it. */
const SLICE = 2_000;

/**
 * Deletes the oldest records, up to the first one that is not older than `before`: what is deleted stays a beginning
 * of the trail. Each transaction keeps their hashes and appends what it did.
 *
 * @returns how many records are gone.
 */
export async function purgeTrail(store: SqlStore, before: Date, now: () => Date): Promise<number> {
  for (let gone = 0; ;) {
    const count = await purgeSlice(store, before, now());
    gone += count;
    if (count < SLICE) return gone;
  }
}

async function purgeSlice(store: SqlStore, before: Date, at: Date): Promise<number> {
  return store.transaction(async (session) => {
    const head = await lockHead(session);
    const oldest = await session.query<{ seq: string; old: boolean }>(
      `select seq, at < $1 as old from audit.record order by seq limit ${SLICE}`,
      [before.toISOString()],
    );
    const young = oldest.findIndex(({ old }) => !old);
    const count = young < 0 ? oldest.length : young;
    const last = oldest[count - 1];
    if (!last) return 0;
    const upTo = Number(last.seq) + 1;
    await session.query('insert into audit.purged select seq, hash from audit.record where seq < $1', [upTo]);
    await session.query('delete from audit.record where seq < $1', [upTo]);
    const done = { kind: 'purge', at: at.toISOString(), before: before.toISOString(), upTo } as const;
    await append(session, head, [entryOf(done)]);
    return count;
  });
}
