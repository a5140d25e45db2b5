import { createHash } from 'node:crypto';
import { canonicalJson, type Json } from '../../../schema/kernel/canonical-json';
import type { StoreSession } from '../../../schema/ports/store';
import type { Change, OutboxEntry } from './entry';
import type { OutboxOwner } from './migration';
import { COLUMNS, entryOf, type Row } from './row';

/** The rows of one owner's outbox. Who works on a row holds a lease on it; whoever lost it changes nothing. */
export interface OutboxTable<Payload> {
  add(change: Change<Payload>, now: Date): Promise<Added>;
  get(reference: string): Promise<OutboxEntry<Payload> | undefined>;
  /** @returns the rows of these subjects that the system is not known to have, the oldest first. */
  openOf(subjects: readonly string[]): Promise<readonly OutboxEntry<Payload>[]>;
  /** @returns all rows of these subjects that are still kept, the oldest first. */
  allOf(subjects: readonly string[]): Promise<readonly OutboxEntry<Payload>[]>;
  /** @returns references of rows that are due, the longest first. */
  due(now: Date, limit: number): Promise<readonly string[]>;
  /** Takes a row that is not settled and that nobody works on. */
  lease(reference: string, by: string, now: Date, until: Date): Promise<OutboxEntry<Payload> | undefined>;
  /** Says that it is about to be sent. @returns whether the lease still held, and holds on. */
  sending(reference: string, by: string, now: Date, until: Date): Promise<boolean>;
  /** Gives the row back, to be looked at again. */
  release(reference: string, by: string, dueAt: Date): Promise<void>;
  /** @param outcome `payload`: what stays of it. Its hash tells whether it comes again. */
  settle(reference: string, by: string, outcome: Outcome, now: Date): Promise<void>;
  /** Forgets a row that never was what its reference says. */
  remove(reference: string, by: string): Promise<void>;
  /** Forgets rows that were settled before an instant, the oldest first. @returns how many. */
  purge(before: Date, limit: number): Promise<number>;
}

/**
 * Whether a change is new, or here already. `OTHER`: its reference came with another change before. `BUSY`: what became
 * of another change of its subject is not known yet.
 */
type Added = 'NEW' | 'KNOWN' | 'OTHER' | 'BUSY';

type Outcome = { readonly payload: Json } & (
  { readonly state: 'DONE'; readonly result: Json } | { readonly state: 'FAILED'; readonly failure: string }
);

const OPEN = "state in ('PENDING', 'UNKNOWN')";

export function createOutboxTable<Payload extends Json>(
  owner: OutboxOwner,
  open: () => Promise<StoreSession>,
): OutboxTable<Payload> {
  const table = `${owner}.outbox`;
  const query = async <R>(
    text: string,
    values: readonly (string | number | readonly string[])[],
  ): Promise<R[]> => (await open()).query<R>(text, values);
  const rows = async (text: string, values: readonly (string | number | readonly string[])[]) =>
    (await query<Row<Payload>>(text, values)).map(entryOf);

  return {
    async add({ reference, subject, payload, identity = payload }, now) {
      const hash = createHash('sha256').update(canonicalJson(identity)).digest('hex');
      const at = now.toISOString();
      const added = await query(
        `insert into ${table} (reference, subject, request_hash, payload, state, created_at, due_at)
         values ($1, $2, $3, $4::jsonb, 'PENDING', $5, $5) on conflict do nothing returning reference`,
        [reference, subject, hash, JSON.stringify(payload), at],
      );
      if (added.length > 0) return 'NEW';
      const [before] = await query<{ request_hash: string }>(
        `select request_hash from ${table} where reference = $1`,
        [reference],
      );
      if (!before) return 'BUSY';
      return before.request_hash === hash ? 'KNOWN' : 'OTHER';
    },
    async get(reference) {
      return (await rows(`select ${COLUMNS} from ${table} where reference = $1`, [reference]))[0];
    },
    openOf: (subjects) =>
      rows(
        `select ${COLUMNS} from ${table} where subject = any($1::text[]) and state <> 'DONE'
         order by created_at, reference`,
        [subjects],
      ),
    allOf: (subjects) =>
      rows(`select ${COLUMNS} from ${table} where subject = any($1::text[]) order by created_at, reference`, [
        subjects,
      ]),
    async due(now, limit) {
      const found = await query<{ reference: string }>(
        `select reference from ${table} where ${OPEN} and due_at <= $1
           and (lease_until is null or lease_until <= $1) order by due_at limit $2`,
        [now.toISOString(), limit],
      );
      return found.map(({ reference }) => reference);
    },
    async lease(reference, by, now, until) {
      const [leased] = await rows(
        `update ${table} set lease_by = $2, lease_until = $4 where reference = $1 and ${OPEN}
           and (lease_until is null or lease_until <= $3) returning ${COLUMNS}`,
        [reference, by, now.toISOString(), until.toISOString()],
      );
      return leased;
    },
    async sending(reference, by, now, until) {
      const held = await query(
        `update ${table} set state = 'UNKNOWN', sent_at = $3, attempts = attempts + 1, lease_until = $4
         where reference = $1 and lease_by = $2 and lease_until > $3 and ${OPEN} returning reference`,
        [reference, by, now.toISOString(), until.toISOString()],
      );
      return held.length > 0;
    },
    async release(reference, by, dueAt) {
      await query(
        `update ${table} set lease_by = null, lease_until = null, due_at = $3 where reference = $1 and lease_by = $2`,
        [reference, by, dueAt.toISOString()],
      );
    },
    async settle(reference, by, outcome, now) {
      const { state, payload, result, failure } = { result: null, failure: null, ...outcome };
      const kept = result === null ? '' : JSON.stringify(result);
      await query(
        `update ${table} set state = $3, payload = $4::jsonb, result = nullif($5, '')::jsonb, failure = nullif($6, ''),
           settled_at = $7, lease_by = null, lease_until = null where reference = $1 and lease_by = $2 and ${OPEN}`,
        [reference, by, state, JSON.stringify(payload), kept, failure ?? '', now.toISOString()],
      );
    },
    async remove(reference, by) {
      await query(`delete from ${table} where reference = $1 and lease_by = $2`, [reference, by]);
    },
    async purge(before, limit) {
      const gone = await query(
        `delete from ${table} where reference in
           (select reference from ${table} where settled_at < $1 order by settled_at limit $2) returning reference`,
        [before.toISOString(), limit],
      );
      return gone.length;
    },
  };
}
