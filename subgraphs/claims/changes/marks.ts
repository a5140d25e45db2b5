import type { IdSealer } from '../../../schema/kernel/ids';
import type { ChangeReader } from '../../../schema/ports/changes';
import type { StoreSession } from '../../../schema/ports/store';

/**
 * What every change of a claim adds to, under the claim's lock: its version, its timeline, or both. The timeline's own
 * sequence would not do: a transaction that took its number first may commit last. Nor does it tell how much goes on in
 * the whole bank, as a sequence would.
 */
export const MARK = `c.version + (select count(*) from claims.claim_event e where e.claim_seq = c.seq)`;

const MARKS = `select c.number, (${MARK})::int as mark from claims.claim c where c.number = any($1)`;

/** How far claims have come, for `claimChanged`. One statement for all that are asked for, each found by its key. */
export const createClaimMarks = (store: StoreSession, ids: IdSealer): ChangeReader => ({
  async marks(field, keys) {
    const numbers = new Map(
      (field === 'claimChanged' ? keys : []).flatMap((key) => {
        const number = ids.open('clm', key);
        return number === undefined ? [] : [[number, key] as const];
      }),
    );
    if (numbers.size === 0) return new Map();
    const rows = await store.query<{ number: string; mark: number }>(MARKS, [[...numbers.keys()]]);
    return new Map(rows.map(({ number, mark }) => [numbers.get(number) ?? '', mark]));
  },
});
