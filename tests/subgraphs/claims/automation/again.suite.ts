import { HubError } from '../../../../schema/kernel/errors';
import { createSourceMeter } from '../../../../schema/kernel/sources';
import { SourceInvalidData, SourceUnavailable } from '../../../../schema/kernel/source-errors';
import type { LedgerEvidence } from '../../../../schema/ports/ledger-evidence';
import type { SqlStore } from '../../../../schema/ports/store';
import { importClaims, type ImportedClaim, subgraph } from '../../../../subgraphs/claims';
import { askAgain } from '../../../../subgraphs/claims/automation/ask-again';
import { loadAutomationRules } from '../../../../subgraphs/claims/automation/rules';
import { loadAutomationWords } from '../../../../subgraphs/claims/automation/words';
import { loadLifeCycle } from '../../../../subgraphs/claims/lifecycle/table';
import { createMeteredStore } from '../../../../subgraphs/shared/metered-store';
import {
  createTestClock,
  customer,
  openSubgraph,
  staff,
  type SubgraphBench,
} from '../../shared/subgraph-bench';
import { importedClaim } from '../claim-rows';
import { type End, mortal } from '../mortal-store';
import { createCarelessService, createPaymentDesk } from '../payment-desk';

const ada = customer('000000000001');
const officer = staff('handler_l2', 'S000001', '00900');
const lifeCycle = loadLifeCycle();
const [rules, words] = [loadAutomationRules(), loadAutomationWords()];
const gone = new SourceUnavailable('account-ledger');

