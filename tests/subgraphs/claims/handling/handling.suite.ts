import type { Caller } from '../../../../schema/kernel/caller';
import type { SqlStore, StoreValue } from '../../../../schema/ports/store';
import { importClaims, type ImportedClaim, subgraph } from '../../../../subgraphs/claims';
import { loadDeadlineRules } from '../../../../subgraphs/claims/deadlines/rules';
import { loadRoutingRules } from '../../../../subgraphs/claims/routing/rules';
import { sweepPriorities } from '../../../../subgraphs/claims/routing/sweep';
import {
  createTestClock,
  customer,
  openSubgraph,
  staff,
  type SubgraphBench,
} from '../../shared/subgraph-bench';
import { importedClaim } from '../claim-rows';

const adviser = staff('handler_l1', 'A000001', '00101');
const colleague = staff('handler_l1', 'A000002', '00101');
const elsewhere = staff('handler_l1', 'A000009', '00202');
const officer = staff('handler_l2', 'S000001', '00900');

/** A team's work: in which order, whose it is, and what staff write down about it. */
export function handlingSuite(name: string, open: () => Promise<SqlStore>): void {
  describe(`handling on ${name}`, () => {
    const clock = createTestClock('2026-01-05T09:00:00Z');
    let store: SqlStore;
    let bench: SubgraphBench;
    let count = 0;

    beforeAll(async () => {
      store = await open();
      bench = await openSubgraph(subgraph, store, clock);
      await store.query(
        `insert into claims.staff (staff_number, level, branch, queues) values
           ('A000001', 'ADVISER', '00101', '{CARDS,CREDIT}'), ('A000002', 'ADVISER', '00101', '{CARDS}'),
           ('A000003', 'ADVISER', '00101', '{FEES}'), ('A000009', 'ADVISER', '00202', '{CARDS}'),
           ('S000001', 'COMPLAINTS_SERVICE', null, '{CARDS,CREDIT,FEES}')`,
      );
    });
    afterAll(() => store.close());
    beforeEach(() => store.query('update claims.claim set closed_at = filed_at where closed_at is null'));

    const nextKey = (): string => `handling-${(count += 1)}`;
    async function filed(changes: Partial<ImportedClaim> = {}): Promise<string> {
      count += 1;
      const at = '2026-01-02T08:00:00.000Z';
      const row = importedClaim(count, {
        ...{ number: `RC-2025-${8_000_000 + count}`, filedAt: at, receivedAt: at, disputedAmountCents: null },
        ...{ product: 'CARD', motive: 'OTHER', queue: 'CARDS' },
        ...changes,
      });
      await importClaims(store, [row]);
      return row.number;
    }
    const sweep = () => sweepPriorities(store, loadRoutingRules(), loadDeadlineRules(), clock);

    async function work(caller: Caller, first = 10, after?: string) {
      const answer = await bench.ask(
        caller,
        `query ($first: Int!, $after: String) { workQueue(queue: CARDS, first: $first, after: $after) {
           edges { node { number } } pageInfo { hasNextPage endCursor } } }`,
        { first, after },
      );
      expect(answer.errors).toEqual([]);
      return {
        numbers: answer.at('workQueue.edges.*.node.number') as string[],
        more: answer.at('workQueue.pageInfo.hasNextPage') as boolean,
        end: answer.at('workQueue.pageInfo.endCursor') as string,
      };
    }

    const assign = (caller: Caller, number: string, version: number, staffNumber?: string, key = nextKey()) =>
      bench.ask(
        caller,
        `mutation ($input: ChangeClaimInput!, $staff: String) { assignClaim(input: $input, staffNumber: $staff) {
           result claim { handledBy status version timeline { type } } } }`,
        {
          input: { claimId: bench.ids.seal('clm', number), version, idempotencyKey: key },
          staff: staffNumber,
        },
      );

    const next = (caller: Caller, queue: string, key = nextKey()) =>
      bench.ask(
        caller,
        'mutation ($queue: Queue!, $key: String!) { assignNext(queue: $queue, idempotencyKey: $key) { claim { number handledBy version } } }',
        { queue, key },
      );

    it('comes in the order of priority, then of what is due first, page by page, and leaves out what has ended', async () => {
      const [late, small, pressing, soon] = [
        await filed({ motive: 'OTHER' }),
        await filed({ motive: 'OTHER', capacity: 'HEIR' }),
        await filed({ motive: 'UNAUTHORISED_OPERATION' }),
        await filed({ motive: 'OTHER', receivedAt: '2026-01-01T08:00:00.000Z' }),
      ];
      const ended = await filed({ status: 'CLOSED', closedAt: '2026-01-03T00:00:00.000Z' });
      await sweep();
      const expected = [pressing, small, soon, late];
      expect((await work(officer)).numbers).toEqual(expected);
      expect((await work(adviser)).numbers).toEqual(expected);
      expect((await work(elsewhere)).numbers).toEqual([]);
      const first = await work(adviser, 3);
      expect([first.numbers, first.more]).toEqual([expected.slice(0, 3), true]);
      const rest = await work(adviser, 3, first.end);
      expect([rest.numbers, rest.more]).toEqual([expected.slice(3), false]);
      expect(expected).not.toContain(ended);
    });

    it('gives a claim to whoever of its team is there and has the least to do', async () => {
      const [busy, number] = [await filed({ handledBy: 'A000001', status: 'IN_PROGRESS' }), await filed()];
      const answer = await assign(adviser, number, 1);
      expect(answer.errors).toEqual([]);
      expect(answer.at('assignClaim')).toMatchObject({
        result: 'CHANGED',
        claim: { handledBy: 'A000002', status: 'FILED', version: 2 },
      });
      expect((answer.at('assignClaim.claim.timeline') as object[]).at(-1)).toEqual({ type: 'ASSIGNED' });
      expect((await assign(adviser, number, 1)).at('assignClaim.result')).toBe('VERSION_CONFLICT');
      expect(busy).not.toBe(number);
    });

    it('gives nothing to who is away, nor to another team, another branch or another level', async () => {
      const away = await bench.ask(
        colleague,
        'mutation { setAbsence(from: "2026-01-05", to: "2026-01-09") { staffNumber } }',
      );
      expect(away.at('setAbsence.staffNumber')).toBe('A000002');
      const number = await filed();
      for (const other of ['A000002', 'A000003', 'A000009', 'S000001', 'A999999']) {
        expect((await assign(officer, number, 1, other)).errors).toEqual(['assignClaim BAD_USER_INPUT']);
      }
      expect((await assign(officer, number, 1)).at('assignClaim.claim.handledBy')).toBe('A000001');
      const savings = await filed({ product: 'SAVINGS', queue: 'SAVINGS' });
      expect((await assign(officer, savings, 1)).errors).toEqual(['assignClaim INVALID_STATE']);
      clock.set('2026-01-10T09:00:00Z');
      expect((await assign(officer, number, 2)).at('assignClaim.claim.handledBy')).toBe('A000002');
      clock.set('2026-01-05T09:00:00Z');
    });

    it('lets advisers say of themselves alone that they are away, from a first to a last day', async () => {
      const away = (caller: Caller, from: string, to: string) =>
        bench.ask(
          caller,
          'mutation ($from: Date!, $to: Date!) { setAbsence(from: $from, to: $to, staffNumber: "A000009") { staffNumber } }',
          { from, to },
        );
      expect((await away(adviser, '2026-01-05', '2026-01-06')).errors).toEqual([
        'setAbsence OPERATION_ACCESS_DENIED',
      ]);
      expect((await away(officer, '2026-01-06', '2026-01-05')).errors).toEqual(['setAbsence BAD_USER_INPUT']);
      expect((await away(officer, '2026-01-05', '2026-01-06')).errors).toEqual([]);
    });

    it('gives each who asks at once another claim, the most pressing first, and the same to the same key', async () => {
      const [second, first] = [await filed(), await filed({ motive: 'CARD_LOST' })];
      await sweep();
      const key = nextKey();
      const one = await next(adviser, 'CARDS', key);
      expect(one.at('assignNext.claim')).toMatchObject({ number: first, handledBy: 'A000001', version: 2 });
      expect((await next(adviser, 'CARDS', key)).data).toEqual(one.data);
      const both = await Promise.all([next(adviser, 'CARDS'), next(colleague, 'CARDS')]);
      const got = both.map((answer) => answer.at('assignNext.claim.number') ?? 'nothing');
      expect(got.toSorted()).toEqual([second, 'nothing']);
      expect((await next(officer, 'CARDS')).at('assignNext.claim')).toBeNull();
    });

    it('keeps notes for staff, warns of words that do not belong into them, and keeps those only when confirmed', async () => {
      const number = await filed();
      const note = (text: string, confirmed: boolean, key = nextKey()) =>
        bench.ask(
          adviser,
          `mutation ($id: ID!, $text: String!, $confirmed: Boolean!, $key: String!) {
             addInternalNote(claimId: $id, text: $text, confirmed: $confirmed, idempotencyKey: $key) {
               kept warnings { kind word advice } claim { internalNotes { author text warnings } } } }`,
          { id: bench.ids.seal('clm', number), text, confirmed, key },
        );
      const plain = await note('Rappeler lundi après 14 h.', false, 'the-note-key');
      expect(plain.at('addInternalNote')).toMatchObject({ kept: true, warnings: [] });
      await note('Rappeler lundi après 14 h.', false, 'the-note-key');
      const doubtful = 'Cliente DÉPRESSIVE et pénible, rappeler.';
      const warned = await note(doubtful, false);
      expect(warned.at('addInternalNote')).toMatchObject({
        kept: false,
        warnings: [
          { kind: 'HEALTH', word: 'DÉPRESSIVE', advice: expect.stringContaining('what has to be done') },
          { kind: 'JUDGEMENT', word: 'pénible', advice: expect.any(String) },
        ],
      });
      const confirmed = await note(doubtful, true);
      expect(confirmed.at('addInternalNote.claim.internalNotes')).toEqual([
        { author: 'A000001', text: 'Rappeler lundi après 14 h.', warnings: [] },
        { author: 'A000001', text: doubtful, warnings: ['HEALTH', 'JUDGEMENT'] },
      ]);
      await expect(store.query('update claims.internal_note set text = $1', ['x'])).rejects.toThrow();
      expect(
        (
          await bench.ask(
            customer('000000000002'),
            'mutation ($id: ID!) { addInternalNote(claimId: $id, text: "x", idempotencyKey: "12345678") { kept } }',
            {
              id: bench.ids.seal('clm', number),
            },
          )
        ).errors,
      ).toEqual(['addInternalNote NOT_FOUND']);
    });

    it('is read along an index, however much work there is', async () => {
      await store.query(
        `insert into claims.claim (number, status, level, channel, product, motive, capacity, description, received_at, filed_at,
           priority, queue, branch, customer_number)
         select 'RC-2023-' || lpad(n::text, 7, '0'), 'FILED', 'ADVISER', 'ONLINE', 'CARD', 'OTHER', 'CUSTOMER', 'x', now(), now(),
           n % 101, case n % 3 when 0 then 'CARDS' else 'FEES' end, lpad((n % 50)::text, 5, '0'), '000000000003'
           from generate_series(1, 6000) n`,
      );
      await store.query('analyze claims.claim');
      const asked: [string, readonly StoreValue[] | undefined][] = [];
      const listening: SqlStore = {
        ...store,
        query: (text, values) => {
          asked.push([text, values]);
          return store.query(text, values);
        },
      };
      const heard = await openSubgraph(subgraph, listening, clock);
      for (const caller of [officer, adviser]) {
        asked.length = 0;
        const query = '{ workQueue(queue: CARDS, first: 20) { edges { node { number } } } }';
        expect((await heard.ask(caller, query)).errors).toEqual([]);
        const page = asked.filter(([text]) => text.includes('work_rank'));
        expect(page).toHaveLength(1);
        const plan = await store.query<Record<string, string>>(`explain ${page[0]![0]}`, page[0]![1]);
        const lines = plan.map((row) => row['QUERY PLAN']).join('\n');
        expect(lines).toContain('claim_work');
        expect(lines).not.toContain('Seq Scan on claim ');
      }
    });
  });
}
