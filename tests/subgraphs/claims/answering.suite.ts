import { createHash } from 'node:crypto';
import type { SqlStore } from '../../../schema/ports/store';
import { subgraph } from '../../../subgraphs/claims';
import { createTestClock, customer, openSubgraph, type SubgraphBench } from '../shared/subgraph-bench';
import { adviser, head, officer, openDesk, secondOfficer } from './claim-desk';

const ada = customer('000000000001');
const REFUSED = 'answer: { outcome: REJECTED, body: "Le paiement a été authentifié.", language: FR }';
const UPHELD = 'answer: { outcome: UPHELD, body: "Le paiement vous est remboursé.", language: FR }';

/** Answers: written, read by a second person where the rules want it, and sent whole or not at all. */
export function answeringSuite(name: string, open: () => Promise<SqlStore>): void {
  describe(`an answer on ${name}`, () => {
    const clock = createTestClock('2026-11-20T09:30:00.250Z');
    let store: SqlStore;
    let bench: SubgraphBench;
    const desk = (changes: Parameters<typeof openDesk>[2] = {}) => openDesk(bench, store, changes);

    beforeAll(async () => {
      store = await open();
      bench = await openSubgraph(subgraph, store, clock);
    });
    afterAll(() => store.close());

    it('that grants everything is sent by who wrote it: the claim is answered, and the text is a message of the bank', async () => {
      const claim = await desk();
      expect((await claim.does(adviser, 'draftAnswer', UPHELD)).errors).toEqual([]);
      const sent = await claim.does(adviser, 'sendAnswer');
      expect(sent.errors).toEqual([]);
      expect(sent.at('sendAnswer.claim')).toMatchObject({ status: 'ANSWERED', outcome: 'UPHELD' });
      expect(sent.at('sendAnswer.claim.answerDraft')).toBeNull();
      const seen = await claim.sees(
        ada,
        `timeline { type channel } sentAnswers { at medium outcome language text sha256 }
         messages(first: 5) { edges { node { author text } } }`,
      );
      const [answer] = seen.at('claim.sentAnswers') as { text: string; sha256: string }[];
      expect(answer).toMatchObject({
        ...{ at: '2026-11-20T09:30:00.250Z', medium: 'SECURE_MESSAGE', outcome: 'UPHELD', language: 'FR' },
      });
      expect(answer?.sha256).toBe(
        createHash('sha256')
          .update(answer?.text ?? '')
          .digest('hex'),
      );
      expect(answer?.text).toContain(`Votre réclamation ${claim.number} du 1 janvier 2026`);
      expect(answer?.text).toContain('Le paiement vous est remboursé.');
      expect(answer?.text).toContain('https://mediateur.banque.example');
      expect(seen.at('claim.messages.edges.*.node')).toEqual([{ author: 'BANK', text: answer?.text }]);
      expect((seen.at('claim.timeline') as object[]).at(-1)).toEqual({ type: 'ANSWERED', channel: 'ONLINE' });
    });

    it('keeps what was decided on the event that decided it', async () => {
      const claim = await desk();
      await claim.does(adviser, 'draftAnswer', UPHELD);
      await claim.does(adviser, 'sendAnswer');
      const events = await store.query(
        `select e.outcome from claims.claim_event e join claims.claim c on c.seq = e.claim_seq
          where c.number = $1 and e.type = 'ANSWERED'`,
        [claim.number],
      );
      expect(events).toEqual([{ outcome: 'UPHELD' }]);
    });

    it('that refuses leaves only once a second person has approved it, and never its author', async () => {
      const claim = await desk();
      const drafted = await claim.does(officer, 'draftAnswer', REFUSED);
      expect(drafted.at('draftAnswer.claim.answerDraft.reviewRules')).toEqual(['REFUSAL']);
      expect((await claim.does(officer, 'sendAnswer')).errors).toEqual(['sendAnswer INVALID_STATE']);
      expect((await claim.does(officer, 'approveAnswer')).errors).toEqual(['approveAnswer INVALID_STATE']);
      await claim.does(officer, 'submitAnswerForReview');
      expect((await claim.does(officer, 'approveAnswer')).errors).toEqual([
        'approveAnswer OPERATION_ACCESS_DENIED',
      ]);
      expect((await claim.does(officer, 'sendAnswer')).errors).toEqual(['sendAnswer INVALID_STATE']);
      expect((await claim.does(secondOfficer, 'approveAnswer')).errors).toEqual([]);
      const sent = await claim.does(officer, 'sendAnswer', ', medium: LETTER');
      expect(sent.at('sendAnswer.claim')).toMatchObject({ status: 'ANSWERED', outcome: 'REJECTED' });
      const seen = await claim.sees(ada, 'sentAnswers { medium text } timeline { channel }');
      expect(seen.at('claim.sentAnswers.*.medium')).toEqual(['LETTER']);
      expect((seen.at('claim.timeline') as { channel: string }[]).at(-1)?.channel).toBe('LETTER');
    });

    it('is given back with remarks, written again, and approved by the head of the branch', async () => {
      const claim = await desk();
      await claim.does(adviser, 'draftAnswer', REFUSED);
      await claim.does(adviser, 'submitAnswerForReview');
      await claim.does(head, 'returnAnswer', ', remarks: "Citer la date de l’authentification."');
      const seen = await claim.sees(adviser, 'answerDraft { state steps { step by remarks } }');
      expect(seen.at('claim.answerDraft')).toEqual({
        state: 'RETURNED',
        steps: [
          { step: 'DRAFTED', by: 'ADVISER', remarks: null },
          { step: 'SUBMITTED', by: 'ADVISER', remarks: null },
          { step: 'RETURNED', by: 'HEAD_OF_BRANCH', remarks: 'Citer la date de l’authentification.' },
        ],
      });
      await claim.does(adviser, 'reviseAnswer', REFUSED.replace('authentifié', 'authentifié le 1er janvier'));
      await claim.does(adviser, 'submitAnswerForReview');
      expect((await claim.does(head, 'approveAnswer')).errors).toEqual([]);
      expect((await claim.does(adviser, 'sendAnswer')).errors).toEqual([]);
    });

    it('that was approved and reads otherwise since is not sent', async () => {
      const claim = await desk();
      await claim.does(officer, 'addClaimPoint', ', text: "Qui a validé le paiement ?"');
      const [point] = await claim.points();
      const settle = (text: string) => `, pointId: "${point}", text: "${text}"`;
      await claim.does(officer, 'settleClaimPoint', settle('Vous, par téléphone.'));
      await claim.does(officer, 'draftAnswer', REFUSED);
      await claim.does(officer, 'submitAnswerForReview');
      await claim.does(secondOfficer, 'approveAnswer');
      await claim.does(officer, 'settleClaimPoint', settle('Personne.'));
      expect((await claim.does(officer, 'sendAnswer')).messages).toEqual([
        'The answer no longer reads as it was approved: it has to be submitted again.',
      ]);
      await claim.does(officer, 'settleClaimPoint', settle('Vous, par téléphone.'));
      expect((await claim.does(officer, 'sendAnswer')).errors).toEqual([]);
    });

    it('that was written again is approved no more', async () => {
      const claim = await desk();
      await claim.does(officer, 'draftAnswer', REFUSED);
      await claim.does(officer, 'submitAnswerForReview');
      await claim.does(secondOfficer, 'approveAnswer');
      await claim.does(secondOfficer, 'reviseAnswer', REFUSED);
      expect((await claim.does(officer, 'sendAnswer')).errors).toEqual(['sendAnswer INVALID_STATE']);
      await claim.does(officer, 'submitAnswerForReview');
      // Whoever wrote at it last is an author too.
      expect((await claim.does(secondOfficer, 'approveAnswer')).errors).toEqual([
        'approveAnswer OPERATION_ACCESS_DENIED',
      ]);
    });

    it.each([
      ['REJECTED', '[MEDIATOR]', 'RECOURSE'],
      ['PARTIALLY_UPHELD', '[RECOURSE]', 'MEDIATOR'],
      ['PARTIALLY_UPHELD', '[]', 'RECOURSE and no MEDIATOR'],
    ])(
      'that is %s does not leave with the notices %s, whatever its author writes',
      async (outcome, notices, missing) => {
        const claim = await desk();
        const body =
          'Vous pouvez saisir notre service Réclamations et le médiateur, https://mediateur.banque.example.';
        await claim.does(
          officer,
          'draftAnswer',
          `answer: { outcome: ${outcome}, body: "${body}", notices: ${notices} }`,
        );
        for (const step of ['submitAnswerForReview', 'sendAnswer']) {
          expect((await claim.does(officer, step)).messages).toEqual([
            `The answer has no ${missing}: the law asks for it.`,
          ]);
        }
        expect((await claim.sees(officer, 'status')).at('claim.status')).toBe('IN_PROGRESS');
      },
    );

    it('is not sent before it says something about every point, and says then what', async () => {
      const claim = await desk();
      await claim.does(adviser, 'draftAnswer', UPHELD);
      await claim.does(ada, 'addClaimPoint', ', text: "Pourquoi deux fois ?"');
      await claim.does(adviser, 'addClaimPoint', ', text: "Quand suis-je remboursée ?"');
      expect((await claim.does(adviser, 'sendAnswer')).messages).toEqual([
        'The answer says nothing about 2 of the points that were raised.',
      ]);
      const [first, second] = await claim.points();
      await claim.does(
        adviser,
        'settleClaimPoint',
        `, pointId: "${first}", text: "Une erreur {de} notre part."`,
      );
      expect((await claim.sees(ada, 'points { text answered }')).at('claim.points')).toEqual([
        { text: 'Pourquoi deux fois ?', answered: true },
        { text: 'Quand suis-je remboursée ?', answered: false },
      ]);
      await claim.does(adviser, 'settleClaimPoint', `, pointId: "${second}", text: "Demain."`);
      expect((await claim.does(adviser, 'sendAnswer')).errors).toEqual([]);
      const seen = await claim.sees(ada, 'sentAnswers { text }');
      expect((seen.at('claim.sentAnswers') as { text: string }[])[0]?.text).toContain(
        'Sur les 2 points que vous soulevez :\n1. Pourquoi deux fois ? — Une erreur {de} notre part.\n2. Quand suis-je remboursée ? — Demain.',
      );
    });

    it('says nothing of another claim’s point', async () => {
      const [claim, other] = [await desk(), await desk()];
      await other.does(adviser, 'addClaimPoint', ', text: "Et moi ?"');
      const [foreign] = await other.points();
      const answer = await claim.does(adviser, 'settleClaimPoint', `, pointId: "${foreign}", text: "Non."`);
      expect(answer.errors).toEqual(['settleClaimPoint NOT_FOUND']);
    });

    it('happens once per key, and of two at once one is told of the newer claim', async () => {
      const claim = await desk();
      await claim.does(adviser, 'draftAnswer', UPHELD);
      const again = { version: 3, key: 'the-same-answer' };
      const [first, second] = [
        await claim.does(adviser, 'sendAnswer', '', again),
        await claim.does(adviser, 'sendAnswer', '', again),
      ];
      expect(first.errors).toEqual([]);
      expect(second.data).toEqual(first.data);
      expect((await claim.does(officer, 'sendAnswer', '', { version: 3 })).at('sendAnswer.result')).toBe(
        'VERSION_CONFLICT',
      );
      expect((await claim.sees(ada, 'sentAnswers { at }')).at('claim.sentAnswers')).toHaveLength(1);
    });

    it('is one at a time, and none for a claim that ended', async () => {
      const claim = await desk();
      await claim.does(adviser, 'draftAnswer', UPHELD);
      expect((await claim.does(officer, 'draftAnswer', REFUSED)).errors).toEqual([
        'draftAnswer INVALID_STATE',
      ]);
      await claim.does(ada, 'withdrawClaim');
      expect((await claim.does(adviser, 'sendAnswer')).errors).toEqual(['sendAnswer INVALID_STATE']);
      expect((await claim.does(adviser, 'addClaimPoint', ', text: "Trop tard ?"')).errors).toEqual([
        'addClaimPoint INVALID_STATE',
      ]);
      const ended = await desk({ status: 'WITHDRAWN', closedAt: '2026-02-01T00:00:00.000Z' });
      expect((await ended.does(adviser, 'draftAnswer', UPHELD)).errors).toEqual([
        'draftAnswer INVALID_STATE',
      ]);
    });

    it('is shown before it is kept, in the claim’s language, with what it lacks', async () => {
      const claim = await desk({ language: 'DE', motive: 'DISCRIMINATION', disputedAmountCents: 200_000 });
      const preview = await bench.ask(
        adviser,
        `query ($id: ID!) { previewAnswer(claimId: $id, answer: { outcome: PARTIALLY_UPHELD, body: "Grund.", notices: [] }) {
           language text missingNotices reviewRules state } }`,
        { id: claim.id },
      );
      expect(preview.errors).toEqual([]);
      expect(preview.at('previewAnswer')).toMatchObject({
        ...{ language: 'DE', state: null, missingNotices: ['RECOURSE', 'MEDIATOR'] },
        reviewRules: ['REFUSAL', 'AMOUNT', 'DISCRIMINATION'],
      });
      expect(preview.at('previewAnswer.text')).toContain('Ihre Beschwerde');
      expect((await claim.sees(adviser, 'answerDraft { state }')).at('claim.answerDraft')).toBeNull();
    });

    it('is not for claimants to write', async () => {
      const claim = await desk();
      expect((await claim.does(ada, 'draftAnswer', UPHELD)).errors).toEqual([
        'draftAnswer OPERATION_ACCESS_DENIED',
      ]);
    });
  });
}
