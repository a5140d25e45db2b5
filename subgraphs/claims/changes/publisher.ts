import type { IdSealer } from '../../../schema/kernel/ids';
import type { ChangeBus } from '../../../schema/ports/changes';
import type { StoreSession } from '../../../schema/ports/store';
import { MARK } from './marks';

/** Tells other processes which claims have changed. */
export interface ChangePublisher {
  /** Tells what was committed since the last time, and not before. @throws {HubError} nothing is lost: the next time tells it. */
  tell(): Promise<void>;
}

/** Transactions commit in another order than they took their numbers in: so many numbers are looked at again each time. */
const OVERLAP = 100;

/** Events that are looked at in one go; what is beyond is told the next time. */
const MOST = 1_000;

const NEWEST = 'select coalesce(max(seq), 0)::text as seq from claims.claim_event';

const CHANGED = `with fresh as (
    select seq, claim_seq from claims.claim_event where seq > $1::bigint - ${OVERLAP} order by seq limit ${MOST})
  select c.number, (${MARK})::int as mark, (select max(seq) from fresh)::text as seq
    from claims.claim c where c.seq in (select claim_seq from fresh)`;

interface ChangedRow {
  readonly number: string;
  readonly mark: number;
  readonly seq: string;
}

/**
 * Reads the timelines' new events from the store, so that whatever wrote them need not know. What happened while no
 * process was there is told by nobody: gateways look for themselves too.
 */
export function createChangePublisher(store: StoreSession, ids: IdSealer, bus: ChangeBus): ChangePublisher {
  let newest: string | undefined;
  let told: ReadonlyMap<string, number> | undefined;
  return {
    async tell() {
      newest ??= (await store.query<{ seq: string }>(NEWEST))[0]?.seq ?? '0';
      const rows = await store.query<ChangedRow>(CHANGED, [newest]);
      const fresh = told ? rows.filter(({ number, mark }) => told?.get(number) !== mark) : [];
      await bus.tell(
        fresh.map(({ number, mark }) => ({ field: 'claimChanged', key: ids.seal('clm', number), mark })),
      );
      newest = rows[0]?.seq ?? newest;
      told = new Map(rows.map(({ number, mark }) => [number, mark]));
    },
  };
}
