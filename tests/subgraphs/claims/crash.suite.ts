import type { Caller } from '../../../schema/kernel/caller';
import type { Clock } from '../../../schema/kernel/clock';
import type { SqlStore } from '../../../schema/ports/store';
import { subgraph } from '../../../subgraphs/claims';
import { rebuilt } from '../../../subgraphs/claims/lifecycle/state';
import { loadLifeCycle } from '../../../subgraphs/claims/lifecycle/table';
import { createTestClock, openSubgraph, type SubgraphBench } from '../shared/subgraph-bench';
import { adviser, type Desk, officer, openDesk } from './claim-desk';
import { type End, mortal } from './mortal-store';
import { type CarelessService, createCarelessService, createPaymentDesk } from './payment-desk';

/** What is to happen once: who asks for what, and what is prepared before. */
interface Story {
  readonly name: string;
  readonly prepare: (claim: Desk) => Promise<void>;
  readonly asks: Caller;
  readonly mutation: string;
  readonly args: (claim: Desk) => Promise<string>;
}

const REDRESS = ', redress: { type: REFUND_FEE, amount: "24.90 EUR", grounds: "Deux fois." }';
const UPHELD = 'answer: { outcome: UPHELD, body: "Vous avez raison.", language: FR }';

const stories: readonly Story[] = [
  {
    name: 'an answer is sent',
    async prepare(claim) {
      await claim.does(adviser, 'draftAnswer', UPHELD);
    },
    ...{ asks: adviser, mutation: 'sendAnswer', args: async () => '' },
  },
  {
    name: 'redress is granted',
    async prepare(claim) {
      await claim.does(adviser, 'proposeRedress', REDRESS);
    },
    ...{ asks: officer, mutation: 'approveRedress' },
    async args(claim) {
      const seen = await claim.sees(officer, 'redressProposals { id }');
      return `, redressId: "${(seen.at('claim.redressProposals.*.id') as string[])[0]}"`;
    },
  },
];

