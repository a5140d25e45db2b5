import { join } from 'node:path';
import type { Caller } from '../../../schema/kernel/caller';
import type { SqlStore } from '../../../schema/ports/store';
import { subgraph } from '../../../subgraphs/privacy';
import type { SubgraphDeps } from '../../../subgraphs/shared/module';
import {
  type Answer,
  createTestClock,
  customer,
  openSubgraph,
  staff,
  type SubgraphBench,
  testIds,
} from '../shared/subgraph-bench';

const [ada, ben] = ['000000000001', '000000000002'] as const;
const keyOf = (number: string): string => testIds.seal('cus', number);
const SUPERGRAPH = join(__dirname, '../../../schema/contract/supergraph.graphql');
const privacy = {
  ...subgraph,
  create: (_: object, deps: SubgraphDeps) => subgraph.create({ supergraph: SUPERGRAPH }, deps),
};
const dpo: Caller = { ...staff('dpo', 'D500001', '00001'), purpose: 'dsr_fulfilment' };

const SUBJECT = `{ dataSubject(id: "${keyOf(ada)}") { id
  requests { id kind receivedAt dueOn legalReference status extendedAt extensionReason closedAt outcome outcomeReason }
  restrictions { id ground reason from until inForce endReason }
  objections { id purpose reason from until inForce endReason } erasure { system } } }`;

