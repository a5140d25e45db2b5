import type { RowFilter } from '../../../schema/policy/row';
import type { StoreValue } from '../../../schema/ports/store';
import type { Keyset, KeysetShape, PageRequest } from '../../shared/connection';
import type { MeteredStore } from '../../shared/metered-store';
import { visibleRows } from '../../shared/visible-rows';
import type { Queue } from '../claim.enum';
import type { ClaimRow } from '../claim.record';
import { CLAIM_FACTS } from '../claim-list.source';

/** A claim with its place in its team's work. */
export interface WorkRow extends ClaimRow {
  /** Priority, negated. */
  readonly work_rank: number;
  /** The day on which the answer is due; `infinity` where none is. */
  readonly work_due: string;
}

/** The most pressing first; of equally pressing ones what is due first. */
export const WORK_KEYSET: KeysetShape = ['integer', /^(\d{4}-\d{2}-\d{2}|infinity)$/, 'integer'];

/** A claim's place. */
export const workKeyset = ({ work_rank: rank, work_due: due, seq }: WorkRow): Keyset => [
  Number(rank),
  due,
  Number(seq),
];

const BEGINNING: Keyset = [-101, '1900-01-01', 0];
const PRESSING_FIRST = 'order by -c.priority, c.due_on, c.seq';

/** The work of teams, as one caller may know of it. */
export type WorkQueues = ReturnType<typeof createWorkQueues>;

/** @param columns of `ClaimRow`, as the operation needs them. */
export function createWorkQueues(store: MeteredStore, rows: RowFilter, columns: string) {
  return {
    /** Up to `first + 1` open claims after the place asked for. */
    async page(queue: Queue, { first, after = BEGINNING }: PageRequest): Promise<WorkRow[]> {
      const values: StoreValue[] = [queue, after[0] ?? null, after[1] ?? null, after[2] ?? null, first + 1];
      const seen = visibleRows(rows, CLAIM_FACTS, values.length + 1);
      if (!seen) return [];
      // Each reason to see a claim is read along its own index, and the most pressing of all are kept.
      const reads = seen.alternatives.map(
        (each) => `(select c.seq from claims.claim c
          where c.queue = $1 and c.closed_at is null and c.status <> 'DRAFT' and ${each}
            and (-c.priority, c.due_on, c.seq) > ($2::int, $3::date, $4::bigint)
          ${PRESSING_FIRST} limit $5)`,
      );
      return store.query<WorkRow>(
        1,
        `select ${columns}, -c.priority as work_rank, c.due_on::text as work_due
           from (${reads.join(' union ')}) seen
           join claims.claim c on c.seq = seen.seq
           left join claims.dated_copy d on d.claim_seq = c.seq
          ${PRESSING_FIRST} limit $5`,
        [...values, ...seen.values],
      );
    },
  };
}