/** Processes that die between any two statements of answering and paying. */
export function crashSuite(name: string, open: () => Promise<SqlStore>): void {
  describe(`a process that dies at any statement on ${name}`, () => {
    const clock = createTestClock('2026-11-20T09:30:00.250Z');
    const table = loadLifeCycle();
    let store: SqlStore;
    let bench: SubgraphBench;
    let service: CarelessService;
    let dying: SubgraphBench;
    const end: End = { kill: { steps: 0, dead: false }, at: Infinity, when: 'before' };

    beforeAll(async () => {
      store = await open();
      bench = await benchOn(store, clock);
      dying = await benchOn(mortal(store, end), clock);
      await createPaymentDesk(async () => store, clock, createCarelessService()).payments.prepare();
    });
    beforeEach(() => {
      service = createCarelessService();
    });
    afterAll(() => store.close());

    /** All that is kept of a claim, without what the order of the tests decides. */
    async function kept({ number }: Desk): Promise<Record<string, unknown>> {
      const [row] = await store.query<Record<string, unknown>>(
        `select c.status, c.version, c.outcome, c.level, c.closed_at as "closedAt",
                (select count(*) from claims.claim_message m where m.claim_seq = c.seq)::int as messages,
                (select count(*) from claims.sent_answer s where s.claim_seq = c.seq)::int as sent,
                (select array_agg(s.step order by s.seq) from claims.answer_step s where s.claim_seq = c.seq) as steps,
                (select array_agg(a.state order by a.seq) from claims.claim_answer a where a.claim_seq = c.seq) as answers,
                (select array_agg(r.state order by r.seq) from claims.redress r where r.claim_seq = c.seq) as redress,
                (select count(*) from payments.outbox o where o.subject = c.number)::int as orders,
                (select jsonb_agg(jsonb_build_object('type', e.type, 'actor', e.actor, 'outcome', e.outcome, 'level', e.level)
                   order by e.at, e.seq) from claims.claim_event e where e.claim_seq = c.seq) as events
           from claims.claim c where c.number = $1`,
        [number],
      );
      return row ?? {};
    }

    /** Asks in a process that dies, then in one that does not, with the same key. */
    async function live(story: Story, at: number, when: 'before' | 'after') {
      const claim = await openDesk(bench, store);
      await story.prepare(claim);
      const args = await story.args(claim);
      const before = await kept(claim);
      const again = { version: before.version as number, key: `crash-${at}-${when}` };
      Object.assign(end, { kill: { steps: 0, dead: false }, at, when });
      await ask(dying, claim, story, args, again).catch(() => undefined);
      const halfway = await kept(claim);
      const told = await ask(bench, claim, story, args, again);
      return { claim, before, halfway, told, died: end.kill.dead };
    }

    describe.each(stories)('while $name', (story) => {
      it.each(['before', 'after'] as const)(
        'and dies %s it: nothing or everything is there, and asked again, it has happened once',
        async (when) => {
          const whole = await live(story, Infinity, when);
          expect(whole.told.errors).toEqual([]);
          const done = await kept(whole.claim);
          expect(whole.halfway).toEqual(done);
          for (let at = 0; ; at += 1) {
            const { claim, before, halfway, told, died } = await live(story, at, when);
            expect(told.errors).toEqual([]);
            expect(told.at(`${story.mutation}.result`)).toBe('CHANGED');
            expect([before, done]).toContainEqual(halfway);
            expect(await kept(claim)).toEqual(done);
            if (!died) {
              expect(at).toBeGreaterThanOrEqual(8); // Every statement was somebody's last.
              break;
            }
          }
          const events = (done.events as { type: never; actor: never; outcome: never; level: never }[]).map(
            (event) => ({ ...event, at: '2026-11-20T09:30:00.250Z' }),
          );
          expect(rebuilt(table, events)).toEqual({
            ...{ status: done.status, level: done.level, outcome: done.outcome, closedAt: done.closedAt },
          });
        },
        600_000,
      );
    });

    it.each(['before', 'after'] as const)(
      'or dies %s any statement of bringing an order to the service: it is paid once',
      async (when) => {
        for (let at = 0; ; at += 1) {
          service = createCarelessService();
          // Nothing is on its way but this order: a turn looks after so many and no more.
          for (const table of ['outbox', 'followed']) await store.query(`delete from payments.${table}`);
          const claim = await openDesk(bench, store);
          await claim.does(adviser, 'proposeRedress', REDRESS);
          const [grant] = stories.slice(-1);
          await claim.does(officer, 'approveRedress', (await grant?.args(claim)) ?? '');
          const last: End = { kill: { steps: 0, dead: false }, at, when };
          const desk = createPaymentDesk(async () => mortal(store, last), clock, service);
          await desk.turn().catch(() => undefined);
          const died = last.kill.dead;
          const alive = createPaymentDesk(async () => store, clock, service);
          for (let turn = 0; turn < 3; turn += 1) {
            later(120_000);
            service.book();
            await alive.turn();
          }
          expect(service.taken.filter(({ payload }) => payload.claimNumber === claim.number)).toHaveLength(1);
          const seen = await claim.sees(officer, 'redress { paymentState }');
          expect(seen.at('claim.redress.*.paymentState')).toEqual(['POSTED']);
          if (!died) {
            expect(at).toBeGreaterThanOrEqual(5);
            break;
          }
        }
      },
      600_000,
    );

    const later = (ms: number): void => clock.set(new Date(clock.now().getTime() + ms).toISOString());
  });
}

function benchOn(store: SqlStore, clock: Clock): Promise<SubgraphBench> {
  const { payments } = createPaymentDesk(async () => store, clock, createCarelessService());
  return openSubgraph(subgraph, store, clock, { payments });
}

const ask = (
  bench: SubgraphBench,
  { id }: Desk,
  { asks, mutation }: Story,
  args: string,
  { version, key }: { readonly version: number; readonly key: string },
) =>
  bench.ask(
    asks,
    `mutation ($input: ChangeClaimInput!) { ${mutation}(input: $input ${args}) { result claim { status version } } }`,
    { input: { claimId: id, version, idempotencyKey: `${key}-${mutation}-${id.slice(-12)}` } },
  );
