import DataLoader from 'dataloader';
import type { MeteredStore } from '../../shared/metered-store';
import type { Queue } from '../claim.enum';
import type { Factor } from './assess';

/** A row of `claims.routing`. */
export interface RoutingRow {
  readonly claim_seq: string;
  readonly rules_version: string;
  readonly rule: string;
  readonly queue: Queue;
  readonly reason: string;
  readonly alternatives: readonly Queue[];
  readonly factors: readonly Factor[];
}

/** What rules said of where claims go, for one operation; batched. */
export type RoutingSource = ReturnType<typeof createRoutingSource>;

export function createRoutingSource(store: MeteredStore) {
  const loader = new DataLoader<string, RoutingRow | undefined>(
    async (seqs) => {
      const rows = await store.query<RoutingRow>(
        seqs.length,
        `select claim_seq, rules_version, rule, queue, reason, to_jsonb(alternatives) as alternatives, factors
           from claims.routing where claim_seq = any($1::bigint[])`,
        [seqs],
      );
      const found = new Map(rows.map((row) => [row.claim_seq, row]));
      return seqs.map((seq) => found.get(seq));
    },
    { cache: false },
  );
  /** @param seq of the claim. */
  return { of: (seq: string): Promise<RoutingRow | undefined> => loader.load(seq) };
}
