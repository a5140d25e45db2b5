import DataLoader from 'dataloader';
import type { Keyset, KeysetShape, PageRequest } from '../shared/connection';
import type { MeteredStore } from '../shared/metered-store';
import { storeColumns } from '../shared/projection/store-columns';
import type { Wanted } from '../shared/projection/wanted';
import type { Channel } from './claim.enum';
import { claimColumns, type ClaimRow } from './claim.record';
import type { Actor, ClaimEventType, MessageAuthor } from './timeline.enum';

/** A row of `claims.claim_event`. */
export interface EventRow {
  readonly claim_seq: string;
  readonly at: string;
  readonly type: ClaimEventType;
  readonly channel: Channel | null;
  readonly actor: Actor;
  /** Missing where the operation does not need it. */
  readonly reason: string | null;
}

/** A row of `claims.claim_message`. */
export interface MessageRow {
  readonly seq: string;
  readonly at: string;
  readonly author: MessageAuthor;
  readonly channel: Channel;
  /** Missing where the operation does not need it. */
  readonly text: string;
}

/** Messages stand oldest first, as they are read. */
export const MESSAGE_KEYSET: KeysetShape = ['instant', 'integer'];

/** A message's place in its claim's thread. */
export const messageKeyset = ({ at, seq }: MessageRow): Keyset => [at, Number(seq)];

const BEGINNING: Keyset = ['-infinity', 0];

/** Claims and their parts by key, for one operation. Whether the caller may know of them is asked by who uses this. */
export interface ClaimsSource {
  /** Batched: one statement for all the numbers asked for at the same time. */
  byNumber(number: string): Promise<ClaimRow | undefined>;
  /** Oldest first; batched. @param seq of the claim. */
  timeline(seq: string): Promise<EventRow[]>;
  /** Up to `first + 1` rows after the place asked for; batched. @param seq of the claim. */
  messages(seq: string, request: PageRequest): Promise<MessageRow[]>;
  /** @param seq of the message. */
  message(seq: string): Promise<MessageRow | undefined>;
  /** The text of a dated copy; batched. @param seq of the claim. */
  copyText(seq: string): Promise<string | undefined>;
  /** Forgets what was read before a change. */
  forget(): void;
}

/** @param wanted the fields that the operation needs. */
export function createClaimsSource(store: MeteredStore, wanted: Wanted): ClaimsSource {
  const columns = claimColumns(wanted);
  const events = storeColumns(
    'ClaimEvent',
    'claim_seq, at, type, channel, actor',
    { reason: 'reason' },
    wanted,
  );
  const messages = storeColumns(
    'ClaimMessage',
    'm.seq, m.at, m.author, m.channel',
    { text: 'm.text' },
    wanted,
  );
  const claims = new DataLoader<string, ClaimRow | undefined>(async (numbers) => {
    const rows = await store.query<ClaimRow>(
      numbers.length,
      `select ${columns} from claims.claim c left join claims.dated_copy d on d.claim_seq = c.seq
        where c.number = any($1)`,
      [numbers],
    );
    const found = new Map(rows.map((row) => [row.number, row]));
    return numbers.map((number) => found.get(number));
  });

  const timelines = new DataLoader<string, EventRow[]>(async (seqs) => {
    const rows = await store.query<EventRow>(
      seqs.length,
      `select ${events} from claims.claim_event
        where claim_seq = any($1::bigint[]) order by claim_seq, at, seq`,
      [seqs],
    );
    const groups = Map.groupBy(rows, (row) => row.claim_seq);
    return seqs.map((seq) => groups.get(seq) ?? []);
  });

  const threads = new DataLoader<{ seq: string; request: PageRequest }, MessageRow[], string>(
    async (pages) => {
      const wanted = pages.map(({ seq, request: { first, after = BEGINNING } }, ord) => ({
        ord,
        claim: seq,
        first: first + 1,
        at: after[0],
        seq: after[1],
      }));
      const rows = await store.query<MessageRow & { ord: number }>(
        pages.length,
        `select k.ord, ${messages}
           from jsonb_to_recordset($1::jsonb) as k(ord int, claim bigint, first int, at timestamptz, seq bigint)
          cross join lateral (
            select * from claims.claim_message m
             where m.claim_seq = k.claim and (m.at, m.seq) > (k.at, k.seq)
             order by m.at, m.seq limit k.first) m
          order by k.ord, m.at, m.seq`,
        [JSON.stringify(wanted)],
      );
      const groups = Map.groupBy(rows, ({ ord }) => ord);
      return pages.map((_, ord) => groups.get(ord) ?? []);
    },
    { cacheKeyFn: ({ seq, request }) => JSON.stringify([seq, request.first, request.after]) },
  );

  const copies = new DataLoader<string, string | undefined>(async (seqs) => {
    const rows = await store.query<{ claim_seq: string; text: string }>(
      seqs.length,
      'select claim_seq, text from claims.dated_copy where claim_seq = any($1::bigint[])',
      [seqs],
    );
    const found = new Map(rows.map((row) => [row.claim_seq, row.text]));
    return seqs.map((seq) => found.get(seq));
  });

  return {
    copyText: (seq) => copies.load(seq),
    byNumber: (number) => claims.load(number),
    timeline: (seq) => timelines.load(seq),
    messages: (seq, request) => threads.load({ seq, request }),
    async message(seq) {
      const [row] = await store.query<MessageRow>(
        1,
        `select ${messages} from claims.claim_message m where m.seq = $1::bigint`,
        [seq],
      );
      return row;
    },
    forget() {
      claims.clearAll();
      timelines.clearAll();
      threads.clearAll();
    },
  };
}