/** Simple claims that the ledger could not tell about when they were filed, and those of before. */
export function askAgainSuite(name: string, open: () => Promise<SqlStore>): void {
  describe(`simple claims that are looked at again on ${name}`, () => {
    const clock = createTestClock('2026-11-20T09:30:00Z');
    let store: SqlStore;
    let bench: SubgraphBench;
    /** What the ledger does instead of telling of a fee of 12 EUR, 4 too many. */
    let ledger: (reference: string) => HubError | string | undefined | Promise<void>;
    let asked: string[] = [];
    let count = 0;

    const evidence: LedgerEvidence = {
      async around(reference) {
        asked.push(reference);
        const instead = await ledger(reference);
        if (instead instanceof HubError) throw instead;
        const fee = { reference, bookedOn: '2026-10-05', cents: 1_200n, debit: true };
        const said = { currency: 'EUR', code: '62', label: instead ?? 'COMMISSION D INTERVENTION' };
        return {
          ...{ holder: '000000000001', account: '00000000001', closedOn: null },
          operations: [{ ...fee, ...said }],
        };
      },
    };
    const payments = () => createPaymentDesk(async () => store, clock, createCarelessService()).payments;
    const round = (on: SqlStore = store) =>
      askAgain({
        automation: { rules, words, evidence, payments: payments() },
        ...{ clock, lifeCycle, store: createMeteredStore(on, createSourceMeter()) },
      });
    const later = (minutes: number): void =>
      clock.set(new Date(clock.now().getTime() + minutes * 60_000).toISOString());

    beforeAll(async () => {
      store = await open();
      bench = await openSubgraph(subgraph, store, clock, { evidence, payments: payments() });
      await payments().prepare();
    });
    beforeEach(async () => {
      await store.query('truncate claims.claim, payments.outbox cascade');
      clock.set('2026-11-20T09:30:00Z');
      ledger = () => undefined;
      asked = [];
    });
    afterAll(() => store.close());

    const operation = (n: number): string => `M${String(n).padStart(15, '0')}`;
    const change = async (mutation: string, input: string, variables: object, caller = ada) => {
      const answer = await bench.ask(caller, mutation, { key: `again-${(count += 1)}-key`, ...variables });
      expect(answer.errors).toEqual([]);
      return answer.at(input);
    };
    /** Files a claim about a fee. @returns its number. */
    const file = async () =>
      (await change(
        'mutation ($input: FileClaimInput!, $key: String!) { fileClaim(input: $input, idempotencyKey: $key) { number } }',
        'fileClaim.number',
        {
          input: {
            ...{ product: 'PRICING', motive: 'FEES_CONTESTED', description: 'Frais trop élevés.' },
            ...{ operationId: bench.ids.seal('opr', operation((count += 1))), disputedAmount: '4.00 EUR' },
          },
        },
      )) as string;
    /** A claim of before the rules. */
    const earlier = (n: number, more: Partial<ImportedClaim> = {}): ImportedClaim => {
      const filed = { filedAt: '2026-11-01T09:00:00Z', receivedAt: '2026-11-01T09:00:00Z' };
      const fee = {
        product: 'PRICING',
        motive: 'FEES_CONTESTED',
        disputedAmountCents: 400,
        ...filed,
      } as const;
      return importedClaim(n, { ...fee, operationReference: operation(n), ...more });
    };
    const several = (most: number) =>
      importClaims(
        store,
        Array.from({ length: most }, (_, n) => earlier(n + 1)),
      );
    /** @returns its number. */
    const before = async (n: number, more?: Partial<ImportedClaim>): Promise<string> => {
      const claim = earlier(n, more);
      await importClaims(store, [claim]);
      return claim.number;
    };
    const seen = async (number: string): Promise<Record<string, unknown>> => {
      const answer = await bench.ask(
        ada,
        `query ($number: String!) { claimByNumber(number: $number) { status outcome version
          automation { eligible decision decidedBy decidedAt triedAt triesAgainAt rule amount } } }`,
        { number },
      );
      expect(answer.errors).toEqual([]);
      return answer.at('claimByNumber') as Record<string, unknown>;
    };
    /** All that the rules have done, of all claims. */
    const done = async () =>
      (
        await store.query<Record<string, number>>(
          `select (select count(*) from claims.automation where decision = 'GRANTED')::int as granted,
                  (select count(*) from claims.automation where decision = 'NONE')::int as none,
                  (select count(*) from claims.claim_event where type = 'AUTOMATICALLY_GRANTED')::int as events,
                  (select count(*) from claims.claim_message)::int as messages,
                  (select count(*) from payments.outbox)::int as orders`,
        )
      )[0];
    const granted = (n: number) => ({ granted: n, none: 0, events: n, messages: n, orders: n });

    it('files while the ledger is down, says when it asks again, and grants once when it is back', async () => {
      ledger = () => gone;
      const number = await file();
      const pending = { eligible: true, decision: 'PENDING', decidedBy: 'PERSON', decidedAt: null };
      const nothing = { rule: null, amount: null };
      expect(await seen(number)).toMatchObject({
        status: 'FILED',
        automation: {
          ...{ ...pending, ...nothing },
          ...{ triedAt: '2026-11-20T09:30:00.000Z', triesAgainAt: '2026-11-20T09:35:00.000Z' },
        },
      });
      later(4);
      await round();
      expect(asked).toHaveLength(1);
      later(1);
      await round();
      expect(asked).toHaveLength(2);
      expect(await seen(number)).toMatchObject({
        automation: { ...pending, triesAgainAt: '2026-11-20T09:45:00.000Z' },
      });
      ledger = () => undefined;
      later(10);
      for (let times = 0; times < 3; times += 1) await round();
      expect(await seen(number)).toMatchObject({
        ...{ status: 'ANSWERED', outcome: 'UPHELD' },
        automation: {
          ...{ decision: 'GRANTED', decidedBy: 'AUTOMATION', rule: 'F-INTERVENTION', amount: '4.00 EUR' },
          ...{ triedAt: '2026-11-20T09:45:00.000Z', triesAgainAt: null },
        },
      });
      expect([asked.length, await done()]).toEqual([3, granted(1)]);
    });

    it('shows what was granted among the redress, with its payment, and lets nobody decide on it', async () => {
      const number = await before(1);
      await round();
      const answer = await bench.ask(
        officer,
        `query ($number: String!) { claimByNumber(number: $number) { id version
          redress { id type amount grounds state automatic approvedBy decidedAt paymentState } } }`,
        { number },
      );
      expect(answer.at('claimByNumber.redress')).toEqual([
        {
          ...{ id: expect.any(String), type: 'REFUND_FEE', amount: '4.00 EUR', grounds: 'CMF R.312-4-1' },
          ...{ state: 'APPROVED', automatic: true, approvedBy: null, paymentState: 'PENDING' },
          decidedAt: '2026-11-20T09:30:00.000Z',
        },
      ]);
      const approve =
        'mutation ($input: ChangeClaimInput!, $id: ID!) { approveRedress(input: $input, redressId: $id) { result } }';
      const { input } = startOf(answer.at('claimByNumber.id') as string);
      const id = answer.at('claimByNumber.redress.0.id');
      const refused = await bench.ask(officer, approve, { input: { ...input, version: 3 }, id });
      expect(refused.errors).toEqual(['approveRedress BAD_USER_INPUT']);
    });

    it('leaves the ledger alone until it opens, and does not count that as a try', async () => {
      const reopensAt = new Date('2026-11-21T04:30:00Z');
      ledger = () => new SourceUnavailable('account-ledger', { reason: 'CLOSED', reopensAt });
      const number = await before(1);
      await round();
      expect(await seen(number)).toMatchObject({
        automation: { decision: 'PENDING', triesAgainAt: '2026-11-21T04:30:00.000Z' },
      });
      clock.set('2026-11-21T04:29:00Z');
      await round();
      expect(asked).toHaveLength(1);
      const [tried] = await store.query('select tries from claims.automation_try');
      expect(tried).toEqual({ tries: 0 });
      ledger = () => undefined;
      later(1);
      await round();
      expect(await done()).toEqual(granted(1));
    });

    it('looks at open claims of before once: grants, finds nothing owed, or nothing of its kind', async () => {
      const labels: Record<string, string> = {
        [operation(2)]: 'VIREMENT',
        [operation(3)]: 'FRAIS TENUE DE COMPTE',
      };
      ledger = (reference) => labels[reference];
      const [fee, other, right] = [await before(1), await before(2), await before(3)];
      await before(4, { motive: 'CARD_LOST' });
      await before(5, { status: 'IN_PROGRESS' });
      await round();
      later(600);
      await round();
      expect(asked).toEqual([operation(1), operation(2), operation(3)]);
      expect(await seen(fee)).toMatchObject({ status: 'ANSWERED', automation: { decision: 'GRANTED' } });
      expect(await seen(other)).toMatchObject({ status: 'FILED', automation: null });
      expect(await seen(right)).toMatchObject({ status: 'FILED', automation: { decision: 'NONE' } });
    });

    it('does not ask twice about a claim that is none of its kind, already at filing', async () => {
      ledger = () => 'VIREMENT';
      await file();
      later(600);
      await round();
      expect(asked).toHaveLength(1);
    });

    it('counts what was charged until the day of filing, and what came back until today', async () => {
      const number = await before(1, { filedAt: '2026-10-04T09:00:00Z' });
      await round();
      expect(await seen(number)).toMatchObject({ status: 'FILED', automation: null });
    });

    it('never touches a claim that a person has taken up, nor asks the ledger about it', async () => {
      ledger = () => gone;
      const [started, noted, written] = [await file(), await file(), await file()];
      const handled = await before(1, { handledBy: 'A000001' });
      asked = [];
      ledger = () => undefined;
      const idOf = (number: string) => bench.ids.seal('clm', number);
      const write =
        'mutation ($id: ID!, $key: String!) { addClaimMessage(claimId: $id, text: "Encore.", idempotencyKey: $key) { message { text } } }';
      const note =
        'mutation ($id: ID!, $key: String!) { addInternalNote(claimId: $id, text: "Vu.", idempotencyKey: $key) { kept } }';
      const start = 'mutation ($input: ChangeClaimInput!) { startClaim(input: $input) { result } }';
      await change(start, 'startClaim', startOf(idOf(started)), officer);
      await change(note, 'addInternalNote.kept', { id: idOf(noted) }, officer);
      await change(write, 'addClaimMessage', { id: idOf(written) });
      later(600);
      await round();
      expect([asked, await store.query('select from claims.automation')]).toEqual([[], []]);
      const taken = await Promise.all([started, noted, written, handled].map(seen));
      expect(taken.map(({ status }) => status)).toEqual(['IN_PROGRESS', 'FILED', 'FILED', 'FILED']);
    });

    const startOf = (claimId: string) => ({
      input: { claimId, version: 1, idempotencyKey: `start-${(count += 1)}` },
    });

    it('grants nothing where a person takes the claim up while the ledger is asked', async () => {
      const number = await before(1);
      const start = 'mutation ($input: ChangeClaimInput!) { startClaim(input: $input) { result } }';
      ledger = async () =>
        void (await change(start, 'startClaim', startOf(bench.ids.seal('clm', number)), officer));
      await round();
      expect(await seen(number)).toMatchObject({ status: 'IN_PROGRESS', version: 2 });
      expect(await done()).toEqual({ ...granted(0) });
    });

    it('gives nothing back for which people propose redress on another claim', async () => {
      const other = await before(1, { status: 'IN_PROGRESS', number: 'RC-2025-0000001' });
      await store.query(
        `insert into claims.redress (claim_seq, type, amount_minor, currency, grounds, account_number, state, proposed_at, proposed_by, proposed_as)
         select seq, 'REFUND_FEE', 400, 'EUR', 'Trop.', '00000000001', 'PROPOSED', $1, 'A000001', 'ADVISER' from claims.claim where number = $2`,
        [clock.now().toISOString(), other],
      );
      const number = await before(1);
      await round();
      expect(await seen(number)).toMatchObject({ status: 'FILED', automation: { decision: 'NONE' } });
      expect(await done()).toEqual({ ...granted(0), none: 1 });
    });

    it('takes a bounded number a round, one batch while the ledger is down, and is not held up by what cannot be read', async () => {
      await several(125);
      ledger = () => gone;
      await round();
      expect(asked).toHaveLength(20);
      ledger = (reference) =>
        reference === operation(30) ? new SourceInvalidData('account-ledger') : undefined;
      await round();
      expect(asked).toHaveLength(120);
      later(10);
      await round();
      expect(new Set(asked).size).toBe(125);
      expect(await done()).toEqual(granted(124));
    });

    it('does everything once, however many processes ask at once', async () => {
      await several(30);
      await Promise.all([round(), round(), round()]);
      later(600);
      await round();
      expect(await done()).toEqual(granted(30));
    });

    it.each(['before', 'after'] as const)(
      'and a process that dies %s any statement leaves what happens once, later',
      async (when) => {
        for (let at = 0; ; at += 1) {
          await store.query('truncate claims.claim, payments.outbox cascade');
          await before(1);
          const end: End = { kill: { steps: 0, dead: false }, at, when };
          await round(mortal(store, end)).catch(() => undefined);
          expect([granted(0), granted(1)]).toContainEqual(await done());
          later(10);
          await round();
          expect(await done()).toEqual(granted(1));
          if (!end.kill.dead) {
            expect(at).toBeGreaterThanOrEqual(10); // Every statement was somebody's last.
            break;
          }
        }
      },
    );
  });
}
