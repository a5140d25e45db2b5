import type { RowFilter } from '../../../../schema/policy/row';
import type { StoreValue } from '../../../../schema/ports/store';
import type { PageRequest } from '../../../shared/connection';
import type { MeteredStore } from '../../../shared/metered-store';
import { visibleRows } from '../../../shared/visible-rows';
import { CLAIM_FACTS, NEWEST_FIRST, TOP } from '../../claim-list.source';
import type { ClaimRow } from '../../claim.record';

/** Claims of which the last answer did not arrive, as one caller may know of them. */
export type UndeliveredAnswers = ReturnType<typeof createUndeliveredAnswers>;

/**
 * @param rows which claims the caller may know of.
 * @param columns of `ClaimRow`, as the operation needs them.
 */
export function createUndeliveredAnswers(store: MeteredStore, rows: RowFilter, columns: string) {
  return {
    /** Up to `first + 1` claims after the place asked for, newest first. One statement. */
    async page({ first, after = TOP }: PageRequest): Promise<ClaimRow[]> {
      const values: StoreValue[] = [after[0] ?? null, after[1] ?? null, first + 1];
      const seen = visibleRows(rows, CLAIM_FACTS, values.length + 1);
      if (!seen) return [];
      return store.query<ClaimRow>(
        1,
        `select ${columns}
           from (select distinct d.claim_seq from claims.answer_delivery d
                  where d.status = 'FAILED'
                    and not exists (select from claims.answer_delivery l where l.claim_seq = d.claim_seq and l.seq > d.seq)) f
           join claims.claim c on c.seq = f.claim_seq
           left join claims.dated_copy d on d.claim_seq = c.seq
          where (c.filed_at, c.seq) < ($1::timestamptz, $2::bigint) and ${seen.sql}
          ${NEWEST_FIRST} limit $3`,
        [...values, ...seen.values],
      );
    },
  };
}
