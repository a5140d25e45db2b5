import { Temporal } from 'temporal-polyfill';
import type { StoreSession } from '../../../schema/ports/store';
import type { Channel, Product } from '../claim.enum';
import type { ClaimEventType } from '../timeline.enum';
import type { ClockedClaim } from './deadlines';

/** What clocks need of a claim `c` and its holding reply `h`, as the store has it. */
export const CLOCKED_COLUMNS = `c.product, c.channel, c.branch, c.operation_reference is not null as about_operation,
    c.sent_at, c.received_at, h.latest_on`;

/** A row with these columns. */
export interface ClockedRow {
  readonly product: Product;
  readonly channel: Channel;
  readonly branch: string | null;
  readonly about_operation: boolean;
  readonly sent_at: string | null;
  readonly received_at: string;
  readonly latest_on: string | null;
}

/** @param events the claim's, as `readTimelines` gives them. */
export const clockedOf = (row: ClockedRow, events: ClockedClaim['events'] = []): ClockedClaim => ({
  product: row.product,
  aboutOperation: row.about_operation,
  channel: row.channel,
  branch: row.branch,
  sentAt: row.sent_at === null ? null : new Date(row.sent_at),
  receivedAt: new Date(row.received_at),
  promisedOn: row.latest_on === null ? null : Temporal.PlainDate.from(row.latest_on),
  events,
});

/** @returns what happened to claims, oldest first, by `claim.seq`. */
export async function readTimelines(
  session: StoreSession,
  seqs: readonly string[],
): Promise<ReadonlyMap<string, ClockedClaim['events']>> {
  const rows = await session.query<{ claim_seq: string; type: ClaimEventType; at: string }>(
    'select claim_seq, type, at from claims.claim_event where claim_seq = any($1::bigint[]) order by claim_seq, at, seq',
    [seqs],
  );
  const timelines = Map.groupBy(rows, (row) => row.claim_seq);
  return new Map(
    [...timelines].map(([seq, events]) => [seq, events.map(({ type, at }) => ({ type, at: new Date(at) }))]),
  );
}
