import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import type { Caller } from '../../../schema/kernel/caller';
import type { SqlStore } from '../../../schema/ports/store';
import { importClaims, subgraph } from '../../../subgraphs/claims';
import {
  type Answer,
  createTestClock,
  customer,
  openSubgraph,
  partner,
  staff,
  type SubgraphBench,
} from '../shared/subgraph-bench';
import { importedClaim } from './claim-rows';

const [ada, ben, newcomer] = ['000000000001', '000000000002', '000000000077'] as const;
const adviser = staff('handler_l1', 'A000001', '00101');
const officer = staff('handler_l2', 'S000001', '00900');

const FILE = `mutation ($input: FileClaimInput!, $key: String!) { fileClaim(input: $input, idempotencyKey: $key) {
  number
  datedCopy { reference filedAt sha256 }
  deadlines { rule dueOn status }
  claim { id number status level channel capacity product motive description disputedAmount filedAt sentAt receivedAt priority
    queue branch handledBy version customer { id } account { id } operation { id } timeline { at type channel actor reason }
    deadlines { rule dueOn status } datedCopy { reference filedAt sha256 } } } }`;

const SAY = `mutation ($claim: ID!, $text: String!, $key: String!) { addClaimMessage(claimId: $claim, text: $text, idempotencyKey: $key) {
  message { text author channel at } claim { number messages(first: 100) { edges { node { text author } } } timeline { type actor channel } } } }`;

