import type { SqlStore } from '../../../schema/ports/store';
import type { Caller } from '../../../schema/kernel/caller';
import { importClaims, subgraph } from '../../../subgraphs/claims';
import { claimEraser } from '../../../subgraphs/claims/erasure';
import { purgeOver } from '../../../subgraphs/claims/retention/purge';
import { loadRetentionRules } from '../../../subgraphs/claims/retention/rules';
import { HANGING } from '../../../subgraphs/claims/retention/tables';
import { outboxMigrations } from '../../../subgraphs/shared/outbox/migration';
import { readMigrations } from '../../../subgraphs/shared/migrations';
import { join } from 'node:path';
import { createTestClock, customer, openSubgraph, staff, type SubgraphBench } from '../shared/subgraph-bench';
import { importedClaim } from './claim-rows';

const compliance: Caller = { ...staff('compliance_officer', 'F400007', '00001'), purpose: 'security_audit' };
const ada = customer('000000000001');
const rules = loadRetentionRules();
const HOLD = `mutation ($id: ID!, $reason: String!, $key: String!) {
  placeLegalHold(claimId: $id, reason: $reason, idempotencyKey: $key) { held } }`;

/** Claims are kept for their time, and gone after it with all that hangs on them. */
export function retentionSuite(name: string, open: () => Promise<SqlStore>): void {
  describe(`retention on ${name}`, () => {
    const clock = createTestClock('2026-11-20T09:30:00Z');
    let store: SqlStore;
    let bench: SubgraphBench;
    let count = 0;

    beforeAll(async () => {
      store = await open();
      bench = await openSubgraph(subgraph, store, clock);
      const migrationsOf = (owner: string) =>
        readMigrations(join(__dirname, '../../../subgraphs', owner, 'migrations'));
      await store.migrate('surveys', migrationsOf('surveys'));
      await store.migrate('documents', [...outboxMigrations('documents'), ...migrationsOf('documents')]);
      await store.migrate('payments', outboxMigrations('payments'));
    });
    beforeEach(async () => {
      clock.set('2026-11-20T09:30:00Z');
      await store.query('truncate claims.claim, claims.purge_report, claims.accounting_trace cascade');
    });
    afterAll(() => store.close());

    /** A claim that was closed. @returns its number. */
    async function closed(
      closedAt: string | null,
      changes: Parameters<typeof importedClaim>[1] = {},
    ): Promise<string> {
      const at = '2021-01-04T08:00:00.000Z';
      const event = { at, type: 'FILED', channel: 'ONLINE', actor: 'CUSTOMER', reason: null };
      const claim = importedClaim((count += 1), {
        ...{
          filedAt: at,
          receivedAt: at,
          events: [event],
          closedAt,
          status: closedAt === null ? 'FILED' : 'CLOSED',
        },
        messages: [{ at, author: 'CUSTOMER', channel: 'ONLINE', text: 'Et ma réponse ?' }],
        ...changes,
      });
      await importClaims(store, [claim]);
      return claim.number;
    }
    const left = () =>
      store
        .query<{ number: string }>('select number from claims.claim order by seq')
        .then((rows) => rows.map((row) => row.number));

    it('names every table of the database that tells a claim', async () => {
      const found = await store.query<{ name: string }>(
        `select table_schema || '.' || table_name || ' ' || column_name as name from information_schema.columns
          where column_name in ('claim_seq', 'claim_number') and table_schema not in ('pg_catalog', 'information_schema')
          order by 1`,
      );
      const named = HANGING.map(({ table, by }) => `${table} ${by}`);
      expect(found.map((row) => row.name).filter((each) => !named.includes(each))).toEqual([]);
    });

    it('is told on the claim once it is closed', async () => {
      const number = await closed('2024-02-29T10:00:00.000Z');
      const query = `{ claimByNumber(number: "${number}") { retention { legalReference archiveOn purgeOn held } } }`;
      expect((await bench.ask(ada, query)).at('claimByNumber.retention')).toEqual({
        legalReference: 'C. civ. 2224, C. com. L.110-4',
        archiveOn: '2025-02-28',
        purgeOn: '2029-02-28',
        held: false,
      });
      const open = `{ claimByNumber(number: "${await closed(null)}") { retention { purgeOn } } }`;
      expect((await bench.ask(ada, open)).at('claimByNumber.retention')).toBeNull();
    });

    it('ends after five years, to the day in Paris; what is open or at the mediator stays', async () => {
      const over = await closed('2021-11-20T22:59:59.000Z');
      const nextDay = await closed('2021-11-20T23:00:00.000Z');
      const open = await closed(null);
      const mediated = await closed('2021-01-05T10:00:00.000Z', { status: 'AT_MEDIATOR', level: 'MEDIATOR' });
      await purgeOver(store, rules, clock);
      expect(await left()).toEqual([nextDay, open, mediated]);
      expect(await left()).not.toContain(over);
      clock.set('2026-11-20T23:00:00Z');
      await purgeOver(store, rules, clock);
      expect(await left()).toEqual([open, mediated]);
    });

    it('leaves nothing of a claim in any table, and says how much of what went', async () => {
      const number = await closed('2021-01-05T10:00:00.000Z');
      await fillEverything(store, number);
      expect(await countOf(store, 'surveys.survey')).toBe(1);
      await store.query(
        `insert into claims.idempotency (subject, mutation, key, request_hash, result, created_at)
         select 'ada', 'addClaimMessage', 'key-' || seq, 'x', to_jsonb(seq::text), now() from claims.claim_message`,
      );
      await purgeOver(store, rules, clock);
      const stays: string[] = [];
      for (const table of await tablesOf(store)) {
        const [row] = await store.query<{ n: number }>(
          `select count(*)::int as n from ${table} t where t::text like '%' || $1 || '%'`,
          [number],
        );
        if (row && row.n > 0) stays.push(table);
      }
      expect(stays).toEqual([]);
      expect(await countOf(store, 'claims.idempotency')).toBe(0);
      const reports = await bench.ask(
        compliance,
        '{ purgeReports { at rules claims held rows { table count } } }',
      );
      expect(reports.at('purgeReports.0')).toMatchObject({ claims: 1, held: 0, rules: rules.version });
      expect(reports.at('purgeReports.0.rows')).toEqual(
        expect.arrayContaining([
          { table: 'claims.claim', count: 1 },
          { table: 'claims.claim_message', count: 1 },
          { table: 'surveys.survey', count: 1 },
          { table: 'documents.evidence', count: 1 },
        ]),
      );
      expect(
        await store.query('select amount_minor, currency, purge_on from claims.accounting_trace'),
      ).toEqual([{ amount_minor: '1250', currency: 'EUR', purge_on: '2031-01-05' }]);
      clock.set('2031-01-05T09:00:00Z');
      await purgeOver(store, rules, clock);
      expect(await store.query('select 1 from claims.accounting_trace')).toEqual([]);
    });

    it('does not end while a claim is held; neither purge nor erasure takes it', async () => {
      const number = await closed('2021-01-05T10:00:00.000Z');
      const id = bench.ids.seal('clm', number);
      const asked = { id, reason: 'Assignation du 3 novembre.', key: 'hold-0001' };
      const hold = () => bench.ask(compliance, HOLD, asked);
      expect((await hold()).at('placeLegalHold')).toEqual({ held: true });
      expect((await hold()).at('placeLegalHold')).toEqual({ held: true });
      const second = await bench.ask(compliance, HOLD, { ...asked, key: 'hold-0002' });
      expect(second.errors).toEqual(['placeLegalHold INVALID_STATE']);
      await purgeOver(store, rules, clock);
      const erased = await store.transaction((session) =>
        claimEraser.erase(session, '000000000001', clock.now()),
      );
      expect(erased).toMatchObject({
        status: 'RETAINED',
        reason: expect.stringContaining('held') as unknown,
      });
      expect(await left()).toEqual([number]);
      const lift = HOLD.replaceAll('placeLegalHold', 'liftLegalHold');
      const lifted = await bench.ask(compliance, lift, { ...asked, key: 'hold-0003' });
      expect(lifted.at('liftLegalHold')).toEqual({ held: false });
      await purgeOver(store, rules, clock);
      expect(await left()).toEqual([]);
    });

    it('ends for drafts and for keys of requests too', async () => {
      await store.query('delete from claims.idempotency');
      for (const day of ['2026-11-19', '2026-11-21']) {
        await store.query(
          `insert into claims.draft (customer_number, content, created_at, saved_at, kept_until)
           values ('000000000001', '{}', $1, $1, $1)`,
          [`${day}T00:00:00Z`],
        );
      }
      for (const day of ['2026-08-22', '2026-08-23']) {
        await store.query(
          `insert into claims.idempotency (subject, mutation, key, request_hash, created_at) values ('x', 'y', $1, 'h', $2)`,
          [day, `${day}T00:00:00Z`],
        );
      }
      await purgeOver(store, rules, clock);
      expect(await store.query('select kept_until from claims.draft')).toEqual([
        { kept_until: '2026-11-21T00:00:00.000Z' },
      ]);
      expect(await store.query('select key from claims.idempotency')).toEqual([{ key: '2026-08-23' }]);
    });

    it('goes on after it was cut short, and two processes at once report each claim once', async () => {
      for (let n = 0; n < 3; n += 1) await closed('2021-01-05T10:00:00.000Z');
      const dying: SqlStore = {
        ...store,
        transaction: (work) =>
          store.transaction(async (session) => {
            await work(session);
            throw new Error('killed before the commit');
          }),
      };
      await expect(purgeOver(dying, rules, clock)).rejects.toThrow('killed');
      expect(await left()).toHaveLength(3);
      await Promise.all([purgeOver(store, rules, clock), purgeOver(store, rules, clock)]);
      expect(await left()).toEqual([]);
      expect(await store.query('select sum(claims)::int as n from claims.purge_report')).toEqual([{ n: 3 }]);
    });
  });
}

