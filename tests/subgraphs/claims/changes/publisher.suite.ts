import { SourceUnavailable } from '../../../../schema/kernel/source-errors';
import type { ChangeBus, ChangeWord } from '../../../../schema/ports/changes';
import type { SqlStore } from '../../../../schema/ports/store';
import { subgraph } from '../../../../subgraphs/claims';
import { createClaimMarks } from '../../../../subgraphs/claims/changes/marks';
import { createChangePublisher } from '../../../../subgraphs/claims/changes/publisher';
import { createTestClock, openSubgraph, type SubgraphBench } from '../../shared/subgraph-bench';
import { adviser, openDesk } from '../claim-desk';

/** What other processes are told of changes of claims. */
export function changePublisherSuite(name: string, open: () => Promise<SqlStore>): void {
  describe(`word of changes of claims on ${name}`, () => {
    let store: SqlStore;
    let bench: SubgraphBench;
    const told: ChangeWord[] = [];
    let isDown = false;
    const bus: ChangeBus = {
      async tell(words) {
        if (isDown) throw new SourceUnavailable('events');
        told.push(...words);
      },
      listen: () => undefined,
      close: async () => undefined,
    };

    beforeAll(async () => {
      store = await open();
      bench = await openSubgraph(subgraph, store, createTestClock('2026-11-20T09:30:00.250Z'));
    });
    beforeEach(() => {
      told.length = 0;
    });
    afterAll(() => store.close());

    const markOf = async (id: string) =>
      (await createClaimMarks(store, bench.ids).marks('claimChanged', [id])).get(id);

    it('is given once for each change, with the claim’s key and mark and nothing else', async () => {
      const [one, other] = [await openDesk(bench, store), await openDesk(bench, store)];
      const publisher = createChangePublisher(store, bench.ids, bus);
      await publisher.tell();
      expect(told).toEqual([]);
      await one.does(adviser, 'askThirdParty');
      await publisher.tell();
      await publisher.tell();
      expect(told).toEqual([{ field: 'claimChanged', key: one.id, mark: await markOf(one.id) }]);
      await one.does(adviser, 'recordThirdPartyAnswer');
      await other.does(adviser, 'askThirdParty');
      await publisher.tell();
      expect(told.map(({ key }) => key).sort()).toEqual([one.id, one.id, other.id].sort());
      expect(JSON.stringify(told)).not.toContain(one.number);
    });

    it('is given later where nobody could hear', async () => {
      const desk = await openDesk(bench, store);
      const publisher = createChangePublisher(store, bench.ids, bus);
      await publisher.tell();
      await desk.does(adviser, 'askThirdParty');
      isDown = true;
      await expect(publisher.tell()).rejects.toThrow('not available');
      isDown = false;
      await publisher.tell();
      expect(told.map(({ key }) => key)).toEqual([desk.id]);
    });

    it('is given of what commits after events that took later numbers', async () => {
      const [early, late] = [await openDesk(bench, store), await openDesk(bench, store)];
      const publisher = createChangePublisher(store, bench.ids, bus);
      await publisher.tell();
      const [reserved] = await store.query<{ seq: string }>(
        "select nextval(pg_get_serial_sequence('claims.claim_event', 'seq'))::text as seq",
      );
      await late.does(adviser, 'askThirdParty');
      await publisher.tell();
      await store.query(
        `insert into claims.claim_event (seq, claim_seq, at, type, actor) overriding system value
           select $1::bigint, seq, now(), 'MESSAGE_SENT', 'ADVISER' from claims.claim where number = $2`,
        [reserved?.seq ?? '', early.number],
      );
      await publisher.tell();
      expect(told.map(({ key }) => key)).toEqual([late.id, early.id]);
    });
  });
}
