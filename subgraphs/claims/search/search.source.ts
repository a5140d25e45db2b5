import type { RowFilter } from '../../../schema/policy/row';
import type { StoreValue } from '../../../schema/ports/store';
import type { PageRequest } from '../../shared/connection';
import type { MeteredStore } from '../../shared/metered-store';
import { visibleRows } from '../../shared/visible-rows';
import { CLAIM_FACTS, NEWEST_FIRST, TOP } from '../claim-list.source';
import type { ClaimRow } from '../claim.record';

/** Claims by the words of their descriptions, as one caller may know of them. */
export type ClaimSearch = ReturnType<typeof createClaimSearch>;

/**
 * @param rows which claims the caller may know of.
 * @param columns of `ClaimRow`, as the operation needs them.
 */
export function createClaimSearch(store: MeteredStore, rows: RowFilter, columns: string) {
  return {
    /** Up to `first + 1` claims after the place asked for, newest first. One statement. */
    async page(text: string, { first, after = TOP }: PageRequest): Promise<ClaimRow[]> {
      const values: StoreValue[] = [text, after[0] ?? null, after[1] ?? null, first + 1];
      const seen = visibleRows(rows, CLAIM_FACTS, values.length + 1);
      if (!seen) return [];
      const reads = seen.alternatives.map(
        (each) => `(select c.seq from claims.claim c
          where c.words @@ claims.search_of($1) and (c.filed_at, c.seq) < ($2::timestamptz, $3::bigint) and ${each}
          ${NEWEST_FIRST} limit $4)`,
      );
      return store.query<ClaimRow>(
        1,
        `select ${columns}
           from (${reads.join(' union ')}) seen
           join claims.claim c on c.seq = seen.seq
           left join claims.dated_copy d on d.claim_seq = c.seq
          ${NEWEST_FIRST} limit $4`,
        [...values, ...seen.values],
      );
    },
  };
}
