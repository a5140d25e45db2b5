import type { Caller } from '../../../../schema/kernel/caller';
import type { SqlStore } from '../../../../schema/ports/store';
import { subgraph } from '../../../../subgraphs/claims';
import { claimEraser } from '../../../../subgraphs/claims/erasure';
import {
  createTestClock,
  customer,
  openSubgraph,
  staff,
  type SubgraphBench,
} from '../../shared/subgraph-bench';

const [ada, ben] = [customer('000000000001'), customer('000000000002')];

const DRAFT =
  'id version product motive description disputedAmount language answers { question value } savedAt keptUntil';
const SAVE = `mutation ($input: ClaimDraftInput!, $key: String!) { saveClaimDraft(input: $input, idempotencyKey: $key) { done draft { ${DRAFT} } } }`;
const DISCARD =
  'mutation ($id: ID!, $version: Int!) { discardClaimDraft(id: $id, version: $version) { done draft { version } } }';
const FILE =
  'mutation ($input: FileClaimInput!, $key: String!) { fileClaim(input: $input, idempotencyKey: $key) { number } }';
const LIST = `{ claimDrafts { ${DRAFT} } }`;

/** Complaints that are begun and not filed. */
export function draftsSuite(name: string, open: () => Promise<SqlStore>): void {
  describe(`drafts of complaints on ${name}`, () => {
    const clock = createTestClock('2026-11-20T09:30:00.250Z');
    let store: SqlStore;
    let bench: SubgraphBench;
    let keys = 0;
    beforeAll(async () => {
      store = await open();
      bench = await openSubgraph(subgraph, store, clock);
    });
    afterAll(() => store.close());
    beforeEach(async () => {
      clock.set('2026-11-20T09:30:00.250Z');
      await store.query('delete from claims.draft');
    });

    const nextKey = (): string => `draft-key-${(keys += 1)}`;
    const save = (input: object = {}, caller: Caller = ada, key = nextKey()) =>
      bench.ask(caller, SAVE, { input, key });
    const saved = async (input: object = {}): Promise<string> => {
      const answer = await save(input);
      expect(answer.errors).toEqual([]);
      return answer.at('saveClaimDraft.draft.id') as string;
    };
    const file = (draftId: string, caller: Caller = ada, key = nextKey()) =>
      bench.ask(caller, FILE, {
        input: { product: 'CARD', motive: 'OTHER', description: 'Enfin.', draftId },
        key,
      });
    const drafts = async (caller: Caller = ada): Promise<unknown[]> =>
      (await bench.ask(caller, LIST)).at('claimDrafts') as unknown[];

    it('keep whatever is filled in so far, an answer of the wrong kind too', async () => {
      const answer = await save({
        product: 'PRICING',
        description: 'Je commence',
        disputedAmount: '8.00 EUR',
        language: 'IT',
        answers: [{ question: 'feeDate', value: 'hier' }],
      });
      expect(answer.errors).toEqual([]);
      const draft = {
        id: expect.stringMatching(/^drf_/) as unknown,
        version: 1,
        product: 'PRICING',
        motive: null,
        description: 'Je commence',
        disputedAmount: '8.00 EUR',
        language: 'IT',
        answers: [{ question: 'feeDate', value: 'hier' }],
        savedAt: '2026-11-20T09:30:00.250Z',
        keptUntil: '2026-12-20T09:30:00.250Z',
      };
      expect(answer.at('saveClaimDraft')).toEqual({ done: true, draft });
      expect(await drafts()).toEqual([draft]);
      expect(await drafts(ben)).toEqual([]);
    });

    it('are saved again where the caller saw the last version, and left alone where not', async () => {
      const draftId = await saved({ description: 'un' });
      const again = await save({ draftId, version: 1, description: 'deux' });
      expect(again.at('saveClaimDraft')).toMatchObject({
        done: true,
        draft: { version: 2, description: 'deux' },
      });
      const late = await save({ draftId, version: 1, description: 'un et demi' });
      expect(late.at('saveClaimDraft')).toMatchObject({
        done: false,
        draft: { version: 2, description: 'deux' },
      });
    });

    it('are saved once per key', async () => {
      const key = nextKey();
      const [one, two] = [
        await save({ description: 'x' }, ada, key),
        await save({ description: 'x' }, ada, key),
      ];
      expect(two.data).toEqual(one.data);
      expect(await drafts()).toHaveLength(1);
    });

    it('of somebody else are not there: not to read, save, discard or file', async () => {
      const id = await saved();
      const answers = [
        await bench.ask(ben, 'query ($id: ID!) { claimDraft(id: $id) { id } }', { id }),
        await save({ draftId: id, version: 1 }, ben),
        await file(id, ben),
      ];
      expect(answers.map(({ errors }) => errors[0]?.split(' ')[1])).toEqual([
        'NOT_FOUND',
        'NOT_FOUND',
        'NOT_FOUND',
      ]);
      await bench.ask(ben, DISCARD, { id, version: 1 });
      expect(await drafts()).toHaveLength(1);
    });

    it('are for customers alone: staff file what they are told', async () => {
      const adviser = staff('handler_l1', 'A000001', '00101');
      expect((await save({}, adviser)).errors).toEqual(['saveClaimDraft OPERATION_ACCESS_DENIED']);
      expect((await bench.ask(adviser, LIST)).errors).toEqual(['claimDrafts OPERATION_ACCESS_DENIED']);
    });

    it('end in the transaction that records the claim, once', async () => {
      const id = await saved({ description: 'x' });
      const key = nextKey();
      const filed = await file(id, ada, key);
      expect(filed.errors).toEqual([]);
      expect(await drafts()).toEqual([]);
      expect((await file(id, ada, key)).data).toEqual(filed.data);
      expect((await file(id)).errors).toEqual(['fileClaim NOT_FOUND']);
    });

    it('stay where the claim is refused', async () => {
      const draftId = await saved();
      const refused = await bench.ask(ada, FILE, {
        input: { product: 'CARD', motive: 'OTHER', description: ' ', draftId },
        key: nextKey(),
      });
      expect(refused.errors).toEqual(['fileClaim BAD_USER_INPUT']);
      expect(await drafts()).toHaveLength(1);
    });

    it('are discarded by who has seen the last version, and twice is no mistake', async () => {
      const id = await saved();
      await save({ draftId: id, version: 1 });
      expect((await bench.ask(ada, DISCARD, { id, version: 1 })).at('discardClaimDraft')).toEqual({
        done: false,
        draft: { version: 2 },
      });
      for (let n = 0; n < 2; n += 1) {
        const answer = await bench.ask(ada, DISCARD, { id, version: 2 });
        expect(answer.at('discardClaimDraft')).toEqual({ done: true, draft: null });
      }
      expect(await drafts()).toEqual([]);
    });

    it('are gone thirty days after they were last saved, and deleted when the next one comes', async () => {
      const id = await saved();
      clock.set('2026-12-20T09:30:00.249Z');
      expect(await drafts()).toHaveLength(1);
      clock.set('2026-12-20T09:30:00.250Z');
      expect(await drafts()).toEqual([]);
      expect((await save({ draftId: id, version: 1 })).errors).toEqual(['saveClaimDraft NOT_FOUND']);
      await saved();
      const [left] = await store.query<{ n: number }>('select count(*)::int as n from claims.draft');
      expect(left?.n).toBe(1);
    });

    it('are at most twenty of one customer', async () => {
      for (let n = 0; n < 20; n += 1) await saved();
      const answer = await save();
      expect(answer.messages).toEqual(['input: there are 20 drafts already: discard or file one.']);
      expect((await save({}, ben)).errors).toEqual([]);
    });

    it('go when the customer is erased', async () => {
      await saved({ description: 'x' });
      await store.transaction((session) => claimEraser.erase(session, '000000000001', clock.now()));
      expect(await drafts()).toEqual([]);
    });

    it.each<[string, object, string]>([
      ['a text with control characters', { description: 'a\u0007' }, 'input.description: '],
      ['a text of 1 MB', { description: 'x'.repeat(1_000_000) }, 'input.description: '],
      [
        'a thousand answers',
        { answers: Array(1_000).fill({ question: 'a', value: 'b' }) },
        'input.answers: ',
      ],
      ['a version without a key', { version: 1 }, 'input.version: '],
    ])('refuse %s', async (_what, input, message) => {
      const answer = await save(input);
      expect(answer.errors).toEqual(['saveClaimDraft BAD_USER_INPUT']);
      expect(answer.messages[0]?.startsWith(message)).toBe(true);
    });
  });
}
