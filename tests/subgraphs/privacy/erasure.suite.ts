import { join } from 'node:path';
import type { Caller } from '../../../schema/kernel/caller';
import type { SqlStore } from '../../../schema/ports/store';
import { importClaims, subgraph as claims } from '../../../subgraphs/claims';
import { erasers } from '../../../subgraphs/erasers';
import { subgraph } from '../../../subgraphs/privacy';
import type { SubgraphDeps } from '../../../subgraphs/shared/module';
import { importSurveys, subgraph as surveys } from '../../../subgraphs/surveys';
import { readLines } from '../../../mocks/soap/data';
import type { ClaimRecord, SurveyRecord } from '../../../mocks/world/shapes';
import {
  type Answer,
  createTestClock,
  openSubgraph,
  staff,
  type SubgraphBench,
  testIds,
} from '../shared/subgraph-bench';

const ROOT = join(__dirname, '../../..');
const DATA = join(ROOT, 'mocks/data');
const [ada, ben] = ['000000000001', '000000000002'] as const;
const dpo: Caller = { ...staff('dpo', 'D500001', '00001'), purpose: 'dsr_fulfilment' };
const privacy = {
  ...subgraph,
  create: (_: object, deps: SubgraphDeps) =>
    subgraph.create({ supergraph: join(ROOT, 'schema/contract/supergraph.graphql') }, { ...deps, erasers }),
};

/** Erasure: what may go is gone, what the law keeps is said to be kept, and a hold stops it. */
export function erasureSuite(name: string, open: () => Promise<SqlStore>): void {
  describe(`erasure on ${name}`, () => {
    const clock = createTestClock('2026-11-20T09:30:00Z');
    let store: SqlStore;
    let bench: SubgraphBench;
    let keys = 0;
    const mine = readLines<ClaimRecord>(DATA, 'claims.ndjson').filter((each) => each.customerNumber === ada);
    const answers = readLines<SurveyRecord>(DATA, 'surveys.ndjson').filter(
      (each) => each.customerNumber === ada,
    );
    const closed = mine.filter((each) => each.closedAt !== null);

    beforeAll(async () => {
      store = await open();
      await openSubgraph(claims, store, clock);
      await openSubgraph(surveys, store, clock);
      bench = await openSubgraph(privacy, store, clock);
      await importClaims(store, closed);
      await importSurveys(store, answers);
    });
    afterAll(() => store.close());

    const send = (mutation: string, input: object): Promise<Answer> =>
      bench.ask(
        dpo,
        `mutation ($input: ${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!, $key: String!) {
          ${mutation}(input: $input, idempotencyKey: $key) { dataSubject {
            erasure { system status until reason } restrictions { id } } } }`,
        { input, key: `erasure-test-${keys++}` },
      );
    const erase = async (
      customer: string = ada,
    ): Promise<Record<string, { status: string; until: string | null }>> => {
      const answer = await send('eraseDataSubject', { dataSubjectId: testIds.seal('cus', customer) });
      expect(answer.errors).toEqual([]);
      const rows = answer.at('eraseDataSubject.dataSubject.erasure') as {
        system: string;
        status: string;
        until: string | null;
      }[];
      return Object.fromEntries(rows.map(({ system, status, until }) => [system, { status, until }]));
    };
    const count = async (table: string, where = 'true'): Promise<number> =>
      Number((await store.query<{ n: string }>(`select count(*) as n from ${table} where ${where}`))[0]?.n);

    it('is refused while the data are restricted, and erases nothing', async () => {
      const restricted = await bench.ask(
        dpo,
        `mutation ($input: RestrictProcessingInput!) { restrictProcessing(input: $input, idempotencyKey: "a-legal-hold") { dataSubject { restrictions { id } } } }`,
        {
          input: {
            dataSubjectId: testIds.seal('cus', ada),
            ground: 'LEGAL_CLAIMS',
            reason: 'A suit is pending.',
          },
        },
      );
      expect((await send('eraseDataSubject', { dataSubjectId: testIds.seal('cus', ada) })).errors).toEqual([
        'eraseDataSubject INVALID_STATE',
      ]);
      expect(await count('surveys.survey')).toBe(answers.length);
      const [id] = restricted.at('restrictProcessing.dataSubject.restrictions.*.id') as string[];
      await bench.ask(
        dpo,
        `mutation ($input: EndStandingInput!) { liftRestriction(input: $input, idempotencyKey: "the-hold-is-over") { dataSubject { id } } }`,
        { input: { id, reason: 'The suit is over.' } },
      );
    });

    it('deletes surveys, keeps claims for their five years, and leaves old systems to people', async () => {
      expect(answers.length).toBeGreaterThan(0);
      const last =
        closed
          .map((each) => each.closedAt ?? '')
          .sort()
          .at(-1) ?? '';
      const states = await erase();
      expect(states).toMatchObject({
        surveys: { status: 'DONE_AT_SOURCE', until: null },
        claims: { status: 'RETAINED', until: `${Number(last.slice(0, 4)) + 5}${last.slice(4, 10)}` },
        privacy: { status: 'RETAINED' },
        customers: { status: 'MANUAL_PENDING' },
        accounts: { status: 'MANUAL_PENDING' },
        documents: { status: 'MANUAL_PENDING' },
        payments: { status: 'MANUAL_PENDING' },
      });
      expect(await count('surveys.survey')).toBe(0);
      expect(await count('claims.claim')).toBe(closed.length);
    });

    it('says the same again, until somebody confirms what was done by hand', async () => {
      const first = await erase();
      expect(first.surveys?.status).toBe('DONE_AT_SOURCE');
      const confirmation = {
        dataSubjectId: testIds.seal('cus', ada),
        system: 'customers',
        reason: 'Ticket 4711.',
      };
      expect((await send('confirmErasure', confirmation)).errors).toEqual([]);
      expect((await send('confirmErasure', confirmation)).errors).toEqual(['confirmErasure INVALID_STATE']);
      expect((await erase()).customers?.status).toBe('DONE_AT_SOURCE');
    });

    it('deletes claims with all that hangs on them once their time is over', async () => {
      clock.set('2032-01-01T00:00:00Z');
      expect((await erase()).claims).toEqual({ status: 'DONE_AT_SOURCE', until: null });
      for (const table of ['claim', 'claim_event', 'claim_message', 'dated_copy']) {
        expect(await count(`claims.${table}`)).toBe(0);
      }
    });

    it('holds nothing of somebody who has nothing', async () => {
      const states = await erase(ben);
      expect([states.claims?.status, states.surveys?.status]).toEqual(['NOTHING_HELD', 'NOTHING_HELD']);
    });
  });
}
