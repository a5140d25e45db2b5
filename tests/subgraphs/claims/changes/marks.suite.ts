import type { SqlStore } from '../../../../schema/ports/store';
import { subgraph } from '../../../../subgraphs/claims';
import { createClaimMarks } from '../../../../subgraphs/claims/changes/marks';
import { customer, createTestClock, openSubgraph, type SubgraphBench } from '../../shared/subgraph-bench';
import { adviser, type Desk, officer, openDesk } from '../claim-desk';

/** How far a claim has come: every change of it counts, and nothing else does. */
export function claimMarksSuite(name: string, open: () => Promise<SqlStore>): void {
  describe(`marks of claims on ${name}`, () => {
    let store: SqlStore;
    let bench: SubgraphBench;
    let desk: Desk;

    beforeAll(async () => {
      store = await open();
      bench = await openSubgraph(subgraph, store, createTestClock('2026-11-20T09:30:00.250Z'));
    });
    beforeEach(async () => {
      desk = await openDesk(bench, store);
    });
    afterAll(() => store.close());

    const marks = (keys: readonly string[], field = 'claimChanged') =>
      createClaimMarks(store, bench.ids).marks(field, keys);
    const mark = async (): Promise<number> => (await marks([desk.id])).get(desk.id) ?? -1;

    it('grow with a step, with a message of either side, and with a point of the claim', async () => {
      const seen = [await mark()];
      const say = (key: string, by: typeof adviser) =>
        bench.ask(
          by,
          'mutation ($id: ID!, $key: String!) { addClaimMessage(claimId: $id, text: "News?", idempotencyKey: $key) { message { text } } }',
          { id: desk.id, key },
        );
      const steps = [
        () => desk.does(adviser, 'askThirdParty'),
        () => say(`marks-bank-${desk.number}`, adviser),
        () => say(`marks-self-${desk.number}`, customer('000000000001')),
        () => desk.does(adviser, 'addClaimPoint', ', text: "The fees."'),
      ];
      for (const step of steps) {
        await step();
        seen.push(await mark());
      }
      expect(seen).toEqual([...seen].sort((a, b) => a - b));
      expect(new Set(seen).size).toBe(seen.length);
    });

    it('do not grow by reading, by a change that is refused, or by one of another claim', async () => {
      const before = await mark();
      await desk.sees(officer, 'status timeline { type }');
      await desk.does(adviser, 'closeClaim', '', { version: 99 });
      await openDesk(bench, store);
      expect(await mark()).toBe(before);
    });

    it('grow with each event of the timeline, several of one transaction included', async () => {
      const before = await mark();
      const add = `insert into claims.claim_event (claim_seq, at, type, actor)
        select seq, now(), 'MESSAGE_SENT', 'ADVISER' from claims.claim where number = $1`;
      await store.transaction(async (session) => {
        await session.query(add, [desk.number]);
        await session.query(add, [desk.number]);
      });
      expect(await mark()).toBe(before + 2);
    });

    it('are asked for many claims in one statement, and are missing for what is none', async () => {
      const other = await openDesk(bench, store);
      const foreign = bench.ids.seal('cus', '000000000001');
      const gone = bench.ids.seal('clm', 'RC-1999-0000001');
      const found = await marks([desk.id, other.id, gone, foreign, 'nonsense']);
      expect([...found.keys()].sort()).toEqual([desk.id, other.id].sort());
      expect(await marks([desk.id], 'otherChanged')).toEqual(new Map());
    });
  });
}