/** Requests of data subjects, restrictions and objections: recorded once, with their clocks, for who may know of them. */
export function privacySuite(name: string, open: () => Promise<SqlStore>): void {
  describe(`the rights of data subjects on ${name}`, () => {
    const clock = createTestClock('2026-11-20T09:30:00Z');
    let store: SqlStore;
    let bench: SubgraphBench;
    let keys = 0;

    beforeAll(async () => {
      store = await open();
      bench = await openSubgraph(privacy, store, clock);
    });
    afterAll(() => store.close());
    beforeEach(async () => {
      clock.set('2026-11-20T09:30:00Z');
      await store.query(
        'truncate privacy.request, privacy.restriction, privacy.objection, privacy.erasure cascade',
      );
    });

    const send = (mutation: string, input: object, key = `key-${keys++}-of-a-test`): Promise<Answer> => {
      const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
      const inputType = /^(lift|withdraw)/.test(mutation) ? 'EndStandingInput' : type;
      return bench.ask(
        dpo,
        `mutation ($input: ${inputType}!, $key: String!) { ${mutation}(input: $input, idempotencyKey: $key) { dataSubject { id
          requests { id kind status dueOn outcome } restrictions { id inForce until } objections { id purpose inForce } } } }`,
        { input, key },
      );
    };
    const recorded = async (receivedAt: string, kind = 'ACCESS'): Promise<string> => {
      const answer = await send('recordPrivacyRequest', { dataSubjectId: keyOf(ada), kind, receivedAt });
      expect(answer.errors).toEqual([]);
      return (answer.at('recordPrivacyRequest.dataSubject.requests.*.id') as string[]).at(-1) ?? '';
    };
    const subject = async (): Promise<Answer> => bench.ask(dpo, SUBJECT);

    describe('the clock of a request', () => {
      it.each([
        ['an e-mail of the late evening arrives the next day in Paris', '2026-10-31T23:30:00Z', '2026-12-01'],
        ['a month that is too short ends the clock on its last day', '2026-08-31T10:00:00Z', '2026-09-30'],
        ['a leap day has its own', '2024-01-30T10:00:00Z', '2024-02-29'],
      ])('counts one calendar month from the day of receipt: %s', async (_, receivedAt, dueOn) => {
        await recorded(receivedAt);
        expect((await subject()).at('dataSubject.requests.*.dueOn')).toEqual([dueOn]);
      });

      it.each([
        ['2026-11-20T09:30:00Z', 'ON_TIME'],
        ['2026-12-12T22:59:00Z', 'ON_TIME'],
        ['2026-12-12T23:00:00Z', 'DUE_SOON'],
        ['2026-12-20T22:59:00Z', 'DUE_SOON'],
        ['2026-12-20T23:00:00Z', 'LATE'],
      ])('is, on %s, %s', async (now, status) => {
        await recorded('2026-11-20T09:00:00Z');
        clock.set(now);
        expect((await subject()).at('dataSubject.requests.*.status')).toEqual([status]);
      });

      it('is extended by two months, once, with the reason, and within its first term', async () => {
        const id = await recorded('2026-11-20T09:00:00Z');
        const asked = { requestId: id, reason: 'Eleven accounts of four decades.' };
        const first = await send('extendPrivacyRequest', asked);
        expect(first.at('extendPrivacyRequest.dataSubject.requests.*.dueOn')).toEqual(['2027-02-20']);
        expect((await send('extendPrivacyRequest', asked)).errors).toEqual([
          'extendPrivacyRequest INVALID_STATE',
        ]);

        const late = await recorded('2026-10-19T09:00:00Z');
        expect((await send('extendPrivacyRequest', { requestId: late, reason: 'Too late.' })).errors).toEqual(
          ['extendPrivacyRequest INVALID_STATE'],
        );
      });

      it('stands still once the request is closed, which happens once', async () => {
        const id = await recorded('2026-11-20T09:00:00Z');
        const ended = { requestId: id, outcome: 'GRANTED', reason: 'The copy was handed over.' };
        expect((await send('closePrivacyRequest', ended)).errors).toEqual([]);
        clock.set('2027-06-01T00:00:00Z');
        const { data } = await subject();
        expect(data).toMatchObject({
          dataSubject: {
            requests: [{ status: 'DONE', outcome: 'GRANTED', outcomeReason: 'The copy was handed over.' }],
          },
        });
        expect((await send('closePrivacyRequest', ended)).errors).toEqual([
          'closePrivacyRequest INVALID_STATE',
        ]);
      });

      it('cannot start in the future, or before the law', async () => {
        for (const receivedAt of ['2026-11-20T09:31:00Z', '2018-05-24T21:00:00Z']) {
          const { errors } = await send('recordPrivacyRequest', {
            dataSubjectId: keyOf(ada),
            kind: 'ACCESS',
            receivedAt,
          });
          expect(errors).toEqual(['recordPrivacyRequest BAD_USER_INPUT']);
        }
      });
    });

    it('records a request once per key', async () => {
      const input = { dataSubjectId: keyOf(ada), kind: 'ERASURE', receivedAt: '2026-11-19T09:00:00Z' };
      await send('recordPrivacyRequest', input, 'one-key-for-one-request');
      await send('recordPrivacyRequest', input, 'one-key-for-one-request');
      const other = await send(
        'recordPrivacyRequest',
        { ...input, kind: 'ACCESS' },
        'one-key-for-one-request',
      );
      expect(other.errors).toEqual(['recordPrivacyRequest IDEMPOTENCY_KEY_REUSED']);
      expect((await subject()).at('dataSubject.requests.*.kind')).toEqual(['ERASURE']);
    });

    it('keeps a restriction in force from its beginning until its end, or until it is lifted', async () => {
      const input = {
        dataSubjectId: keyOf(ada),
        ground: 'ACCURACY_CONTESTED',
        reason: 'The address is said to be wrong.',
        from: '2026-11-21T00:00:00Z',
        until: '2026-12-21T00:00:00Z',
      };
      const answer = await send('restrictProcessing', input);
      expect(answer.at('restrictProcessing.dataSubject.restrictions.*.inForce')).toEqual([false]);
      const states: unknown[] = [];
      for (const now of ['2026-11-21T00:00:00Z', '2026-12-20T23:59:59Z', '2026-12-21T00:00:00Z']) {
        clock.set(now);
        states.push((await subject()).at('dataSubject.restrictions.*.inForce'));
      }
      expect(states).toEqual([[true], [true], [false]]);

      clock.set('2026-11-25T00:00:00Z');
      const [id] = (await subject()).at('dataSubject.restrictions.*.id') as string[];
      const lifted = await send('liftRestriction', { id, reason: 'The address was put right.' });
      expect(lifted.at('liftRestriction.dataSubject.restrictions.*.until')).toEqual([
        '2026-11-25T00:00:00.000Z',
      ]);
      expect((await send('liftRestriction', { id, reason: 'Again.' })).errors).toEqual([
        'liftRestriction INVALID_STATE',
      ]);
    });

    it('takes no restriction that ends before it begins', async () => {
      const { errors } = await send('restrictProcessing', {
        dataSubjectId: keyOf(ada),
        ground: 'LEGAL_CLAIMS',
        reason: 'A suit is pending.',
        until: '2026-11-20T09:30:00Z',
      });
      expect(errors).toEqual(['restrictProcessing BAD_USER_INPUT']);
    });

    it('maps every kind of datum that is held: way, purposes, recipients, bases, retention and source', async () => {
      const answer = await bench.ask(
        customer(ada),
        `{ dataSubject(id: "${keyOf(ada)}") { dataMap { field path category purposes recipients legalBases retention systems source } } }`,
      );
      expect(answer.errors).toEqual([]);
      expect(answer.at('dataSubject.dataMap')).toContainEqual({
        field: 'Operation.amount',
        path: 'DataSubject.customer.accounts.operations.amount',
        category: 'user.financial.transaction',
        purposes: expect.arrayContaining(['complaint_handling', 'dsr_fulfilment']) as string[],
        recipients: expect.arrayContaining(['client_self', 'dpo', 'handler_l1']) as string[],
        legalBases: expect.arrayContaining(['contract', 'legal_obligation']) as string[],
        retention: expect.arrayContaining(['complaint_5y', 'relation_5y']) as string[],
        systems: ['accounts'],
        source: expect.stringContaining('TMVT0010') as string,
      });
    });

    it('shows each customer their own rights and nobody else’s, and looks like nothing to others', async () => {
      await recorded('2026-11-20T09:00:00Z');
      const own = await bench.ask(customer(ada), SUBJECT);
      expect(own.at('dataSubject.requests.*.kind')).toEqual(['ACCESS']);
      for (const caller of [customer(ben), staff('handler_l1', 'A110420', '01042')]) {
        expect((await bench.ask(caller, SUBJECT)).errors).toEqual(['dataSubject NOT_FOUND']);
      }
      const forged = await bench.ask(dpo, `{ dataSubject(id: "cus_AAAA") { id } }`);
      expect(forged.errors).toEqual(['dataSubject NOT_FOUND']);
    });
  });
}
