import * as fc from 'fast-check';
import type { Caller } from '../../../schema/kernel/caller';
import type { SqlStore } from '../../../schema/ports/store';
import { importSurveys, type ImportedSurvey, subgraph } from '../../../subgraphs/surveys';
import {
  type Answer,
  createTestClock,
  customer,
  openSubgraph,
  partner,
  staff,
  type SubgraphBench,
} from '../shared/subgraph-bench';

const [ada, ben] = ['000000000001', '000000000002'] as const;
const institute = partner('survey');

const idOf = (n: number): string => `SV-2026-${String(n).padStart(7, '0')}`;
const claimOf = (n: number): string => `RC-2026-${String(n).padStart(7, '0')}`;

/** A survey as an older tool would hand it over: about claim n, of customer 1, open until 1 December. */
const imported = (n: number, changes: Partial<ImportedSurvey> = {}): ImportedSurvey => ({
  id: idOf(n),
  claimNumber: claimOf(n),
  customerNumber: ada,
  branch: '00101',
  status: 'INVITED',
  invitedAt: new Date(Date.UTC(2026, 9, 1) + n * 60_000).toISOString(),
  answeredAt: null,
  expiresAt: '2026-12-01T00:00:00.000Z',
  nps: null,
  csat: null,
  ces: null,
  comment: null,
  ...changes,
});

const ANSWER = `mutation ($input: AnswerSurveyInput!, $key: String!) { answerSurvey(input: $input, idempotencyKey: $key) {
  survey { status answeredAt nps csat ces comment } } }`;

