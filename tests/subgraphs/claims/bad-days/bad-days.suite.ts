import * as fc from 'fast-check';
import { SourceUnavailable } from '../../../../schema/kernel/source-errors';
import type { SqlStore } from '../../../../schema/ports/store';
import { subgraph } from '../../../../subgraphs/claims';
import { createTestClock, customer, openSubgraph, type SubgraphBench } from '../../shared/subgraph-bench';
import { dyingStore } from './dying-store';
import { oddTexts } from './odd-texts';

const ada = customer('000000000001');
const FILE = `mutation ($input: FileClaimInput!, $key: String!) { fileClaim(input: $input, idempotencyKey: $key) {
  number trackingSecret deadlines { rule startsOn dueOn } claim { description filedAt intakeAnswers { value }
  datedCopy { content { description } } } } }`;

/** Days on which filing is hard: the store goes away, clocks are odd, texts are. */
export function badDaysSuite(name: string, open: () => Promise<SqlStore>): void {
  describe(`bad days of filing on ${name}`, () => {
    const clock = createTestClock('2026-11-20T09:30:00Z');
    let store: SqlStore;
    let bench: SubgraphBench;
    let keys = 0;
    beforeAll(async () => {
      store = await open();
      bench = await openSubgraph(subgraph, store, clock);
    });
    afterAll(() => store.close());
    beforeEach(() => clock.set('2026-11-20T09:30:00Z'));

    const nextKey = (): string => `bad-day-key-${(keys += 1)}`;
    const file = (input: object = {}, key = nextKey(), on = bench) =>
      on.ask(ada, FILE, { input: { product: 'OTHER', motive: 'OTHER', description: 'x', ...input }, key });
    const claims = async (): Promise<number> => {
      const [row] = await store.query<{ n: number }>('select count(*)::int as n from claims.claim');
      return row?.n ?? -1;
    };

    it('while the store is down filing says so, and the same key files once when it is back', async () => {
      const key = nextKey();
      const before = await claims();
      const down = await openSubgraph(
        subgraph,
        {
          ...store,
          migrate: () => Promise.resolve(),
          query: () => Promise.reject(new SourceUnavailable('store')),
          transaction: () => Promise.reject(new SourceUnavailable('store')),
        },
        clock,
      );
      const answer = await file({}, key, down);
      expect(answer.errors).toEqual(['fileClaim SOURCE_UNAVAILABLE']);
      expect(answer.messages).toEqual(['The source "store" is not available.']);
      expect((await file({}, key)).errors).toEqual([]);
      expect((await file({}, key)).errors).toEqual([]);
      expect(await claims()).toBe(before + 1);
    });

    it('a store that goes away at any point leaves everything or nothing, and the same key gives one claim', async () => {
      for (let n = 1, done = false; !done; n += 1) {
        const key = nextKey();
        const before = await claims();
        const dying = dyingStore({ ...store, migrate: () => Promise.resolve() }, n, () => {
          throw new SourceUnavailable('store');
        });
        const answer = await file({}, key, await openSubgraph(subgraph, dying, clock));
        done = answer.errors.length === 0;
        if (!done) expect(answer.errors).toEqual(['fileClaim SOURCE_UNAVAILABLE']);
        const again = await file({}, key);
        expect(again.errors).toEqual([]);
        expect(await claims()).toBe(before + 1);
        if (done) {
          expect(again.data).toEqual(answer.data);
          expect(n).toBeGreaterThanOrEqual(5);
        }
      }
    });

    it.each([
      // The instant, its day in Paris, and the answer's last day: two months later.
      ['the last millisecond of a day', '2026-11-20T22:59:59.999Z', '2026-11-20', '2027-01-20'],
      ['the first of the next', '2026-11-20T23:00:00.000Z', '2026-11-21', '2027-01-21'],
      ['a second before summer time', '2026-03-29T00:59:59.000Z', '2026-03-29', '2026-05-29'],
      ['the first of summer time', '2026-03-29T01:00:00.000Z', '2026-03-29', '2026-05-29'],
      ['23:59:59 in summer', '2026-07-10T21:59:59.000Z', '2026-07-10', '2026-09-10'],
      ['midnight in summer', '2026-07-10T22:00:00.000Z', '2026-07-11', '2026-09-11'],
      ['the hour that comes twice, first', '2026-10-25T00:30:00.000Z', '2026-10-25', '2026-12-25'],
      ['the hour that comes twice, again', '2026-10-25T01:30:00.000Z', '2026-10-25', '2026-12-25'],
      ['29 February', '2028-02-29T12:00:00.000Z', '2028-02-29', '2028-04-29'],
      ['two months before 29 February', '2027-12-30T12:00:00.000Z', '2027-12-30', '2028-02-29'],
      ['the last second of a year', '2026-12-31T22:59:59.999Z', '2026-12-31', '2027-02-28'],
      ['the first of the next year', '2026-12-31T23:00:00.000Z', '2027-01-01', '2027-03-01'],
    ])('filed in %s, a claim’s day is the one in Paris', async (_what, instant, day, due) => {
      clock.set(instant);
      const answer = await file();
      expect(answer.errors).toEqual([]);
      expect(answer.at('fileClaim.claim.filedAt')).toBe(instant);
      expect(answer.at('fileClaim.number')).toMatch(new RegExp(`^RC-${day.slice(0, 4)}-`));
      const deadlines = answer.at('fileClaim.deadlines') as {
        rule: string;
        startsOn: string;
        dueOn: string;
      }[];
      expect(deadlines.find(({ rule }) => rule === 'ANSWER')).toEqual({
        rule: 'ANSWER',
        startsOn: day,
        dueOn: due,
      });
    });

    it('where the clock jumps back between two tries of one key, it is the same claim', async () => {
      const key = nextKey();
      const first = await file({}, key);
      clock.set('2026-11-19T09:30:00Z');
      expect((await file({}, key)).data).toEqual(first.data);
      clock.set('2030-01-01T00:00:00Z');
      expect((await file({}, key)).at('fileClaim.number')).toBe(first.at('fileClaim.number'));
    });

    it('odd texts are read back as they were filed, in the claim, its answers and its copy, or refused in a sentence', async () => {
      await fc.assert(
        fc.asyncProperty(oddTexts(), async (text) => {
          const answer = await file({
            ...{ product: 'DIRECT_DEBIT', motive: 'DIRECT_DEBIT_CONTESTED', description: text },
            answers: [
              { question: 'operationDate', value: '2026-11-01' },
              { question: 'creditor', value: text.slice(0, 1_000).toWellFormed() },
              { question: 'mandateGiven', value: 'NO' },
            ],
          });
          if (answer.errors.length > 0) {
            expect(answer.errors).toEqual(['fileClaim BAD_USER_INPUT']);
            expect(answer.messages[0]).toMatch(/^input\.(description|answers): [^\n]{5,80}\.$/);
            return;
          }
          expect(answer.at('fileClaim.claim.description')).toBe(text);
          expect(answer.at('fileClaim.claim.intakeAnswers.1.value')).toBe(
            text.slice(0, 1_000).toWellFormed(),
          );
          expect(answer.at('fileClaim.claim.datedCopy.content.description')).toBe(text);
        }),
        { numRuns: 300, seed: 20_261_122 },
      );
    }, 300_000);
  });
}
