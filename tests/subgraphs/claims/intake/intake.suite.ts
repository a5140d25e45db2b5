import type { SqlStore } from '../../../../schema/ports/store';
import { subgraph } from '../../../../subgraphs/claims';
import { createTestClock, customer, openSubgraph, type SubgraphBench } from '../../shared/subgraph-bench';

const ada = customer('000000000001');

const FILE = `mutation ($input: FileClaimInput!, $key: String!) { fileClaim(input: $input, idempotencyKey: $key) {
  number claim { language intakeAnswers { question kind text value } } } }`;

/** The guided form: what is asked, and what becomes of the answers. */
export function intakeSuite(name: string, open: () => Promise<SqlStore>): void {
  describe(`the guided form on ${name}`, () => {
    let store: SqlStore;
    let bench: SubgraphBench;
    let keys = 0;
    beforeAll(async () => {
      store = await open();
      bench = await openSubgraph(subgraph, store, createTestClock('2026-11-20T09:30:00.250Z'));
    });
    afterAll(() => store.close());
    const file = (input: object) =>
      bench.ask(ada, FILE, {
        input: { product: 'PRICING', motive: 'FEES_CONTESTED', description: 'Trop cher.', ...input },
        key: `intake-key-${(keys += 1)}`,
      });
    const fee = [
      { question: 'feeKind', value: 'INTERVENTION' },
      { question: 'feeDate', value: '2026-11-02' },
      { question: 'feeAmount', value: '8.00 EUR' },
    ];

    it('asks in the language that is wanted, French unless said', async () => {
      const ask = `query ($language: Language) {
        claimIntake(product: CARD, motive: CARD_LOST, language: $language) { version language
          questions { question kind required text choices { code text } when { question is } } } }`;
      const german = await bench.ask(ada, ask, { language: 'DE' });
      expect(german.errors).toEqual([]);
      expect(german.at('claimIntake.questions.0')).toEqual({
        question: 'cardLoss',
        kind: 'CHOICE',
        required: true,
        text: 'Was ist mit der Karte geschehen?',
        choices: [
          { code: 'LOST', text: 'Verloren' },
          { code: 'STOLEN', text: 'Gestohlen' },
          { code: 'NOT_RECEIVED', text: 'Nie angekommen' },
        ],
        when: null,
      });
      expect(german.at('claimIntake.questions.1.when')).toEqual({
        question: 'cardLoss',
        is: ['LOST', 'STOLEN'],
      });
      const usual = await bench.ask(ada, ask);
      expect(usual.at('claimIntake.language')).toBe('FR');
      expect(usual.at('claimIntake.questions.0.text')).toBe('Que s’est-il passé avec la carte ?');
    });

    it('keeps the answers with the claim, in the dated copy too, and shows keys in place of references', async () => {
      const account = bench.ids.seal('acc', '00000000001');
      const answer = await file({
        answers: [...fee, { question: 'account', value: account }],
        language: 'ES',
      });
      expect(answer.errors).toEqual([]);
      expect(answer.at('fileClaim.claim')).toEqual({
        language: 'ES',
        intakeAnswers: [
          { question: 'feeKind', kind: 'CHOICE', text: '¿De qué comisión se trata?', value: 'INTERVENTION' },
          {
            question: 'feeDate',
            kind: 'DATE',
            text: '¿En qué fecha se cobró la comisión?',
            value: '2026-11-02',
          },
          { question: 'feeAmount', kind: 'AMOUNT', text: '¿Cuál es su importe?', value: '8.00 EUR' },
          { question: 'account', kind: 'ACCOUNT', text: '¿De qué cuenta se trata?', value: account },
        ],
      });
      const number = answer.at('fileClaim.number') as string;
      const [copy] = await store.query<{ text: string }>(
        'select text from claims.dated_copy where reference = $1',
        [number.replace('RC', 'DC')],
      );
      expect(JSON.parse(copy?.text ?? '')).toMatchObject({
        language: 'ES',
        answers: [{ question: 'feeKind', value: 'INTERVENTION' }, {}, {}, { value: '00000000001' }],
      });
    });

    it('takes a complaint without any answer, and none with half of them', async () => {
      const without = await file({});
      expect(without.errors).toEqual([]);
      expect(without.at('fileClaim.claim')).toEqual({ language: 'FR', intakeAnswers: [] });
      const half = await file({ answers: fee.slice(0, 2) });
      expect(half.errors).toEqual(['fileClaim BAD_USER_INPUT']);
      expect(half.messages).toEqual(['input.answers: feeAmount is required.']);
    });
  });
}