/** Surveys: who may read them, and that each is answered once, in time, by whom it asks. */
export function surveysSuite(name: string, open: () => Promise<SqlStore>): void {
  describe(`surveys on ${name}`, () => {
    const clock = createTestClock('2026-11-20T09:30:00Z');
    let store: SqlStore;
    let bench: SubgraphBench;
    let keys = 0;
    let surveys = 100;

    beforeAll(async () => {
      store = await open();
      bench = await openSubgraph(subgraph, store, clock);
      const answered = {
        status: 'ANSWERED',
        answeredAt: '2026-10-02T08:00:00.000Z',
        nps: 9,
        csat: 4,
        ces: 6,
      } as const;
      await importSurveys(store, [
        imported(1, { ...answered, comment: 'Merci.' }),
        imported(2, { expiresAt: '2026-11-01T00:00:00.000Z' }),
        imported(3, { status: 'EXPIRED', expiresAt: '2026-10-15T00:00:00.000Z' }),
        imported(4, { customerNumber: ben, branch: '00202' }),
        // Of two surveys about one claim the newer one is the claim's.
        imported(5, { claimNumber: claimOf(1), invitedAt: '2026-09-01T00:00:00.000Z', ...answered, nps: 0 }),
        imported(6),
      ]);
    });
    afterAll(() => store.close());
    beforeEach(() => clock.set('2026-11-20T09:30:00Z'));

    const nextKey = (): string => `key-${String((keys += 1)).padStart(6, '0')}`;
    const key = (n: number): string => bench.ids.seal('srv', idOf(n));
    /** @returns the number of a new survey of customer 1. */
    const invite = async (): Promise<number> => {
      surveys += 1;
      await importSurveys(store, [imported(surveys)]);
      return surveys;
    };
    const answer = (
      caller: Caller,
      n: number,
      input: object = { nps: 8 },
      idempotencyKey = nextKey(),
    ): Promise<Answer> =>
      bench.ask(caller, ANSWER, { input: { surveyId: key(n), ...input }, key: idempotencyKey });

    it('gives a survey by key with everything it has, and leads to its claim', async () => {
      const { errors, at } = await bench.ask(
        customer(ada),
        'query ($id: ID!) { survey(id: $id) { id status invitedAt answeredAt expiresAt nps csat ces comment claim { id } } }',
        { id: key(1) },
      );
      expect(errors).toEqual([]);
      expect(at('survey')).toEqual({
        id: key(1),
        status: 'ANSWERED',
        invitedAt: '2026-10-01T00:01:00.000Z',
        answeredAt: '2026-10-02T08:00:00.000Z',
        expiresAt: '2026-12-01T00:00:00.000Z',
        nps: 9,
        csat: 4,
        ces: 6,
        comment: 'Merci.',
        claim: { id: bench.ids.seal('clm', claimOf(1)) },
      });
    });

    it.each<[string, Caller, number, number[]]>([
      ['a customer', customer(ada), 1, [6, 3, 2, 1, 5]],
      ['another customer', customer(ben), 4, [4]],
      ['an adviser of the branch', staff('handler_l1', 'A000001', '00101'), 1, [6, 3, 2, 1, 5]],
      ['the survey institute', institute, 4, [6, 4, 3, 2, 1, 5]],
    ])('shows %s what is theirs, alone and in lists alike', async (_who, caller, own, listed) => {
      for (const n of [1, 4]) {
        const { at, errors } = await bench.ask(caller, 'query ($id: ID!) { survey(id: $id) { id } }', {
          id: key(n),
        });
        expect(errors).toEqual(listed.includes(n) ? [] : ['survey NOT_FOUND']);
        expect(at('survey.id')).toBe(listed.includes(n) ? key(n) : undefined);
      }
      const list = await bench.ask(caller, '{ surveys(first: 100) { edges { node { id } } } }');
      expect(list.at('surveys.edges.*.node.id')).toEqual(listed.map(key));
      expect(listed).toContain(own);
      expect(list.store?.calls).toBe(1);
    });

    it.each<[string, Caller]>([
      ['the comparator', partner('comparator')],
      ['the mediator', staff('mediator', 'X000001', '00000')],
      ['compliance', staff('compliance_officer', 'C000001', '00000')],
    ])('shows %s none, and asks the store for none', async (_who, caller) => {
      const list = await bench.ask(caller, '{ surveys { edges { node { id } } } }');
      expect(list.at('surveys.edges')).toEqual([]);
      expect(list.store).toBeUndefined();
    });

    it.each([
      ['INVITED', [6, 4]],
      ['EXPIRED', [3, 2]],
      ['ANSWERED', [1, 5]],
    ])('filters by %s, an invitation running out by itself', async (status, expected) => {
      const list = await bench.ask(
        institute,
        `{ surveys(filter: { status: ${status} }) { edges { node { id status } } } }`,
      );
      expect(list.at('surveys.edges.*.node')).toEqual(expected.map((n) => ({ id: key(n), status })));
    });

    it('pages newest first, each survey once', async () => {
      const query =
        'query ($after: String) { surveys(first: 2, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } }';
      const seen: unknown[] = [];
      let after: unknown = null;
      for (let more = true; more;) {
        const page: Answer = await bench.ask(institute, query, { after });
        seen.push(...(page.at('surveys.edges.*.node.id') as unknown[]));
        after = page.at('surveys.pageInfo.endCursor');
        more = page.at('surveys.pageInfo.hasNextPage') === true;
      }
      expect(seen).toEqual([6, 4, 3, 2, 1, 5].map(key));
    });

    it('joins the newest survey to each claim, in one statement, and none that the caller may not know of', async () => {
      const query =
        'query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on Claim { survey { id } } } }';
      const claims = [1, 2, 4, 99].map((n) => ({
        __typename: 'Claim',
        id: bench.ids.seal('clm', claimOf(n)),
      }));
      const {
        at,
        errors,
        store: use,
      } = await bench.ask(customer(ada), query, { keys: [...claims, { __typename: 'Claim', id: 'clm_x' }] });
      expect(at('_entities')).toEqual([
        { survey: { id: key(1) } },
        { survey: { id: key(2) } },
        { survey: null },
        { survey: null },
        null,
      ]);
      expect(errors).toEqual(['_entities.4 NOT_FOUND']);
      expect(use).toMatchObject({ calls: 1, keys: 4 });
    });

    it('loads surveys by key for other subgraphs, batched, and reads nothing but the key', async () => {
      const query = 'query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on Survey { nps } } }';
      const representations = [1, 2, 4].map((n) => ({
        __typename: 'Survey',
        id: key(n),
        nps: 3,
        facts: { customer: ada },
      }));
      const { at, errors, store: use } = await bench.ask(customer(ada), query, { keys: representations });
      expect(at('_entities')).toEqual([{ nps: 9 }, { nps: null }, null]);
      expect(errors).toEqual(['_entities.2 NOT_FOUND']);
      expect(use?.calls).toBe(1);
    });

    describe('answering', () => {
      it('keeps the scores and the comment to the byte, and the instant', async () => {
        const n = await invite();
        const comment = "Très bien ! 👍 '; drop table surveys.survey; --\n\u202eRTL";
        const given = await answer(customer(ada), n, { nps: 0, csat: 5, ces: 7, comment });
        expect(given.errors).toEqual([]);
        expect(given.at('answerSurvey.survey')).toEqual({
          status: 'ANSWERED', answeredAt: '2026-11-20T09:30:00.000Z', nps: 0, csat: 5, ces: 7, comment,
        }); // prettier-ignore
      });

      it('takes one score alone', async () => {
        const given = await answer(customer(ada), await invite(), { csat: 1 });
        expect(given.at('answerSurvey.survey')).toMatchObject({
          status: 'ANSWERED',
          nps: null,
          csat: 1,
          ces: null,
        });
      });

      it('gives the same answer again for the same key, and refuses another for it', async () => {
        const n = await invite();
        const once = nextKey();
        const first = await answer(customer(ada), n, { nps: 8 }, once);
        clock.set('2026-11-21T09:30:00Z');
        expect((await answer(customer(ada), n, { nps: 8 }, once)).data).toEqual(first.data);
        expect((await answer(customer(ada), n, { nps: 9 }, once)).errors).toEqual([
          'answerSurvey IDEMPOTENCY_KEY_REUSED',
        ]);
      });

      it('takes no second answer with another key', async () => {
        const n = await invite();
        await answer(customer(ada), n, { nps: 8 });
        const second = await answer(customer(ada), n, { nps: 8 });
        expect(second.errors).toEqual(['answerSurvey INVALID_STATE']);
        expect(second.messages).toEqual(['A survey that is ANSWERED cannot be answered.']);
      });

      it('of many at once takes one', async () => {
        const n = await invite();
        const given = await Promise.all(
          Array.from({ length: 8 }, (_, nps) => answer(customer(ada), n, { nps })),
        );
        expect(given.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
        expect(given.flatMap(({ errors }) => errors)).toEqual(
          Array.from({ length: 7 }, () => 'answerSurvey INVALID_STATE'),
        );
      });

      it('of one sent many times at once takes one, and tells all the same', async () => {
        const n = await invite();
        const once = nextKey();
        const given = await Promise.all(
          Array.from({ length: 8 }, () => answer(customer(ada), n, { nps: 7 }, once)),
        );
        expect(new Set(given.map(({ data }) => JSON.stringify(data))).size).toBe(1);
        expect(given.flatMap(({ errors }) => errors)).toEqual([]);
      });

      it('is over at the very instant that was told', async () => {
        const [early, late] = [await invite(), await invite()];
        clock.set('2026-11-30T23:59:59.999Z');
        expect((await answer(customer(ada), early)).errors).toEqual([]);
        clock.set('2026-12-01T00:00:00Z');
        const given = await answer(customer(ada), late);
        expect(given.errors).toEqual(['answerSurvey INVALID_STATE']);
        expect(given.messages).toEqual(['A survey that is EXPIRED cannot be answered.']);
      });

      it('is for the customer who was asked, and for the institute that was told', async () => {
        const n = await invite();
        for (const caller of [
          customer(ben),
          partner('comparator'),
          staff('handler_l1', 'A000009', '00999'),
        ]) {
          expect((await answer(caller, n)).errors).toEqual(['answerSurvey NOT_FOUND']);
        }
        expect((await answer(institute, n)).errors).toEqual([]);
      });

      it.each(['srv_forged', '', 'clm'])('finds no survey under the key %j', async (id) => {
        const surveyId = id === 'clm' ? bench.ids.seal('clm', claimOf(1)) : id;
        expect((await answer(customer(ada), 1, { surveyId, nps: 1 })).errors).toEqual([
          'answerSurvey NOT_FOUND',
        ]);
      });

      it.each([
        [{}, 'input: at least one score is expected.'],
        [{ comment: 'Rien à dire.' }, 'input: at least one score is expected.'],
        [{ nps: 11 }, 'input.nps: a number from 0 to 10 is expected.'],
        [{ nps: -1 }, 'input.nps: a number from 0 to 10 is expected.'],
        [{ csat: 0 }, 'input.csat: a number from 1 to 5 is expected.'],
        [{ csat: 6 }, 'input.csat: a number from 1 to 5 is expected.'],
        [{ ces: 0 }, 'input.ces: a number from 1 to 7 is expected.'],
        [{ ces: 8 }, 'input.ces: a number from 1 to 7 is expected.'],
        [{ nps: 5, comment: ' ' }, 'input.comment: a text is expected.'],
        [{ nps: 5, comment: 'x'.repeat(5001) }, 'input.comment: at most 5000 characters are taken.'],
      ])('refuses %j', async (input, message) => {
        const given = await answer(customer(ada), 6, input);
        expect(given.errors).toEqual(['answerSurvey BAD_USER_INPUT']);
        expect(given.messages).toEqual([message]);
      });

      it('takes every score of its range', async () => {
        const score = (from: number, to: number) => fc.option(fc.integer({ min: from, max: to }));
        const scores = fc
          .record({ nps: score(0, 10), csat: score(1, 5), ces: score(1, 7) })
          .filter(({ nps, csat, ces }) => nps !== null || csat !== null || ces !== null);
        await fc.assert(
          fc.asyncProperty(scores, async (given) => {
            expect(
              (await answer(customer(ada), await invite(), given)).at('answerSurvey.survey'),
            ).toMatchObject(given);
          }),
          { numRuns: 30 },
        );
      });
    });

    it('lets no second open survey about one claim come to be', async () => {
      const second = imported(900, { claimNumber: claimOf(6) });
      await expect(importSurveys(store, [second])).rejects.toMatchObject({
        name: 'StoreConflict',
        constraint: 'survey_open',
      });
    });

    it('takes over what is not there yet, and leaves the rest as it is', async () => {
      expect(await importSurveys(store, [imported(1, { nps: 1 }), imported(901)])).toBe(1);
      const { at } = await bench.ask(customer(ada), 'query ($id: ID!) { survey(id: $id) { nps } }', {
        id: key(1),
      });
      expect(at('survey.nps')).toBe(9);
    });
  });
}
