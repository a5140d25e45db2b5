import type { LedgerOperation } from '../../../../schema/ports/ledger-evidence';
import { SourceUnavailable } from '../../../../schema/kernel/source-errors';
import type { Payments, PaymentRequest } from '../../../../schema/ports/payments';
import type { SqlStore } from '../../../../schema/ports/store';
import { subgraph } from '../../../../subgraphs/claims';
import {
  createTestClock,
  customer,
  openSubgraph,
  staff,
  type SubgraphBench,
} from '../../shared/subgraph-bench';

const ada = customer('000000000001');
const officer = staff('handler_l2', 'S000001', '00900');

const AUTOMATION = `automation { eligible decision decidedBy rule legalReference amount
  evidence { role bookedOn amount } shadow { rule amount } }`;

/** Simple claims on a store: what rules grant is done once, with its event, message and order; a person has the rest. */
export function automationSuite(name: string, open: () => Promise<SqlStore>): void {
  describe(`simple claims on ${name}`, () => {
    const clock = createTestClock('2026-11-20T09:30:00.250Z');
    const orders: PaymentRequest[] = [];
    let operations: readonly LedgerOperation[] = [];
    let down = false;
    let store: SqlStore;
    let bench: SubgraphBench;
    let count = 0;

    const payments: Payments = {
      prepare: () => Promise.resolve(),
      order: async (_session, request) => void orders.push(request),
      statesOf: () => Promise.resolve(new Map()),
    };
    const evidence = {
      around: () =>
        down
          ? Promise.reject(new SourceUnavailable('account-ledger'))
          : Promise.resolve({ holder: '000000000001', account: '00000000001', closedOn: null, operations }),
    };

    beforeAll(async () => {
      store = await open();
      bench = await openSubgraph(subgraph, store, clock, { evidence, payments });
    });
    afterAll(() => store.close());
    beforeEach(() => {
      orders.length = 0;
      down = false;
    });

    const charged = (
      reference: string,
      cents: number,
      label = 'COMMISSION D INTERVENTION',
    ): LedgerOperation => ({
      ...{
        reference,
        bookedOn: '2026-10-05',
        cents: BigInt(cents),
        debit: true,
        currency: 'EUR',
        code: '62',
        label,
      },
    });

    /** Files a claim about a fee. @returns its number. */
    async function file(fee: LedgerOperation, more: Record<string, unknown> = {}): Promise<string> {
      operations = [fee];
      count += 1;
      const answer = await bench.ask(
        ada,
        'mutation ($input: FileClaimInput!, $key: String!) { fileClaim(input: $input, idempotencyKey: $key) { number } }',
        {
          key: `automation-${count}`,
          input: {
            ...{ product: 'PRICING', motive: 'FEES_CONTESTED', description: 'Frais trop élevés.' },
            ...{ operationId: bench.ids.seal('opr', fee.reference), ...more },
          },
        },
      );
      expect(answer.errors).toEqual([]);
      return answer.at('fileClaim.number') as string;
    }

    const seen = (number: string) =>
      bench.ask(
        ada,
        `query ($number: String!) { claimByNumber(number: $number) { status outcome level version ${AUTOMATION}
          timeline { type actor reason } messages(first: 5) { edges { node { author text } } } } }`,
        { number },
      );

    it('grants what is owed back in full: answered, paid once, and told that no person decided', async () => {
      const number = await file(charged('M1', 1_200), { disputedAmount: '4.00 EUR', language: 'FR' });
      const claim = await seen(number);
      expect(claim.at('claimByNumber')).toMatchObject({
        status: 'ANSWERED',
        outcome: 'UPHELD',
        automation: {
          ...{ eligible: true, decision: 'GRANTED', decidedBy: 'AUTOMATION', rule: 'F-INTERVENTION' },
          ...{ legalReference: 'CMF R.312-4-1', amount: '4.00 EUR', shadow: null },
          evidence: [{ role: 'FEE', bookedOn: '2026-10-05', amount: '12.00 EUR' }],
        },
      });
      const steps = claim.at('claimByNumber.timeline') as {
        type: string;
        actor: string;
        reason: string | null;
      }[];
      expect(steps.slice(-2)).toEqual([
        { type: 'AUTOMATICALLY_GRANTED', actor: 'SYSTEM', reason: 'F-INTERVENTION' },
        { type: 'ANSWERED', actor: 'SYSTEM', reason: null },
      ]);
      expect(claim.at('claimByNumber.messages.edges.0.node')).toEqual({
        author: 'BANK',
        text: expect.stringMatching(/automatiquement.*4,00 €.*une personne.*médiateur/s),
      });
      expect(orders).toEqual([
        expect.objectContaining({
          ...{ claimNumber: number, accountNumber: '00000000001', type: 'REFUND' },
          amount: { minorUnits: 400n, currency: 'EUR' },
        }),
      ]);
    });

    it('leaves the rest to a person where more is disputed than is owed back', async () => {
      const claim = await seen(await file(charged('M2', 1_200), { disputedAmount: '12.00 EUR' }));
      expect(claim.at('claimByNumber')).toMatchObject({
        ...{ status: 'FILED', outcome: null },
        automation: { decision: 'GRANTED', amount: '4.00 EUR' },
      });
      expect(orders).toHaveLength(1);
    });

    it('gives a fee back once, however many claims are about it', async () => {
      const full = { disputedAmount: '4.00 EUR' };
      const [first, second] = [
        await file(charged('M3', 1_200), full),
        await file(charged('M3', 1_200), full),
      ];
      expect((await seen(first)).at('claimByNumber.automation.decision')).toBe('GRANTED');
      expect((await seen(second)).at('claimByNumber')).toMatchObject({
        status: 'FILED',
        automation: { decision: 'NONE', decidedBy: 'PERSON', amount: null, rule: null },
      });
      expect(orders).toHaveLength(1);
    });

    it('never refuses: a fee that is right waits for a person', async () => {
      const claim = await seen(await file(charged('M4', 800)));
      expect(claim.at('claimByNumber')).toMatchObject({
        status: 'FILED',
        automation: { eligible: true, decision: 'NONE', decidedBy: 'PERSON' },
      });
      expect([orders, claim.at('claimByNumber.messages.edges')]).toEqual([[], []]);
    });

    it('only keeps what a rule in shadow mode would have granted', async () => {
      const claim = await seen(await file(charged('M5', 3_500, 'FRAIS CLOTURE COMPTE')));
      expect(claim.at('claimByNumber')).toMatchObject({
        status: 'FILED',
        automation: { decision: 'NONE', amount: null, shadow: { rule: 'F-CLOSING', amount: '35.00 EUR' } },
      });
      expect(orders).toEqual([]);
    });

    it('files all the same while the ledger does not answer, and lets a person decide who is quicker than it', async () => {
      down = true;
      const claim = await seen(await file(charged('M6', 1_200)));
      expect(claim.at('claimByNumber')).toMatchObject({
        status: 'FILED',
        automation: { decision: 'PENDING', decidedBy: 'PERSON' },
      });
    });

    it('is taken up by a person when the claimant asks for one, and only where rules decided', async () => {
      const ask = (number: string, version: number, caller = ada) =>
        bench.ask(
          caller,
          'mutation ($input: ChangeClaimInput!) { requestHumanReview(input: $input) { result claim { status level outcome } } }',
          {
            input: {
              claimId: bench.ids.seal('clm', number),
              version,
              idempotencyKey: `review-${(count += 1)}`,
            },
          },
        );
      const decided = await file(charged('M7', 1_200), { disputedAmount: '4.00 EUR' });
      const version = (await seen(decided)).at('claimByNumber.version') as number;
      expect((await ask(decided, version, officer)).errors).toEqual([
        'requestHumanReview OPERATION_ACCESS_DENIED',
      ]);
      const answer = await ask(decided, version);
      expect(answer.errors).toEqual([]);
      expect(answer.at('requestHumanReview')).toEqual({
        result: 'CHANGED',
        claim: { status: 'REOPENED', level: 'COMPLAINTS_SERVICE', outcome: null },
      });
      const undecided = await file(charged('M8', 800));
      expect((await ask(undecided, 1)).errors).toEqual(['requestHumanReview INVALID_STATE']);
    });
  });
}
