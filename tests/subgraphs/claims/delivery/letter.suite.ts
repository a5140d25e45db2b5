import type { CustomerContacts } from '../../../../schema/ports/customer-contacts';
import type { SqlStore } from '../../../../schema/ports/store';
import { subgraph } from '../../../../subgraphs/claims';
import { handOverDue } from '../../../../subgraphs/claims/answering/delivery/hand-over';
import { createLetterCarrier } from '../../../../subgraphs/claims/answering/delivery/letter';
import { loadDeliveryRules } from '../../../../subgraphs/claims/answering/delivery/rules';
import { createEvidenceDelivery } from '../../../../subgraphs/documents/evidence/delivery';
import { evidenceEraser } from '../../../../subgraphs/documents/evidence/erasure';
import type { EvidencePayload } from '../../../../subgraphs/documents/evidence/payload';
import { settleSent } from '../../../../subgraphs/documents/evidence/upkeep';
import { createClaimLetters } from '../../../../subgraphs/documents/letters/claim-letters';
import { createOutbox } from '../../../../subgraphs/shared/outbox/outbox';
import { createOutboxTable } from '../../../../subgraphs/shared/outbox/table';
import { type Ged, startGed, trace } from '../../documents/evidence-world';
import { killable, Killed, type Kill } from '../../outbox/killable';
import { createTestClock, openSubgraph, type SubgraphBench } from '../../shared/subgraph-bench';
import { adviser, type Desk, openDesk } from '../claim-desk';
import { PATIENCE_MS } from '../../../harness/patience-ms';

const START = '2026-11-20T09:30:00.250Z';
const UPHELD = 'answer: { outcome: UPHELD, body: "Le paiement vous est remboursé.", language: FR }';
const DAY_MS = 86_400_000;

/** Answers on their way to the claimant by letter, handed to the document store over SOAP. */
export function letterSuite(name: string, open: () => Promise<SqlStore>): void {
  describe(`an answer by letter on ${name}`, () => {
    const clock = createTestClock(START);
    const rules = loadDeliveryRules();
    let store: SqlStore;
    let bench: SubgraphBench;
    let ged: Ged;
    let envelope: readonly string[] | null;
    const contacts: CustomerContacts = { emailOf: async () => null, postalOf: async () => envelope };

    beforeAll(async () => {
      [store, ged] = await Promise.all([open(), startGed()]);
      bench = await openSubgraph(subgraph, store, clock);
      await createClaimLetters(async () => store).prepare();
    });
    beforeEach(async () => {
      await store.query('truncate claims.claim cascade');
      clock.set(START);
      await ged.mocks.reset();
      envelope = ['M ARISTE CARRE', '159 ALLEE DE PRESBOURG', '75011 PARIS'];
    });
    afterAll(async () => {
      await ged.close();
      await store.close();
    });

    const post = (on: SqlStore = store): Promise<void> => {
      const letters = createClaimLetters(async () => on);
      const carrier = createLetterCarrier(letters, contacts, { store: on, clock });
      return handOverDue(carrier, { store: on, clock, rules, random: () => 0.5 });
    };
    /** One turn of the documents' own process. */
    const deposit = async (): Promise<void> => {
      const outbox = createOutbox<EvidencePayload, string>({
        table: createOutboxTable<EvidencePayload>('documents', async () => store),
        delivery: createEvidenceDelivery(ged.soap, async () => store, {
          askMs: PATIENCE_MS,
          depositMs: PATIENCE_MS,
        }),
        ...{ clock, random: () => 0.5 },
        times: { callMs: 20_000, settleMs: 60_000, pauseMs: 2_000, pauseMaxMs: 30_000 },
      });
      await outbox.attendDue(trace);
      await settleSent(store);
    };
    const later = (ms = DAY_MS): void => clock.set(new Date(clock.now().getTime() + ms).toISOString());
    const sent = async (): Promise<Desk> => {
      const claim = await openDesk(bench, store);
      await claim.does(adviser, 'draftAnswer', UPHELD);
      expect((await claim.does(adviser, 'sendAnswer', ', medium: LETTER')).errors).toEqual([]);
      return claim;
    };
    const delivery = async (claim: Desk) =>
      (await claim.sees(adviser, 'sentAnswers { delivery { medium status reason } }')).at(
        'claim.sentAnswers.0.delivery',
      );
    const referenceOf = async (claim: Desk): Promise<string> => {
      const [row] = await store.query<{ seq: string }>(
        `select d.seq from claims.answer_delivery d join claims.claim c on c.seq = d.claim_seq where c.number = $1`,
        [claim.number],
      );
      return `LTR-${claim.number}-${row?.seq}`;
    };

    it('is deposited once among what goes out, and kept here no longer than that takes', async () => {
      const claim = await sent();
      await post();
      expect(await delivery(claim)).toEqual({ medium: 'LETTER', status: 'PENDING', reason: null });
      await deposit();
      later();
      await post();
      expect(await delivery(claim)).toMatchObject({ status: 'HANDED_OVER' });
      const [pdf, ...more] = await ged.holds(await referenceOf(claim));
      expect(pdf?.subarray(0, 5).toString('latin1')).toBe('%PDF-');
      expect(more).toEqual([]);
      expect(await store.query('select 1 from documents.letter')).toEqual([]);
      later();
      await post();
      expect(await ged.holds(await referenceOf(claim))).toHaveLength(1);
    });

    it('waits for a document store that is closed, however long', async () => {
      const claim = await sent();
      await ged.mocks.behave({ documents: { kind: 'down' } });
      for (let day = 0; day < 7; day += 1) {
        await post();
        await deposit();
        later();
      }
      await post();
      expect(await delivery(claim)).toMatchObject({
        status: expect.stringMatching(/PENDING|UNKNOWN/) as string,
      });
      await ged.mocks.reset();
      later();
      await deposit();
      await post();
      expect(await delivery(claim)).toMatchObject({ status: 'HANDED_OVER' });
      expect(await ged.holds(await referenceOf(claim))).toHaveLength(1);
    });

    it('without an address is somebody’s work', async () => {
      const claim = await sent();
      envelope = null;
      await post();
      expect(await delivery(claim)).toMatchObject({ status: 'FAILED', reason: 'NO_ADDRESS' });
    });

    it('is deposited once wherever the process that writes it dies', async () => {
      for (let at = 0; ; at += 1) {
        const claim = await sent();
        const kill: Kill = { steps: 0, dead: false };
        const mortal: SqlStore = {
          ...store,
          query: killable(store, kill, at, 'after').query,
          transaction: (work) =>
            store.transaction(async (session) => work(killable(session, kill, at, 'after'))),
          migrate: async () => undefined,
        };
        await post(mortal).catch((error: unknown) => expect(error).toBeInstanceOf(Killed));
        if (!kill.dead) break;
        for (let turn = 0; turn < 2; turn += 1) {
          later();
          await post();
          await deposit();
        }
        later();
        await post();
        expect(await delivery(claim)).toMatchObject({ status: 'HANDED_OVER' });
        expect(await ged.holds(await referenceOf(claim))).toHaveLength(1);
      }
    });

    it('goes with its claim', async () => {
      await sent();
      await post();
      await store.query('truncate claims.claim cascade');
      await evidenceEraser.erase(store, '000000000001', clock.now());
      expect(await store.query('select 1 from documents.letter')).toEqual([]);
      expect(await store.query(`select 1 from documents.outbox where reference like 'LTR-%'`)).toEqual([]);
    });
  });
}
