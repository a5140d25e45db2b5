import type { SqlStore } from '../../schema/ports/store';
import { append, lockHead } from './append';
import { entryOf } from './entry';

/** Records that one transaction deletes at most. */
const SLICE = 20_000;

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
    const [slice] = await session.query<{ start: string | null; stop: string }>(
      `select min(seq) as start,
              coalesce((select seq from audit.record where at >= $1 order by seq limit 1), $2) as stop
         from audit.record`,
      [before.toISOString(), head.tree.size],
    );
    if (!slice || slice.start === null) return 0;
    const start = Number(slice.start);
    const upTo = Math.min(Number(slice.stop), start + SLICE);
    if (upTo <= start) return 0;
    await session.query('insert into audit.purged select seq, hash from audit.record where seq < $1', [upTo]);
    await session.query('delete from audit.record where seq < $1', [upTo]);
    const done = { kind: 'purge', at: at.toISOString(), before: before.toISOString(), upTo } as const;
    await append(session, head, [entryOf(done)]);
    return upTo - start;
  });
}
