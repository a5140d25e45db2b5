import type { SqlStore } from '../../../schema/ports/store';
import { subgraph } from '../../../subgraphs/claims';
import { createTestClock, customer, openSubgraph, type SubgraphBench } from '../shared/subgraph-bench';
import { adviser, type Desk, head, officer, openDesk, secondOfficer } from './claim-desk';
import { createCarelessService, createPaymentDesk } from './payment-desk';

const ada = customer('000000000001');
const redress = (amount: string, type = 'REFUND_FEE') =>
  `, redress: { type: ${type}, amount: "${amount} EUR", grounds: "Frais prélevés deux fois." }`;

/** Redress: proposed, decided on by who may, and ordered with the decision. */
export function redressSuite(name: string, open: () => Promise<SqlStore>): void {
  describe(`redress on ${name}`, () => {
    const clock = createTestClock('2026-11-20T09:30:00.250Z');
    const service = createCarelessService();
    let store: SqlStore;
    let bench: SubgraphBench;
    let payments: ReturnType<typeof createPaymentDesk>;
    const desk = (changes: Parameters<typeof openDesk>[2] = {}) => openDesk(bench, store, changes);

    beforeAll(async () => {
      store = await open();
      payments = createPaymentDesk(async () => store, clock, service);
      bench = await openSubgraph(subgraph, store, clock, { payments: payments.payments });
    });
    afterAll(() => store.close());

    /** A proposal. @returns the argument that names it. */
    async function proposed(claim: Desk, amount: string, by = adviser, type = 'REFUND_FEE'): Promise<string> {
      expect((await claim.does(by, 'proposeRedress', redress(amount, type))).errors).toEqual([]);
      const seen = await claim.sees(officer, 'redressProposals { id state }');
      const open = (seen.at('claim.redressProposals') as { id: string; state: string }[]).filter(
        ({ state }) => state === 'PROPOSED',
      );
      expect(open).toHaveLength(1);
      return `, redressId: "${open[0]?.id}"`;
    }
    const paid = async (claim: Desk): Promise<unknown> =>
      (await claim.sees(ada, 'redress { paymentState }')).at('claim.redress.*.paymentState');
    const later = (ms: number): void => clock.set(new Date(clock.now().getTime() + ms).toISOString());
    const ordersOf = ({ number }: Desk) =>
      service.taken.filter(({ payload }) => payload.claimNumber === number);

    it('is paid once it is granted: ordered with the decision, then booked, and the claimant sees it', async () => {
      const claim = await desk();
      const id = await proposed(claim, '24.90');
      expect((await claim.sees(ada, 'redress { id }')).at('claim.redress')).toEqual([]);
      expect((await claim.does(officer, 'approveRedress', id)).errors).toEqual([]);
      expect(await paid(claim)).toEqual(['PENDING']);
      await payments.turn();
      expect(ordersOf(claim)).toEqual([
        {
          reference: expect.stringMatching(/^RDR-\d{6,}-[0-9a-f]{16}$/) as unknown,
          payload: {
            ...{ type: 'REFUND', amount: '2490', currency: 'EUR', accountNumber: '00000000001' },
            ...{ claimNumber: claim.number, reason: `Reclamation ${claim.number}` },
          },
        },
      ]);
      expect(await paid(claim)).toEqual(['PENDING']);
      service.book();
      later(10_000);
      await payments.turn();
      const seen = await claim.sees(
        ada,
        'redress { type amount grounds state approvedBy decidedAt paymentState }',
      );
      expect(seen.at('claim.redress')).toEqual([
        {
          ...{ type: 'REFUND_FEE', amount: '24.90 EUR', grounds: 'Frais prélevés deux fois.' },
          ...{ state: 'APPROVED', approvedBy: 'COMPLAINTS_OFFICER', paymentState: 'POSTED' },
          decidedAt: expect.any(String) as unknown,
        },
      ]);
      // Months later, when the order itself is forgotten.
      later(1);
      await payments.purge();
      await payments.turn();
      expect(await paid(claim)).toEqual(['POSTED']);
    });

    it('is approved once, however often and by however many', async () => {
      const claim = await desk();
      const id = await proposed(claim, '30.00');
      const asked = { version: 3, key: 'one-approval-only' };
      await claim.does(officer, 'approveRedress', id, asked);
      const again = await claim.does(officer, 'approveRedress', id, asked);
      expect(again.at('approveRedress.result')).toBe('CHANGED');
      expect(
        (await claim.does(secondOfficer, 'approveRedress', id, { version: 3 })).at('approveRedress.result'),
      ).toBe('VERSION_CONFLICT');
      expect((await claim.does(secondOfficer, 'approveRedress', id)).errors).toEqual([
        'approveRedress INVALID_STATE',
      ]);
      await payments.turn();
      later(120_000);
      await payments.turn();
      expect(ordersOf(claim)).toHaveLength(1);
    });

    it.each([
      ['150.00', 'an officer alone', officer, officer, true],
      ['150.01', 'an officer alone', officer, officer, false],
      ['150.01', 'a second officer', officer, secondOfficer, true],
      ['1000.00', 'the head of the branch', adviser, head, true],
      ['1000.01', 'the head of the branch', adviser, head, false],
      ['0.01', 'an adviser', officer, adviser, false],
    ] as const)(
      'of %s EUR may be approved by %s: by the limits of the rules',
      async (amount, _who, by, approver, may) => {
        const claim = await desk();
        const id = await proposed(claim, amount, by);
        const answer = await claim.does(approver, 'approveRedress', id);
        expect(answer.errors).toEqual(may ? [] : ['approveRedress OPERATION_ACCESS_DENIED']);
        expect(await paid(claim)).toEqual(may ? ['PENDING'] : []);
      },
    );

    it('is counted together: small amounts do not add up to what one may not approve at once', async () => {
      const claim = await desk();
      await claim.does(officer, 'approveRedress', await proposed(claim, '100.00', officer));
      const id = await proposed(claim, '50.01', officer);
      expect((await claim.does(officer, 'approveRedress', id)).errors).toEqual([
        'approveRedress OPERATION_ACCESS_DENIED',
      ]);
      expect((await claim.does(secondOfficer, 'approveRedress', id)).errors).toEqual([]);
    });

    it('gives one operation back for one claim only, whoever approves it', async () => {
      const about = { operationReference: 'M000000000000777' };
      const [one, other] = [await desk(about), await desk(about)];
      const [first, second] = [await proposed(one, '10.00'), await proposed(other, '10.00')];
      const answers = await Promise.all([
        one.does(officer, 'approveRedress', first),
        other.does(secondOfficer, 'approveRedress', second),
      ]);
      expect(answers.flatMap(({ errors }) => errors)).toEqual(['approveRedress INVALID_STATE']);
      expect([...((await paid(one)) as []), ...((await paid(other)) as [])]).toEqual(['PENDING']);
      // A gesture is no refund of it.
      const poor = ((await paid(one)) as []).length > 0 ? other : one;
      await poor.does(officer, 'proposeRedress', redress('5.00', 'GOODWILL'));
      const open = await poor.sees(officer, 'redressProposals { id type }');
      const gesture = (open.at('claim.redressProposals') as { id: string; type: string }[]).find(
        ({ type }) => type === 'GOODWILL',
      );
      const granted = await poor.does(officer, 'approveRedress', `, redressId: "${gesture?.id}"`);
      expect(granted.errors).toEqual([]);
    });

    it('that is turned down pays nothing, and is shown to nobody outside', async () => {
      const claim = await desk();
      const id = await proposed(claim, '20.00');
      await claim.does(officer, 'rejectRedress', `${id}, remarks: "Les frais étaient dus."`);
      expect((await claim.does(officer, 'approveRedress', id)).errors).toEqual([
        'approveRedress INVALID_STATE',
      ]);
      await payments.turn();
      expect(ordersOf(claim)).toEqual([]);
      expect((await claim.sees(ada, 'redress { id }')).at('claim.redress')).toEqual([]);
      expect(
        (await claim.sees(officer, 'redressProposals { state remarks }')).at('claim.redressProposals'),
      ).toEqual([{ state: 'REJECTED', remarks: 'Les frais étaient dus.' }]);
    });

    it('is UNKNOWN while nobody knows whether its order arrived, and paid once all the same', async () => {
      const claim = await desk();
      await payments.turn(); // Nothing else is on its way.
      await claim.does(officer, 'approveRedress', await proposed(claim, '20.00'));
      service.lose(true);
      await payments.turn();
      service.lose(false);
      expect(await paid(claim)).toEqual(['UNKNOWN']);
      later(120_000);
      await payments.turn();
      expect(await paid(claim)).toEqual(['PENDING']);
      expect(ordersOf(claim)).toHaveLength(1);
    });

    it('that the service declines is FAILED, and another may be proposed', async () => {
      const claim = await desk();
      service.decline(true);
      await claim.does(officer, 'approveRedress', await proposed(claim, '20.00'));
      await payments.turn();
      service.decline(false);
      expect(await paid(claim)).toEqual(['FAILED']);
      await claim.does(officer, 'approveRedress', await proposed(claim, '20.00'));
      await payments.turn();
      expect(await paid(claim)).toEqual(['FAILED', 'PENDING']);
    });

    it('credits an account of the claimant’s claims only', async () => {
      const [claim, foreign, none] = [
        await desk(),
        await desk({ customerNumber: '000000000002', accountNumber: '00000000002' }),
        await desk({ customerNumber: '000000000003', accountNumber: null }),
      ];
      const account = (number: string) =>
        redress('10.00').replace(' }', `, accountId: "${bench.ids.seal('acc', number)}" }`);
      for (const [desk, args] of [
        [claim, account('00000000002')],
        [none, redress('10.00')],
      ] as const) {
        const answer = await desk.does(officer, 'proposeRedress', args);
        expect(answer.errors).toEqual(['proposeRedress BAD_USER_INPUT']);
      }
      expect((await foreign.does(officer, 'proposeRedress', account('00000000002'))).errors).toEqual([]);
    });

    it.each(['0.00 EUR', '-5.00 EUR', '10000.01 EUR', '10.00 USD'])('of %s is not taken', async (amount) => {
      const claim = await desk();
      const answer = await claim.does(officer, 'proposeRedress', redress('1.00').replace('1.00 EUR', amount));
      expect(answer.errors).toEqual(['proposeRedress BAD_USER_INPUT']);
    });

    it('stands in the answer once it is granted, and an answer waits for the decision', async () => {
      const claim = await desk();
      await claim.does(
        adviser,
        'draftAnswer',
        'answer: { outcome: UPHELD, body: "Vous avez raison.", language: FR }',
      );
      const id = await proposed(claim, '24.90');
      expect((await claim.does(adviser, 'sendAnswer')).messages).toEqual([
        'Something was proposed to be paid, and nobody has decided yet.',
      ]);
      await claim.does(officer, 'approveRedress', id);
      expect((await claim.does(adviser, 'sendAnswer')).errors).toEqual([]);
      const [sent] = (await claim.sees(ada, 'sentAnswers { text }')).at('claim.sentAnswers') as {
        text: string;
      }[];
      expect(sent?.text).toMatch(/Nous vous versons :\nRemboursement de frais : 24,90\s€/);
    });

    it('of a claim that ended is not proposed', async () => {
      const claim = await desk({ status: 'WITHDRAWN', closedAt: '2026-02-01T00:00:00.000Z' });
      expect((await claim.does(officer, 'proposeRedress', redress('1.00'))).errors).toEqual([
        'proposeRedress INVALID_STATE',
      ]);
    });

    it('cannot be approved where nobody would bring the order to the service', async () => {
      const claim = await desk();
      const id = await proposed(claim, '10.00');
      const alone = await openSubgraph(subgraph, store, clock);
      const answer = await alone.ask(
        officer,
        `mutation ($input: ChangeClaimInput!) { approveRedress(input: $input ${id}) { result } }`,
        { input: { claimId: claim.id, version: 3, idempotencyKey: 'nobody-there' } },
      );
      expect(answer.errors).toEqual(['approveRedress SOURCE_UNAVAILABLE']);
      expect(await paid(claim)).toEqual([]);
    });
  });
}