/** Filing claims and writing on them: what is kept, what is refused, and that nothing happens twice. */
export function filingSuite(name: string, open: () => Promise<SqlStore>): void {
  describe(`filing claims on ${name}`, () => {
    const clock = createTestClock('2026-11-20T09:30:00.250Z');
    let store: SqlStore;
    let bench: SubgraphBench;
    let keys = 0;

    beforeAll(async () => {
      store = await open();
      bench = await openSubgraph(subgraph, store, clock);
      await importClaims(store, [importedClaim(41)]);
    });
    afterAll(() => store.close());
    beforeEach(() => clock.set('2026-11-20T09:30:00.250Z'));

    const nextKey = (): string => `key-${String((keys += 1)).padStart(6, '0')}`;
    const sealed = (kind: 'cus' | 'acc' | 'opr' | 'clm', reference: string): string =>
      bench.ids.seal(kind, reference);
    const plain = {
      product: 'CARD',
      motive: 'UNAUTHORISED_OPERATION',
      description: 'Ce paiement n’est pas de moi.',
    };
    const file = (caller: Caller, input: object = {}, key = nextKey()): Promise<Answer> =>
      bench.ask(caller, FILE, { input: { ...plain, ...input }, key });
    const say = (caller: Caller, number: string, text: string, key = nextKey()): Promise<Answer> =>
      bench.ask(caller, SAY, { claim: sealed('clm', number), text, key });
    const numberOf = (answer: Answer): string => {
      expect(answer.errors).toEqual([]);
      return answer.at('fileClaim.number') as string;
    };
    const count = async (table: string): Promise<number> => {
      const [row] = await store.query<{ n: number }>(`select count(*)::int as n from claims.${table}`);
      return row?.n ?? -1;
    };

    it('gives a customer the number, the dated copy and the deadlines, and keeps all that was said', async () => {
      const answer = await file(customer(ada), {
        channel: 'MOBILE',
        capacity: 'HEIR',
        disputedAmount: '49.90 EUR',
        accountId: sealed('acc', '00000000001'),
        operationId: sealed('opr', 'M000000000000001'),
      });
      const number = numberOf(answer);
      expect(number).toMatch(/^RC-2026-\d{7}$/);
      const deadlines = [
        { rule: 'ACKNOWLEDGEMENT', dueOn: '2026-12-02', status: 'RUNNING' },
        { rule: 'ANSWER', dueOn: '2027-01-20', status: 'RUNNING' },
        { rule: 'PAYMENT_ANSWER', dueOn: '2026-12-08', status: 'RUNNING' },
        { rule: 'PAYMENT_FINAL', dueOn: '2027-01-02', status: 'RUNNING' },
        { rule: 'MEDIATOR_WINDOW', dueOn: '2027-11-20', status: 'RUNNING' },
        { rule: 'FIRST_REPLY', dueOn: '2026-11-20', status: 'RUNNING' },
      ];
      const datedCopy = {
        reference: number.replace('RC', 'DC'),
        filedAt: '2026-11-20T09:30:00.250Z',
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
      };
      expect(answer.at('fileClaim')).toEqual({
        number,
        datedCopy,
        deadlines,
        claim: {
          id: sealed('clm', number),
          number,
          status: 'FILED',
          level: 'ADVISER',
          channel: 'MOBILE',
          capacity: 'HEIR',
          ...plain,
          disputedAmount: '49.90 EUR',
          filedAt: '2026-11-20T09:30:00.250Z',
          sentAt: null,
          receivedAt: '2026-11-20T09:30:00.250Z',
          priority: 60,
          queue: 'CARDS',
          branch: '00101',
          handledBy: null,
          version: 1,
          customer: { id: sealed('cus', ada) },
          account: { id: sealed('acc', '00000000001') },
          operation: { id: sealed('opr', 'M000000000000001') },
          timeline: [
            {
              at: '2026-11-20T09:30:00.250Z',
              type: 'FILED',
              channel: 'MOBILE',
              actor: 'CUSTOMER',
              reason: null,
            },
          ],
          deadlines,
          datedCopy,
        },
      });
    });

    it('keeps the text of the dated copy, whose hash is the one that was given, and lets nobody change it', async () => {
      const answer = await file(customer(ada));
      const number = numberOf(answer);
      const [row] = await store.query<{ text: string }>(
        'select text from claims.dated_copy where reference = $1',
        [number.replace('RC', 'DC')],
      );
      expect(
        createHash('sha256')
          .update(row?.text ?? '')
          .digest('hex'),
      ).toBe(answer.at('fileClaim.datedCopy.sha256'));
      expect(JSON.parse(row?.text ?? '')).toMatchObject({
        number,
        description: plain.description,
        customer: ada,
      });
      for (const change of [
        `update claims.dated_copy set text = ''`,
        `delete from claims.dated_copy`,
        `update claims.claim_event set type = 'CLOSED'`,
        `delete from claims.claim_event`,
      ]) {
        await expect(store.query(change)).rejects.toThrow();
      }
    });

    it('numbers go on after those that were taken over, and start again each year in Paris', async () => {
      const first = numberOf(await file(customer(ada)));
      expect(Number(first.slice(-7))).toBeGreaterThan(41);
      expect(Number(numberOf(await file(customer(ben))).slice(-7))).toBe(Number(first.slice(-7)) + 1);
      clock.set('2026-12-31T22:59:59Z');
      expect(numberOf(await file(customer(ada)))).toMatch(/^RC-2026-/);
      clock.set('2026-12-31T23:00:00Z');
      expect(numberOf(await file(customer(ada)))).toBe('RC-2027-0000001');
      expect(numberOf(await file(customer(ada)))).toBe('RC-2027-0000002');
    });

    it('gives every one of many filings at once a number of its own, in a new year too', async () => {
      clock.set('2030-06-01T10:00:00Z');
      const answers = await Promise.all(Array.from({ length: 20 }, () => file(customer(newcomer))));
      expect(new Set(answers.map(numberOf)).size).toBe(20);
    });

    it.each([
      ['CARD', 'CARD_REFUSED', 'CARDS', 25],
      ['TRANSFER', 'TRANSFER_DELAY', 'PAYMENTS', 25],
      ['ACCOUNT', 'FEES_CONTESTED', 'FEES', 10],
      ['PRICING', 'OTHER', 'FEES', 10],
      ['CREDIT', 'CREDIT_TERMS', 'CREDIT', 10],
      ['SAVINGS', 'SAVINGS_RATE', 'SAVINGS', 10],
      ['INSURANCE', 'OTHER', 'GENERAL', 10],
      ['CARD', 'CARD_LOST', 'CARDS', 50],
    ])('a claim about %s for %s waits in %s with priority %i', async (product, motive, queue, priority) => {
      const answer = await file(customer(ada), { product, motive });
      expect(answer.at('fileClaim.claim.queue')).toBe(queue);
      expect(answer.at('fileClaim.claim.priority')).toBe(priority);
    });

    it('lets staff record a letter for a customer, with its dates, into their branch', async () => {
      const answer = await file(adviser, {
        customerId: sealed('cus', ben),
        channel: 'LETTER',
        product: 'PRICING',
        sentAt: '2026-11-10T23:30:00Z',
        receivedAt: '2026-11-13T08:00:00+01:00',
      });
      expect(answer.errors).toEqual([]);
      expect(answer.at('fileClaim.claim')).toMatchObject({
        customer: { id: sealed('cus', ben) },
        branch: '00101',
        handledBy: 'A000001',
        level: 'ADVISER',
        sentAt: '2026-11-10T23:30:00.000Z',
        receivedAt: '2026-11-13T07:00:00.000Z',
        filedAt: '2026-11-20T09:30:00.250Z',
        timeline: [{ type: 'FILED', channel: 'LETTER', actor: 'ADVISER' }],
        deadlines: [
          // From the sending, which was on 11 November in Paris.
          { rule: 'ACKNOWLEDGEMENT', dueOn: '2026-11-23', status: 'APPROACHING' },
          { rule: 'ANSWER', dueOn: '2027-01-11', status: 'RUNNING' },
          { rule: 'MEDIATOR_WINDOW', dueOn: '2027-11-11', status: 'RUNNING' },
        ],
      });
      const seen = await bench.ask(customer(ben), '{ claims(first: 1) { edges { node { number } } } }');
      expect(seen.at('claims.edges.0.node.number')).toBe(answer.at('fileClaim.number'));
    });

    it('puts what the complaints service records on its own level', async () => {
      const answer = await file(officer, { customerId: sealed('cus', ben), channel: 'PHONE' });
      expect(answer.at('fileClaim.claim')).toMatchObject({
        level: 'COMPLAINTS_SERVICE',
        handledBy: null,
        timeline: [{ type: 'FILED', actor: 'COMPLAINTS_OFFICER' }],
      });
    });

    it('takes a customer whom no claim names yet', async () => {
      const answer = await file(customer('000000000088'));
      expect(answer.at('fileClaim.claim.branch')).toBeNull();
    });

    it.each<[string, Caller, object, string]>([
      ['an empty text', customer(ada), { description: '' }, 'input.description'],
      ['a blank text', customer(ada), { description: ' \n\t ' }, 'input.description'],
      ['a text of 1 MB', customer(ada), { description: 'é'.repeat(1_000_000) }, 'input.description'],
      ['a NUL', customer(ada), { description: 'a\u0000b' }, 'input.description'],
      ['half a character', customer(ada), { description: 'a\ud800b' }, 'input.description'],
      ['nothing in dispute', customer(ada), { disputedAmount: '0.00 EUR' }, 'input.disputedAmount'],
      ['a negative amount', customer(ada), { disputedAmount: '-1.00 EUR' }, 'input.disputedAmount'],
      [
        'an account’s key where an operation’s belongs',
        customer(ada),
        { operationId: 'acc' },
        'input.operationId',
      ],
      ['a forged key', customer(ada), { accountId: 'acc_AAAA' }, 'input.accountId'],
      ['another customer', customer(ada), { customerId: 'ben' }, 'input.customerId'],
      [
        'a customer who says when it was sent',
        customer(ada),
        { sentAt: '2026-11-01T00:00:00Z' },
        'input.sentAt',
      ],
      [
        'a customer who says when it came',
        customer(ada),
        { receivedAt: '2026-11-01T00:00:00Z' },
        'input.receivedAt',
      ],
      ['a customer at the counter', customer(ada), { channel: 'BRANCH' }, 'input.channel'],
      ['staff without a customer', adviser, {}, 'input.customerId'],
      [
        'a letter of tomorrow',
        adviser,
        { customerId: 'ben', receivedAt: '2026-11-21T09:30:00Z' },
        'input.receivedAt',
      ],
      [
        'a letter of the last century',
        adviser,
        { customerId: 'ben', sentAt: '1999-12-31T00:00:00Z' },
        'input.sentAt',
      ],
      [
        'a letter that came before it was sent',
        adviser,
        { customerId: 'ben', sentAt: '2026-11-12T00:00:00Z', receivedAt: '2026-11-11T00:00:00Z' },
        'input.sentAt',
      ],
    ])('refuses %s, naming the argument and not its value', async (_what, caller, input, argument) => {
      const shorthands: Record<string, string> = {
        ben: sealed('cus', ben),
        acc: sealed('acc', '00000000001'),
      };
      const given = Object.fromEntries(
        Object.entries(input).map(([property, value]: [string, string]) => [
          property,
          shorthands[value] ?? value,
        ]),
      );
      const before = await count('claim');
      const answer = await file(caller, given);
      expect(answer.errors).toEqual(['fileClaim BAD_USER_INPUT']);
      expect(answer.messages[0]).toMatch(new RegExp(`^${argument}: [^\\n]{5,80}\\.$`));
      for (const value of Object.values(given)) {
        if (value.trim().length > 3) expect(answer.messages[0]).not.toContain(value);
      }
      expect(await count('claim')).toBe(before);
    });

    it.each(['', 'short', 'with a blank', 'x'.repeat(129), 'é'.repeat(10), 'a\u0000bcdefgh'])(
      'refuses the idempotency key %j',
      async (key) => {
        const answer = await file(customer(ada), {}, key);
        expect(answer.errors).toEqual(['fileClaim BAD_USER_INPUT']);
        expect(answer.messages[0]).toMatch(/^idempotencyKey: /);
      },
    );

    it('is for customers and for those who handle claims', async () => {
      for (const caller of [partner('comparator'), staff('mediator', 'X000001', '00000')]) {
        expect((await file(caller, { customerId: sealed('cus', ada) })).errors).toEqual([
          'fileClaim OPERATION_ACCESS_DENIED',
        ]);
      }
    });

    describe('the same key', () => {
      it('with the same input gives the same answer, later too, and one claim', async () => {
        const key = nextKey();
        const first = await file(customer(ada), { disputedAmount: '5.00 EUR' }, key);
        const before = await count('claim');
        clock.set('2026-11-20T09:31:00Z');
        const second = await file(customer(ada), { disputedAmount: '5.00 EUR' }, key);
        expect(second.data).toEqual(first.data);
        expect(await count('claim')).toBe(before);
      });

      it('with another input is refused', async () => {
        const key = nextKey();
        numberOf(await file(customer(ada), {}, key));
        for (const other of [
          { description: 'Autre chose.' },
          { disputedAmount: '5.00 EUR' },
          { channel: 'MOBILE' },
        ]) {
          expect((await file(customer(ada), other, key)).errors).toEqual([
            'fileClaim IDEMPOTENCY_KEY_REUSED',
          ]);
        }
      });

      it('of another caller is another key', async () => {
        const key = nextKey();
        expect(numberOf(await file(customer(ada), {}, key))).not.toBe(
          numberOf(await file(customer(ben), {}, key)),
        );
      });

      it('sent ten times at once files one claim, and every sender gets its number', async () => {
        const key = nextKey();
        const before = await count('claim');
        const answers = await Promise.all(Array.from({ length: 10 }, () => file(customer(ada), {}, key)));
        expect(new Set(answers.map(numberOf)).size).toBe(1);
        expect(await count('claim')).toBe(before + 1);
        expect(await count('claim_event')).toBe(await count('claim'));
      });

      it('sent at once with two inputs files one of them and refuses the other', async () => {
        const key = nextKey();
        const before = await count('claim');
        const answers = await Promise.all([
          file(customer(ada), {}, key),
          file(customer(ada), { channel: 'CHAT' }, key),
        ]);
        expect(answers.flatMap(({ errors }) => errors)).toEqual(['fileClaim IDEMPOTENCY_KEY_REUSED']);
        expect(await count('claim')).toBe(before + 1);
      });

      it('may be tried again after the store failed in between: nothing was half done', async () => {
        const key = nextKey();
        const before = await count('claim');
        for (let failAt = 1; failAt <= 2; failAt += 1) {
          const broken = await openSubgraph(subgraph, failingAt(store, failAt), clock);
          const answer = await broken.ask(customer(ada), FILE, { input: plain, key });
          expect(answer.errors[0]).toContain('the store failed on purpose');
          expect(await count('claim')).toBe(before);
        }
        numberOf(await file(customer(ada), {}, key));
        expect(await count('claim')).toBe(before + 1);
      });
    });

    it('keeps any text to the byte, or refuses it in one sentence', async () => {
      const odd = fc.constantFrom(
        "'; drop table claims.claim; --",
        '<script>alert(1)</script>',
        '\u202egnirts desrever\u202c',
        '👩‍👩‍👧‍👦 🇫🇷 é e\u0301',
        '$1 %s {{x}} ${y} \\n',
        '\ufeffBOM\u2028\u2029',
        'ligne\r\nligne\tfin ',
        '\u0085\u009f',
        ']]>&amp;<!--',
        'null',
      );
      const text = fc.oneof(
        odd,
        fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }),
        fc.array(odd, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('')),
      );
      await fc.assert(
        fc.asyncProperty(text, async (description) => {
          const answer = await bench.ask(
            customer(ada),
            'mutation ($input: FileClaimInput!, $key: String!) { fileClaim(input: $input, idempotencyKey: $key) { claim { description } } }',
            { input: { ...plain, description }, key: nextKey() },
          );
          if (answer.errors.length === 0) expect(answer.at('fileClaim.claim.description')).toBe(description);
          else {
            expect(answer.errors).toEqual(['fileClaim BAD_USER_INPUT']);
            expect(answer.messages[0]).toMatch(
              /^input\.description: (a text is expected|contains control characters or broken characters)\.$/,
            );

            expect(
              description.trim() === '' || /^\ufeff|[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/.test(description),
            ).toBe(true);
          }
        }),
        { numRuns: 200 },
      );
    });

    describe('messages', () => {
      let number: string;
      beforeAll(async () => {
        number = numberOf(await file(customer(ada)));
      });

      it('of the customer and of the bank stand in the order in which they were written', async () => {
        clock.set('2026-11-20T10:00:00Z');
        expect((await say(customer(ada), number, 'Avez-vous reçu ma demande ?')).errors).toEqual([]);
        expect((await say(adviser, number, 'Oui, nous l’examinons.')).errors).toEqual([]);
        const last = await say(officer, number, 'Une réponse suit.');
        expect(last.at('addClaimMessage.message')).toEqual({
          text: 'Une réponse suit.',
          author: 'BANK',
          channel: 'ONLINE',
          at: '2026-11-20T10:00:00.000Z',
        });
        expect(last.at('addClaimMessage.claim.messages.edges.*.node')).toEqual([
          { author: 'CUSTOMER', text: 'Avez-vous reçu ma demande ?' },
          { author: 'BANK', text: 'Oui, nous l’examinons.' },
          { author: 'BANK', text: 'Une réponse suit.' },
        ]);
        expect(last.at('addClaimMessage.claim.timeline')).toEqual([
          { type: 'FILED', actor: 'CUSTOMER', channel: 'ONLINE' },
          { type: 'MESSAGE_RECEIVED', actor: 'CUSTOMER', channel: 'ONLINE' },
          { type: 'MESSAGE_SENT', actor: 'ADVISER', channel: 'ONLINE' },
          { type: 'MESSAGE_SENT', actor: 'COMPLAINTS_OFFICER', channel: 'ONLINE' },
        ]);
      });

      it('are written once per key, and one key says one thing', async () => {
        const key = nextKey();
        const before = await count('claim_message');
        const answers = await Promise.all([1, 2, 3].map(() => say(customer(ada), number, 'Une fois.', key)));
        expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
        expect(new Set(answers.map((each) => JSON.stringify(each.at('addClaimMessage.message')))).size).toBe(
          1,
        );
        expect(await count('claim_message')).toBe(before + 1);
        expect((await say(customer(ada), number, 'Deux fois.', key)).errors).toEqual([
          'addClaimMessage IDEMPOTENCY_KEY_REUSED',
        ]);
      });

      it('to a claim that the caller may not know of find none', async () => {
        const elsewhere = staff('handler_l1', 'A000009', '00999');
        for (const caller of [customer(ben), elsewhere]) {
          expect((await say(caller, number, 'Bonjour')).errors).toEqual(['addClaimMessage NOT_FOUND']);
        }
        expect((await say(customer(ada), 'RC-2026-9999999', 'Bonjour')).errors).toEqual([
          'addClaimMessage NOT_FOUND',
        ]);
      });

      it.each(['CLOSED', 'WITHDRAWN', 'MERGED'])(
        'are not taken once it is %s, and those from before stay',
        async (status) => {
          const own = numberOf(await file(customer(ada)));
          const key = nextKey();
          const before = await say(customer(ada), own, 'Avant.', key);
          await store.query('update claims.claim set status = $1 where number = $2', [status, own]);
          const after = await say(customer(ada), own, 'Après.');
          expect(after.errors).toEqual(['addClaimMessage INVALID_STATE']);
          expect(after.messages).toEqual([`Nothing can be written on a claim that is ${status}.`]);
          const again = await say(customer(ada), own, 'Avant.', key);
          expect(again.at('addClaimMessage.message')).toEqual(before.at('addClaimMessage.message'));
        },
      );

      it.each([
        ['an empty text', '', 'text: a text is expected.'],
        ['a text of 1 MB', 'x'.repeat(1_000_000), 'text: at most 10000 characters are taken.'],
        ['a control character', 'a\u0007', 'text: contains control characters or broken characters.'],
      ])('refuse %s', async (_what, text, message) => {
        const answer = await say(customer(ada), number, text);
        expect(answer.errors).toEqual(['addClaimMessage BAD_USER_INPUT']);
        expect(answer.messages).toEqual([message]);
      });

      it('refuse a key of another kind', async () => {
        const answer = await bench.ask(customer(ada), SAY, {
          claim: sealed('cus', ada),
          text: 'Bonjour',
          key: nextKey(),
        });
        expect(answer.messages).toEqual(['claimId: not a key of that kind.']);
      });

      it('written in one request come in the order of the request, each seeing those before', async () => {
        const own = numberOf(await file(customer(ada)));
        const one = (alias: string) =>
          `${alias}: addClaimMessage(claimId: $claim, text: "${alias}", idempotencyKey: "${nextKey()}") { claim { messages { edges { node { text } } } } }`;
        const answer = await bench.ask(
          customer(ada),
          `mutation ($claim: ID!) { ${['m1', 'm2', 'm3'].map(one).join(' ')} }`,
          {
            claim: sealed('clm', own),
          },
        );
        expect(answer.errors).toEqual([]);
        expect(answer.at('m3.claim.messages.edges.*.node.text')).toEqual(['m1', 'm2', 'm3']);
      });
    });
  });
}

/** The same store, whose n-th statement within a transaction fails before it is sent. */
function failingAt(store: SqlStore, n: number): SqlStore {
  return {
    ...store,
    migrate: () => Promise.resolve(),
    transaction: (work) =>
      store.transaction((session) => {
        let statements = 0;
        return work({
          query: (text, values) => {
            statements += 1;
            return statements === n
              ? Promise.reject(new Error('the store failed on purpose'))
              : session.query(text, values);
          },
        });
      }),
  };
}