const countOf = async (store: SqlStore, table: string): Promise<number> =>
  (await store.query<{ n: number }>(`select count(*)::int as n from ${table}`))[0]?.n ?? 0;

const tablesOf = async (store: SqlStore): Promise<string[]> =>
  (
    await store.query<{ name: string }>(
      `select table_schema || '.' || table_name as name from information_schema.tables
        where table_schema in ('claims', 'documents', 'surveys', 'payments') and table_type = 'BASE TABLE'`,
    )
  ).map(({ name }) => name);

/** A row of many a table that tells the claim. */
async function fillEverything(store: SqlStore, number: string): Promise<void> {
  const [claim] = await store.query<{ seq: string }>('select seq from claims.claim where number = $1', [
    number,
  ]);
  const seq = claim?.seq ?? '';
  const at = '2021-01-05T10:00:00Z';
  const day = '2021-01-05';
  const sha = 'a'.repeat(64);
  const run = (text: string, values: readonly string[]) => store.query(text, values);
  await run(
    `insert into claims.claim_point (claim_seq, at, said_as, text) values ($1, $2, 'DESCRIPTION', $3)`,
    [seq, at, number],
  );
  await run(
    `insert into claims.claim_answer (claim_seq, state, outcome, language, body, notices) values ($1, 'SENT', 'UPHELD', 'FR', $2, '{}')`,
    [seq, number],
  );
  await run(
    `insert into claims.answer_step (answer_seq, claim_seq, at, step, done_by, done_as) select seq, $1, $2, 'SENT', 'A000001', 'ADVISER' from claims.claim_answer`,
    [seq, at],
  );
  await run(
    `insert into claims.sent_answer (answer_seq, claim_seq, message_seq, at, medium, template_version, sha256)
    select a.seq, $1, m.seq, $2, 'EMAIL', '1', $3 from claims.claim_answer a, claims.claim_message m`,
    [seq, at, sha],
  );
  await run(
    `insert into claims.redress (claim_seq, type, amount_minor, currency, grounds, account_number, state, proposed_at, proposed_by, proposed_as, decided_at, decided_by, decided_as)
    values ($1, 'REFUND', 1250, 'EUR', 'x', '00000000001', 'APPROVED', $2, 'A000001', 'ADVISER', $2, 'S000001', 'COMPLAINTS_OFFICER')`,
    [seq, at],
  );
  await run(
    `insert into claims.automation (claim_seq, at, rules_version, decision, evidence, shadow_evidence) values ($1, $2, '1', 'NONE', '[]', '[]')`,
    [seq, at],
  );
  await run(
    `insert into claims.automation_refund (operation_reference, claim_seq, amount_minor) values ('M000000000000001', $1, 1)`,
    [seq],
  );
  await run(
    `insert into claims.clock_notice (claim_seq, rule, stage, due_on, due_at, noticed_at) values ($1, 'ANSWER', 'BREACH', $2, $3, $3)`,
    [seq, day, at],
  );
  await run(`insert into claims.clock_watch (claim_seq, claim_version, rules) values ($1, 1, '1')`, [seq]);
  await run(
    `insert into claims.holding_reply (claim_seq, at, reason, latest_on) values ($1, $2, 'THIRD_PARTY', $3)`,
    [seq, at, day],
  );
  await run(`insert into claims.mediation (claim_seq, referred_at) values ($1, $2)`, [seq, at]);
  await run(
    `insert into claims.legal_hold (claim_seq, placed_at, placed_by, reason, lifted_at, lifted_by, lift_reason) values ($1, $2, 'x', 'x', $2, 'x', 'x')`,
    [seq, at],
  );
  await run(
    `insert into claims.mandate (client_id, customer_number, claim_number, starts_at) values ('partner', '000000000001', $1, $2)`,
    [number, at],
  );
  await run(
    `insert into claims.idempotency (subject, mutation, key, request_hash, result, created_at) values ('x', 'fileClaim', 'k', 'h', to_jsonb($1::text), $2)`,
    [number, '2026-11-19T10:00:00Z'],
  );
  await run(
    `insert into surveys.survey (id, claim_number, customer_number, status, invited_at, expires_at) values ('SV-1', $1, '000000000001', 'INVITED', $2, $2)`,
    [number, at],
  );
  await run(
    `insert into documents.evidence (reference, claim_number, file_name, mime_type, size_bytes, requested_at, expires_at, state) values ('E-1', $1, 'f', 'application/pdf', 1, $2, $2, 'POSTED')`,
    [number, at],
  );
  for (const owner of ['documents', 'payments']) {
    await run(
      `insert into ${owner}.outbox (reference, subject, request_hash, payload, state, created_at, due_at) values ('E-1', $1, 'h', '{}', 'DONE', $2, $2)`,
      [number, at],
    );
  }
}
