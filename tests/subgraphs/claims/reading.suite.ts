import type { Caller } from '../../../schema/kernel/caller';
import { SourceUnavailable } from '../../../schema/kernel/source-errors';
import type { SqlStore } from '../../../schema/ports/store';
import { importClaims, subgraph } from '../../../subgraphs/claims';
import {
  type Answer,
  createTestClock,
  customer,
  openSubgraph,
  partner,
  staff,
  type SubgraphBench,
} from '../shared/subgraph-bench';
import { importedClaim } from './claim-rows';

const [ada, ben] = ['000000000001', '000000000002'] as const;
const adviser = staff('handler_l1', 'A000001', '00101');
const otherAdviser = staff('handler_l1', 'A000002', '00202');
const officer = staff('handler_l2', 'S000001', '00900');
const compliance = staff('compliance_officer', 'C000001', '00000');
const mediator = staff('mediator', 'X000001', '00000');

/** Who may read which claims, and how lists, timelines, threads and clocks come out. */
export function readingSuite(name: string, open: () => Promise<SqlStore>): void {
  describe(`reading claims on ${name}`, () => {
    const clock = createTestClock('2026-02-01T12:00:00Z');
    let store: SqlStore;
    let bench: SubgraphBench;

    beforeAll(async () => {
      store = await open();
      bench = await openSubgraph(subgraph, store, clock);
      await importClaims(store, [
        ...Array.from({ length: 30 }, (_, n) => importedClaim(n + 1)),
        importedClaim(31, { customerNumber: ben, branch: '00202', accountNumber: '00000000002' }),
        importedClaim(32, {
          customerNumber: ben,
          branch: '00202',
          handledBy: 'A000001',
          level: 'COMPLAINTS_SERVICE',
        }),
        importedClaim(33, { customerNumber: ben, branch: '00303', level: 'MEDIATOR', status: 'AT_MEDIATOR' }),
        importedClaim(34, {
          customerNumber: ben,
          branch: '00303',
          product: 'PRICING',
          motive: 'FEES_CONTESTED',
          status: 'CLOSED',
          operationReference: null,
          accountNumber: null,
          disputedAmountCents: null,
          events: [
            {
              at: '2026-01-02T10:00:00.000Z',
              type: 'FILED',
              channel: 'LETTER',
              actor: 'CUSTOMER',
              reason: null,
            },
            {
              at: '2026-01-03T10:00:00.000Z',
              type: 'ACKNOWLEDGED',
              channel: 'LETTER',
              actor: 'SYSTEM',
              reason: null,
            },
            {
              at: '2026-01-20T10:00:00.000Z',
              type: 'ANSWERED',
              channel: 'LETTER',
              actor: 'ADVISER',
              reason: null,
            },
          ],
          messages: Array.from({ length: 25 }, (_, n) => ({
            // Several in one millisecond keep the order in which they came.
            at: new Date(Date.UTC(2026, 0, 5) + Math.floor(n / 4)).toISOString(),
            author: n % 2 ? 'BANK' : 'CUSTOMER',
            channel: 'ONLINE',
            text: `message ${n}`,
          })),
        }),
      ]);
    });
    afterAll(() => store.close());

    /** The numbers of a list without year and zeros. */
    const numbersOf = (answer: Answer, list = 'claims'): number[] =>
      (answer.at(`${list}.edges.*.node.number`) as string[]).map((number) => Number(number.slice(-7)));
    const key = (n: number): string => bench.ids.seal('clm', importedClaim(n).number);

    it('gives a claim by key and by number with everything it has', async () => {
      const everything = `id number status level channel product motive capacity description disputedAmount filedAt sentAt
        receivedAt closedAt outcome priority queue branch handledBy version datedCopy { reference filedAt sha256 }
        customer { id } account { id } operation { id }`;
      const answer = await bench.ask(
        customer(ada),
        `query ($id: ID!) { claim(id: $id) { ${everything} } claimByNumber(number: "RC-2026-0000001") { ${everything} } }`,
        { id: key(1) },
      );
      expect(answer.errors).toEqual([]);
      expect(answer.at('claim')).toEqual(answer.at('claimByNumber'));
      expect(answer.store?.calls).toBe(1);
      expect(answer.at('claim')).toEqual({
        id: key(1),
        number: 'RC-2026-0000001',
        status: 'FILED',
        level: 'ADVISER',
        channel: 'ONLINE',
        product: 'CARD',
        motive: 'UNAUTHORISED_OPERATION',
        capacity: 'CUSTOMER',
        description: 'Je conteste le paiement n° 1.',
        disputedAmount: '12.50 EUR',
        filedAt: '2026-01-01T01:00:00.000Z',
        sentAt: null,
        receivedAt: '2026-01-01T01:00:00.000Z',
        closedAt: null,
        outcome: null,
        priority: 100,
        queue: 'CARDS',
        branch: '00101',
        handledBy: null,
        version: 1,
        datedCopy: {
          reference: 'DC-2026-0000001',
          filedAt: '2026-01-01T01:00:00.000Z',
          sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
        },
        customer: { id: bench.ids.seal('cus', ada) },
        account: { id: bench.ids.seal('acc', '00000000001') },
        operation: { id: bench.ids.seal('opr', 'M000000000000001') },
      });
    });

    it.each([
      ['the customer whose it is', customer(ada), 1, true],
      ['another customer', customer(ben), 1, false],
      ['an adviser of its branch', adviser, 1, true],
      ['an adviser of another branch', otherAdviser, 1, false],
      ['the adviser who handles it, of another branch', adviser, 32, true],
      ['an adviser of another branch who does not', adviser, 31, false],
      ['an officer of the complaints service', officer, 1, true],
      ['the mediator, once it is there', mediator, 33, true],
      ['the mediator, before', mediator, 1, false],
      ['the survey institute', partner('survey'), 1, true],
      ['compliance, who see no data', compliance, 1, false],
    ])('%s: alone and in lists alike', async (_who, caller, n, visible) => {
      const alone = await bench.ask(caller, 'query ($id: ID!) { claim(id: $id) { number } }', {
        id: key(n),
      });
      expect(alone.at('claim') === null).toBe(!visible);
      expect(alone.errors).toEqual(visible ? [] : ['claim NOT_FOUND']);
      const list = await bench.ask(caller, '{ claims(first: 100) { edges { node { number } } } }');
      expect(numbersOf(list).includes(n)).toBe(visible);
    });

    it.each([
      ['a customer', customer(ada), 30],
      ['another customer', customer(ben), 4],
      ['an adviser', adviser, 31],
      ['an officer', officer, 34],
      ['the mediator', mediator, 1],
      ['compliance, who see no data', compliance, 0],
    ])('lists to %s what is theirs, in one statement or none', async (_who, caller, count) => {
      const answer = await bench.ask(
        caller,
        '{ claims(first: 100) { edges { node { number } } pageInfo { hasNextPage } } }',
      );
      expect(numbersOf(answer)).toHaveLength(count);
      expect(answer.at('claims.pageInfo.hasNextPage')).toBe(false);
      expect(answer.store?.calls ?? 0).toBe(count === 0 ? 0 : 1);
    });

    it.each(['clm_forged', 'cus_x', '', '💥', 'clm_' + 'A'.repeat(300)])(
      'answers a key that is none, %j, as one that is not there',
      async (id) => {
        const answer = await bench.ask(officer, 'query ($id: ID!) { claim(id: $id) { id } }', { id });
        expect(answer.at('claim')).toBeNull();
        expect(answer.errors).toEqual(['claim NOT_FOUND']);
        expect(answer.store).toBeUndefined();
      },
    );

    it.each(['RC-2026-9999999', 'RC-2026-1', "RC' or '1'='1", '\u0000', ''])(
      'answers a number that is none, %j, as one that is not there',
      async (number) => {
        const query = 'query ($number: String!) { claimByNumber(number: $number) { id } }';
        expect((await bench.ask(officer, query, { number })).errors).toEqual(['claimByNumber NOT_FOUND']);
      },
    );

    it('does not open a customer’s key as a claim', async () => {
      const id = bench.ids.seal('cus', 'RC-2026-0000001');
      const { errors } = await bench.ask(officer, 'query ($id: ID!) { claim(id: $id) { id } }', { id });
      expect(errors).toEqual(['claim NOT_FOUND']);
    });

    it.each([
      ['status: [CLOSED, AT_MEDIATOR]', [34, 33]],
      ['status: [DRAFT]', []],
      ['product: PRICING', [34]],
      ['motive: FEES_CONTESTED, product: CARD', []],
      ['filedFrom: "2026-01-02", filedTo: "2026-01-02", status: [CLOSED]', [34]],
      ['filedFrom: "2026-01-03"', []],
      ['filedTo: "2025-12-31"', []],
      ['filedTo: "0001-01-01"', []],
      ['filedFrom: "9999-12-31"', []],
    ])('filters by %s', async (filter, expected) => {
      const answer = await bench.ask(
        officer,
        `{ claims(filter: { ${filter} }) { edges { node { number } } } }`,
      );
      expect(answer.errors).toEqual([]);
      expect(numbersOf(answer)).toEqual(expected);
    });

    it('begins a day of a filter at midnight in Paris', async () => {
      // Claim 23 was filed at 23:00 UTC on 1 January: midnight in Paris.
      const answer = await bench.ask(
        officer,
        '{ claims(first: 100, filter: { filedTo: "2026-01-01" }) { edges { node { number } } } }',
      );
      expect(numbersOf(answer)[0]).toBe(22);
    });

    it('pages newest first, every claim once, and stays so while claims come in', async () => {
      const query =
        'query ($after: String) { claims(first: 7, after: $after) { edges { node { number } } pageInfo { hasNextPage hasPreviousPage endCursor } } }';
      const seen: number[] = [];
      let after: string | null = null;
      for (let page = 0; ; page += 1) {
        const answer: Answer = await bench.ask(customer(ada), query, { after });
        seen.push(...numbersOf(answer));
        expect(answer.at('claims.pageInfo.hasPreviousPage')).toBe(page > 0);
        after = answer.at('claims.pageInfo.endCursor') as string | null;
        if (answer.at('claims.pageInfo.hasNextPage') !== true) break;
        const newer = importedClaim(200 + page, { description: 'comes in between' });
        await importClaims(store, [newer]);
      }
      expect(seen).toEqual(Array.from({ length: 30 }, (_, n) => 30 - n));
      const newest = await bench.ask(customer(ada), '{ claims(first: 4) { edges { node { number } } } }');
      expect(numbersOf(newest)).toEqual([203, 202, 201, 200]);
    });

    it.each([
      ['first: 0', 'claims BAD_USER_INPUT'],
      ['first: 101', 'claims BAD_USER_INPUT'],
      ['after: "x"', 'claims BAD_USER_INPUT'],
    ])('refuses %s', async (args, error) => {
      const { errors, at } = await bench.ask(officer, `{ claims(${args}) { edges { cursor } } }`);
      expect(at('claims')).toBeNull();
      expect(errors).toEqual([error]);
    });

    const entities = `query ($keys: [_Any!]!) { _entities(representations: $keys) {
      ... on Customer { claims(first: 2) { edges { node { number } } pageInfo { hasNextPage } } }
      ... on Account { claims(first: 3) { edges { node { number } } } }
      ... on Operation { claims { edges { node { number } } } }
      ... on Claim { number } } }`;

    it('joins claims to customers, accounts and operations by key, each kind in one statement', async () => {
      const keys = [
        { __typename: 'Customer', id: bench.ids.seal('cus', ada) },
        { __typename: 'Customer', id: bench.ids.seal('cus', ben) },
        { __typename: 'Customer', id: bench.ids.seal('cus', '000000000099') },
        { __typename: 'Account', id: bench.ids.seal('acc', '00000000002') },
        { __typename: 'Operation', id: bench.ids.seal('opr', 'M000000000000001') },
        { __typename: 'Claim', id: key(5) },
        { __typename: 'Claim', id: key(6) },
      ];
      const answer = await bench.ask(officer, entities, { keys });
      expect(answer.errors).toEqual([]);
      const list = (n: number) => numbersOf(answer, `_entities.${n}.claims`);
      expect(list(0)).toEqual([203, 202]);
      expect(list(1)).toEqual([34, 33]);
      expect(answer.at('_entities.0.claims.pageInfo.hasNextPage')).toBe(true);
      expect(list(2)).toEqual([]);
      expect(list(3)).toEqual([31]);
      expect(list(4)).toHaveLength(20);
      expect(answer.at('_entities.5')).toEqual({ number: 'RC-2026-0000005' });
      expect(answer.at('_entities.6')).toEqual({ number: 'RC-2026-0000006' });
      expect(answer.store).toMatchObject({ calls: 4, keys: 7, errors: 0 });
    });

    it('asks once for different pages of the same list, aliases included', async () => {
      const query = `query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on Customer {
        two: claims(first: 2) { edges { node { number } } pageInfo { endCursor } }
        three: claims(first: 3) { edges { node { number } } } } } }`;
      const keys = [ada, ben].map((each) => ({ __typename: 'Customer', id: bench.ids.seal('cus', each) }));
      const answer = await bench.ask(officer, query, { keys });
      expect(numbersOf(answer, '_entities.0.two')).toEqual([203, 202]);
      expect(numbersOf(answer, '_entities.0.three')).toEqual([203, 202, 201]);
      expect(numbersOf(answer, '_entities.1.two')).toEqual([34, 33]);
      expect(numbersOf(answer, '_entities.1.three')).toEqual([34, 33, 32]);
      expect(answer.store).toMatchObject({ calls: 1, keys: 4 });
    });

    it('shows in a joined list only what the caller may know of', async () => {
      const keys = [ada, ben].map((each) => ({ __typename: 'Customer', id: bench.ids.seal('cus', each) }));
      const query =
        'query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on Customer { claims(first: 100) { edges { node { number } } } } } }';
      const sizes = async (caller: Caller): Promise<number[]> => {
        const answer = await bench.ask(caller, query, { keys });
        return [0, 1].map((n) => numbersOf(answer, `_entities.${n}.claims`).length);
      };
      expect(await sizes(customer(ben))).toEqual([0, 4]);
      expect(await sizes(adviser)).toEqual([34, 1]);
      expect(await sizes(compliance)).toEqual([0, 0]);
    });

    it('reads nothing of a representation but its key', async () => {
      const keys = [
        { __typename: 'Claim', id: key(1), facts: { customer: ben }, number: 'forged', seq: '34' },
      ];
      const query =
        'query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on Claim { number timeline { type } } } }';
      expect((await bench.ask(customer(ben), query, { keys })).errors).toEqual(['_entities.0 NOT_FOUND']);
      const own = await bench.ask(customer(ada), query, { keys });
      expect(own.at('_entities')).toEqual([{ number: 'RC-2026-0000001', timeline: [{ type: 'FILED' }] }]);
    });

    it('gives one bad key among good ones as null, and the good ones', async () => {
      const keys = [
        { __typename: 'Claim', id: key(1) },
        { __typename: 'Claim', id: 'clm_forged' },
        { __typename: 'Customer', id: 'cus_forged' },
        { __typename: 'Account', id: bench.ids.seal('cus', ada) },
        { __typename: 'Operation', id: '' },
      ];
      const { at, errors } = await bench.ask(officer, entities, { keys });
      expect(at('_entities')).toEqual([{ number: 'RC-2026-0000001' }, null, null, null, null]);
      expect(errors).toEqual([1, 2, 3, 4].map((n) => `_entities.${n} NOT_FOUND`));
    });

    it('gives timelines and clocks of a whole page with one more statement', async () => {
      const answer = await bench.ask(
        officer,
        '{ claims(first: 100) { edges { node { number deadlines { rule legalReference startsOn dueOn calendar status } timeline { at type channel actor reason } } } } }',
      );
      expect(answer.store?.calls).toBe(2);
      const n = numbersOf(answer).indexOf(34);
      expect(answer.at(`claims.edges.${n}.node.timeline.*.type`)).toEqual([
        'FILED',
        'ACKNOWLEDGED',
        'ANSWERED',
      ]);
      expect(answer.at(`claims.edges.${n}.node.timeline.1`)).toEqual({
        at: '2026-01-03T10:00:00.000Z', type: 'ACKNOWLEDGED', channel: 'LETTER', actor: 'SYSTEM', reason: null,
      }); // prettier-ignore
      expect(answer.at(`claims.edges.${n}.node.deadlines`)).toEqual([
        { rule: 'ACKNOWLEDGEMENT', legalReference: 'ACPR 2024-R-02 (2022-R-01)', startsOn: '2026-01-02', dueOn: '2026-01-14', calendar: 'FR_MON_SAT', status: 'MET' },
        { rule: 'ANSWER', legalReference: 'ACPR 2024-R-02 (2022-R-01)', startsOn: '2026-01-02', dueOn: '2026-03-02', calendar: 'CIVIL', status: 'MET' },
        { rule: 'MEDIATOR_WINDOW', legalReference: 'C. conso. L.612-2', startsOn: '2026-01-02', dueOn: '2027-01-02', calendar: 'CIVIL', status: 'RUNNING' },
      ]); // prettier-ignore
    });

    it('lets clocks run with the time', async () => {
      const query = '{ claimByNumber(number: "RC-2026-0000001") { deadlines { status } } }';
      const statuses = async () =>
        (await bench.ask(customer(ada), query)).at('claimByNumber.deadlines.*.status');
      expect(await statuses()).toEqual(['MISSED', 'RUNNING', 'MISSED', 'RUNNING', 'RUNNING']);
      clock.set('2026-01-05T12:00:00Z');
      expect(await statuses()).toEqual(['RUNNING', 'RUNNING', 'RUNNING', 'RUNNING', 'RUNNING']);
      clock.set('2026-02-01T12:00:00Z');
    });

    it('pages a thread oldest first, in the order in which the messages came', async () => {
      const query = `query ($after: String) { claimByNumber(number: "RC-2026-0000034") {
        messages(first: 10, after: $after) { edges { node { text author channel at } } pageInfo { hasNextPage endCursor } } } }`;
      const texts: string[] = [];
      let after: string | null = null;
      for (;;) {
        const answer: Answer = await bench.ask(officer, query, { after });
        texts.push(...(answer.at('claimByNumber.messages.edges.*.node.text') as string[]));
        after = answer.at('claimByNumber.messages.pageInfo.endCursor') as string | null;
        if (answer.at('claimByNumber.messages.pageInfo.hasNextPage') !== true) break;
      }
      expect(texts).toEqual(Array.from({ length: 25 }, (_, n) => `message ${n}`));
    });

    it('says that the store is not there, and not that the claim is not', async () => {
      const down = await openSubgraph(subgraph, failing(store), clock);
      const { errors } = await down.ask(
        officer,
        '{ claimByNumber(number: "RC-2026-0000001") { id } claims { edges { cursor } } }',
      );
      expect(errors.toSorted()).toEqual(['claimByNumber SOURCE_UNAVAILABLE', 'claims SOURCE_UNAVAILABLE']);
    });
  });
}

/** The same store, whose server went away after the start. */
function failing(store: SqlStore): SqlStore {
  const fail = () => Promise.reject(new SourceUnavailable('store'));
  return { ...store, migrate: () => Promise.resolve(), query: fail, transaction: fail };
}
