import DataLoader from 'dataloader';
import type { RowFilter } from '../../../schema/policy/row';
import type { Keyset, KeysetShape, PageRequest } from '../../shared/connection';
import type { MeteredStore } from '../../shared/metered-store';
import { visibleRows } from '../../shared/visible-rows';
import { CLAIM_FACTS } from '../claim-list.source';

/** A row of `claims.holding_reply`. */
export interface HoldingReplyRow {
  readonly claim_seq: string;
  readonly at: string;
  readonly reason: string;
  /** `YYYY-MM-DD`. */
  readonly latest_on: string;
}

/** A row of `claims.clock_notice`, with its claim's number. */
export interface NoticeRow {
  readonly seq: string;
  readonly claim_seq: string;
  readonly number: string;
  readonly rule: string;
  readonly stage: string;
  readonly due_on: string;
  readonly noticed_at: string;
}

/** Notices stand newest first. */
export const NOTICE_KEYSET: KeysetShape = ['instant', 'integer'];

/** A notice's place among all. */
export const noticeKeyset = (row: NoticeRow): Keyset => [row.noticed_at, Number(row.seq)];

/** What is kept of clocks, for one operation. */
export interface ClockSource {
  /** Batched. @param seq of the claim. */
  holdingReply(seq: string): Promise<HoldingReplyRow | undefined>;
  /** What was told of a claim's clocks, oldest first; batched. @param seq of the claim. */
  notices(seq: string): Promise<NoticeRow[]>;
  /** Up to `first + 1` notices after the place asked for, of the claims that the caller may know of. */
  page(request: PageRequest, breachesOnly: boolean): Promise<NoticeRow[]>;
  /** Forgets what was read before a change. */
  forget(): void;
}

const NOTICES = `select n.seq, n.claim_seq, c.number, n.rule, n.stage, n.due_on, n.noticed_at
  from claims.clock_notice n join claims.claim c on c.seq = n.claim_seq`;

const TOP: Keyset = ['infinity', Number.MAX_SAFE_INTEGER];

/** @param rows which claims the caller may know of. */
export function createClockSource(store: MeteredStore, rows: RowFilter): ClockSource {
  const replies = new DataLoader<string, HoldingReplyRow | undefined>(async (seqs) => {
    const found = await store.query<HoldingReplyRow>(
      seqs.length,
      'select claim_seq, at, reason, latest_on from claims.holding_reply where claim_seq = any($1::bigint[])',
      [seqs],
    );
    const byClaim = new Map(found.map((row) => [row.claim_seq, row]));
    return seqs.map((seq) => byClaim.get(seq));
  });
  const notices = new DataLoader<string, NoticeRow[]>(async (seqs) => {
    const found = await store.query<NoticeRow>(
      seqs.length,
      `${NOTICES} where n.claim_seq = any($1::bigint[]) order by n.claim_seq, n.noticed_at, n.seq`,
      [seqs],
    );
    const byClaim = Map.groupBy(found, (row) => row.claim_seq);
    return seqs.map((seq) => byClaim.get(seq) ?? []);
  });
  return {
    holdingReply: (seq) => replies.load(seq),
    notices: (seq) => notices.load(seq),
    async page({ first, after = TOP }, breachesOnly) {
      const seen = visibleRows(rows, CLAIM_FACTS, 5);
      if (!seen) return [];
      return store.query<NoticeRow>(
        1,
        `${NOTICES}
          where (n.noticed_at, n.seq) < ($1::timestamptz, $2::bigint) and ($3 or n.stage = 'BREACH') and ${seen.sql}
          order by n.noticed_at desc, n.seq desc limit $4`,
        [after[0] ?? null, after[1] ?? null, !breachesOnly, first + 1, ...seen.values],
      );
    },
    forget() {
      replies.clearAll();
      notices.clearAll();
    },
  };
}
