import DataLoader from 'dataloader';
import type { MeteredStore } from '../../shared/metered-store';
import { REQUEST_COLUMNS, type RequestRow } from '../privacy.source';

/** A row of `privacy.request_notice`. */
export interface NoticeRow {
  readonly request_seq: string;
  readonly stage: string;
  /** `YYYY-MM-DD`. */
  readonly due_on: string;
  readonly noticed_at: string;
}

/** What was told of requests' clocks, for one operation. */
export interface NoticeSource {
  /** Of one request, oldest first; batched. @param seq of the request. */
  ofRequest(seq: string): Promise<readonly NoticeRow[]>;
  /** Of all, newest first. */
  newest(
    first: number,
    which: { readonly breachesOnly: boolean; readonly openOnly: boolean },
  ): Promise<readonly NoticeRow[]>;
  /** The request itself; batched. @param seq of the request. */
  request(seq: string): Promise<RequestRow | undefined>;
}

const COLUMNS = 'n.request_seq, n.stage, n.due_on, n.noticed_at';

export function createNoticeSource(store: MeteredStore): NoticeSource {
  const notices = new DataLoader<string, readonly NoticeRow[]>(async (seqs) => {
    const rows = await store.query<NoticeRow>(
      seqs.length,
      `select ${COLUMNS} from privacy.request_notice n where n.request_seq = any($1::bigint[])
        order by n.request_seq, n.noticed_at, n.seq`,
      [seqs],
    );
    const groups = Map.groupBy(rows, (row) => row.request_seq);
    return seqs.map((seq) => groups.get(seq) ?? []);
  });
  const requests = new DataLoader<string, RequestRow | undefined>(async (seqs) => {
    const rows = await store.query<RequestRow>(
      seqs.length,
      `select ${REQUEST_COLUMNS} from privacy.request where seq = any($1::bigint[])`,
      [seqs],
    );
    const found = new Map(rows.map((row) => [row.seq, row]));
    return seqs.map((seq) => found.get(seq));
  });
  return {
    ofRequest: (seq) => notices.load(seq),
    newest: (first, { breachesOnly, openOnly }) =>
      store.query<NoticeRow>(
        1,
        `select ${COLUMNS} from privacy.request_notice n join privacy.request r on r.seq = n.request_seq
          where (not $2::boolean or n.stage = 'BREACH') and (not $3::boolean or r.closed_at is null)
          order by n.noticed_at desc, n.seq desc limit $1`,
        [first, breachesOnly, openOnly],
      ),
    request: (seq) => requests.load(seq),
  };
}
