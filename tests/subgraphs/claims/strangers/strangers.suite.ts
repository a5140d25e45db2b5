import type { Caller } from '../../../../schema/kernel/caller';
import type { SqlStore } from '../../../../schema/ports/store';
import { importClaims, subgraph } from '../../../../subgraphs/claims';
import { purgeOver } from '../../../../subgraphs/claims/retention/purge';
import { loadRetentionRules } from '../../../../subgraphs/claims/retention/rules';
import {
  createTestClock,
  customer,
  openSubgraph,
  staff,
  type SubgraphBench,
} from '../../shared/subgraph-bench';
import { importedClaim } from '../claim-rows';

const dpo: Caller = { ...staff('dpo', 'D500001', '00001'), purpose: 'dsr_fulfilment' };
const NOW = '2026-11-20T09:30:00Z';
const EVE = { name: 'Eve Martin', email: 'Eve@courriel.example', address: null, mandate: null };
const MAX = { name: 'Max Roy', email: null, address: ['4 rue des Lilas', '59000 LILLE'], mandate: null };

/** Those who are no customers: how long their claims are kept, what is held of them, and how it is erased. */
export function strangersSuite(name: string, open: () => Promise<SqlStore>): void {
  describe(`claims of those who are no customers, on ${name}`, () => {
    const clock = createTestClock(NOW);
    const rules = loadRetentionRules();
    let store: SqlStore;
    let bench: SubgraphBench;
    let count = 0;

    beforeAll(async () => {
      store = await open();
      bench = await openSubgraph(subgraph, store, clock);
    });
    beforeEach(async () => {
      clock.set(NOW);
      await store.query('truncate claims.claim, claims.purge_report cascade');
    });
    afterAll(() => store.close());

    /** @param wrote when they wrote last. @returns the claim's number. */
    async function claimOf(
      claimant: object | null,
      changes: {
        readonly wrote?: string;
        readonly closedAt?: string | null;
        readonly capacity?: string;
        readonly customer?: string;
      } = {},
    ): Promise<string> {
      const {
        wrote = '2023-06-01T08:00:00.000Z',
        closedAt = '2023-07-01T08:00:00.000Z',
        capacity = 'PROSPECT',
      } = changes;
      const at = '2023-01-04T08:00:00.000Z';
      const claim = importedClaim((count += 1), {
        ...{
          filedAt: at,
          receivedAt: at,
          capacity,
          closedAt,
          status: closedAt === null ? 'FILED' : 'CLOSED',
        },
        events: [{ at, type: 'FILED', channel: 'BRANCH', actor: 'ADVISER', reason: null }],
        messages: [
          { at: wrote, author: 'CUSTOMER', channel: 'ONLINE', text: 'Où en est-on ?' },
          { at: '2026-11-01T08:00:00.000Z', author: 'BANK', channel: 'ONLINE', text: 'Nous avons clos.' },
        ],
      });
      await importClaims(store, [claim]);
      await store.query(
        `update claims.claim set customer_number = nullif($2, ''), claimant = coalesce(nullif($3, '')::jsonb, claimant), capacity = $4
          where number = $1`,
        [
          claim.number,
          claimant ? (changes.customer ?? '') : '000000000001',
          claimant ? JSON.stringify(claimant) : '',
          capacity,
        ],
      );
      return claim.number;
    }
    const left = async () =>
      (await store.query<{ number: string }>('select number from claims.claim order by seq')).map(
        (row) => row.number,
      );
    const record = (claimNumber: string, contact: string, caller = dpo) =>
      bench.ask(
        caller,
        `query ($claimNumber: String!, $contact: String!) { claimantRecord(claimNumber: $claimNumber, contact: $contact) {
           claims { number claimant { name } messages(first: 5) { edges { node { text } } } } } }`,
        { claimNumber, contact },
      );
    const erase = (claimNumber: string, contact: string, key = `erase-${(count += 1)}00000`) =>
      bench.ask(
        dpo,
        `mutation ($claimNumber: String!, $contact: String!, $key: String!) {
           eraseClaimant(claimNumber: $claimNumber, contact: $contact, idempotencyKey: $key) { erased kept keptUntil reason } }`,
        { claimNumber, contact, key },
      );

    it('are deleted three years after a prospect wrote last, to the day in Paris, and reported; nobody else’s are', async () => {
      const over = await claimOf(EVE, { wrote: '2023-11-20T22:59:59.000Z' });
      const nextDay = await claimOf(EVE, { wrote: '2023-11-20T23:00:00.000Z' });
      const kept = [
        nextDay,
        await claimOf(EVE, { closedAt: null }),
        await claimOf(EVE, { capacity: 'HEIR' }),
        await claimOf(EVE, { customer: '000000000001' }),
        await claimOf(null),
      ];
      await purgeOver(store, rules, clock);
      expect(await left()).toEqual(kept);
      expect(await left()).not.toContain(over);
      expect(await store.query('select claims, rules from claims.purge_report')).toEqual([
        { claims: 1, rules: rules.version },
      ]);
    });

    it('say until when they are kept', async () => {
      const number = await claimOf(EVE, {
        wrote: '2026-02-28T10:00:00.000Z',
        closedAt: '2026-03-01T10:00:00.000Z',
      });
      const seen = await bench.ask(
        dpo,
        `{ claimByNumber(number: "${number}") { retention { legalReference purgeOn archiveOn } } }`,
      );
      expect(seen.at('claimByNumber.retention')).toEqual({
        ...{ legalReference: 'CNIL, NS-48 art. 5 (three years after the last contact)' },
        ...{ purgeOn: '2029-02-28', archiveOn: '2027-03-01' },
      });
    });

    it('are found by the number of one of them and how their claimant is reached, by both only', async () => {
      const first = await claimOf(EVE);
      const second = await claimOf(
        { ...EVE, email: 'eve@courriel.example' },
        { customer: '000000000001', capacity: 'BENEFICIARY' },
      );
      const other = await claimOf(MAX);
      const customers = await claimOf(null);
      const found = await record(first, ' eve@COURRIEL.example ');
      expect(found.errors).toEqual([]);
      expect(found.at('claimantRecord.claims.*.number')).toEqual([first, second]);
      expect(
        (await record(other, '4 Rue des Lilas 59000 Lille')).at('claimantRecord.claims.*.number'),
      ).toEqual([other]);
      for (const [number, contact] of [
        [other, 'eve@courriel.example'],
        [customers, 'eve@courriel.example'],
        ['RC-2026-9999999', 'eve@courriel.example'],
        [first, '%'],
      ] as const) {
        expect((await record(number, contact)).messages).toEqual(['ClaimantRecord not found.']);
      }
    });

    it('look to a customer as if there were none', async () => {
      const first = await claimOf(EVE);
      const asked = await record(first, 'eve@courriel.example', customer('000000000002'));
      expect(asked.messages).toEqual(['ClaimantRecord not found.']);
    });

    it('are erased as far as their time is over, with what is kept told until when', async () => {
      const over = await claimOf(EVE, { wrote: '2023-05-01T08:00:00.000Z' });
      const heir = await claimOf(EVE, { capacity: 'HEIR' });
      const other = await claimOf(MAX, { wrote: '2023-05-01T08:00:00.000Z' });
      const asked = await erase(over, 'eve@courriel.example', 'erase-eve-1');
      expect(asked.at('eraseClaimant')).toMatchObject({ erased: 1, kept: 1, keptUntil: '2028-07-01' });
      expect(await left()).toEqual([heir, other]);
      const again = await erase(over, 'eve@courriel.example', 'erase-eve-1');
      expect(again.at('eraseClaimant')).toEqual(asked.at('eraseClaimant'));
      expect((await erase(over, 'eve@courriel.example')).errors).toEqual(['eraseClaimant NOT_FOUND']);
      const max = await erase(other, '4 rue des Lilas 59000 LILLE');
      expect(max.at('eraseClaimant')).toMatchObject({ erased: 1, kept: 0, keptUntil: null });
      const tables = await store.query<{ name: string }>(
        `select table_schema || '.' || table_name as name from information_schema.tables
          where table_schema = 'claims' and table_type = 'BASE TABLE'`,
      );
      for (const { name: table } of tables) {
        const rows = await store.query(
          `select 1 from ${table} t where t::text like '%Lilas%' or t::text like '%' || $1 || '%'`,
          [other],
        );
        expect(rows).toEqual([]);
      }
    });

    it('stay while they are open or held, and say so', async () => {
      const open = await claimOf(EVE, { closedAt: null });
      expect((await erase(open, 'eve@courriel.example')).at('eraseClaimant')).toMatchObject({
        ...{ erased: 0, kept: 1, keptUntil: null },
        reason: expect.stringContaining('not closed') as string,
      });
      await store.query(`update claims.claim set status = 'CLOSED', closed_at = '2020-01-01T00:00:00Z'`);
      await store.query(
        `insert into claims.legal_hold (claim_seq, placed_at, placed_by, reason) select seq, now(), 'x', 'x' from claims.claim`,
      );
      expect((await erase(open, 'eve@courriel.example')).at('eraseClaimant')).toMatchObject({
        ...{ erased: 0, kept: 1, keptUntil: null },
        reason: expect.stringContaining('held') as string,
      });
      expect(await left()).toEqual([open]);
    });
  });
}
