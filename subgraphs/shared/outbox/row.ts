import type { Json } from '../../../schema/kernel/canonical-json';
import type { OutboxEntry, OutboxState } from './entry';

/** A row as the store gives it. */
export interface Row<Payload> {
  readonly reference: string;
  readonly subject: string;
  readonly payload: Payload;
  readonly state: OutboxState;
  readonly attempts: number;
  readonly created_at: string;
  readonly sent_at: string | null;
  readonly result: Json | null;
  readonly failure: string | null;
}

/** The columns of a `Row`. */
export const COLUMNS = 'reference, subject, payload, state, attempts, created_at, sent_at, result, failure';

export const entryOf = <Payload>(row: Row<Payload>): OutboxEntry<Payload> => ({
  reference: row.reference,
  subject: row.subject,
  payload: row.payload,
  state: row.state,
  attempts: row.attempts,
  createdAt: new Date(row.created_at),
  sentAt: row.sent_at === null ? undefined : new Date(row.sent_at),
  result: row.result ?? undefined,
  failure: row.failure ?? undefined,
});
