import type { Caller } from '../../../../schema/kernel/caller';
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
const anonymous = (address: string): Caller => ({
  subject: `anonymous-${address}`,
  clientId: 'anonymous',
  roles: ['anonymous'],
  scopes: [],
  purposes: ['claim_tracking'],
  purpose: 'claim_tracking',
});

const FILE = `mutation ($input: FileClaimInput!, $key: String!) { fileClaim(input: $input, idempotencyKey: $key) {
  number trackingSecret } }`;
const TRACK = `query ($number: String!, $secret: String!) { trackClaim(number: $number, secret: $secret) {
  status deadlines { rule dueOn status } timeline } }`;

/** Following a claim by number and secret, without a token. */
export function trackingSuite(name: string, open: () => Promise<SqlStore>): void {
  describe(`following a claim without a token on ${name}`, () => {
    const clock = createTestClock('2026-11-20T09:30:00.250Z');
    let store: SqlStore;
    let bench: SubgraphBench;
    let keys = 0;
    beforeAll(async () => {
      store = await open();
      bench = await openSubgraph(subgraph, store, clock);
    });
    afterAll(() => store.close());
    beforeEach(async () => {
      clock.set('2026-11-20T09:30:00.250Z');
      await store.query('delete from claims.tracking_attempt');
    });

    const file = async (key = `tracking-key-${(keys += 1)}`): Promise<{ number: string; secret: string }> => {
      const input = { product: 'CARD', motive: 'CARD_LOST', description: 'Ma carte a été volée.' };
      const answer = await bench.ask(ada, FILE, { input, key });
      expect(answer.errors).toEqual([]);
      const { number, trackingSecret } = answer.at('fileClaim') as { number: string; trackingSecret: string };
      return { number, secret: trackingSecret };
    };
    const track = (number: string, secret: string, address = 'one') =>
      bench.ask(anonymous(address), TRACK, { number, secret });

    it('tells whoever has number and secret how it goes, and nothing about whom it concerns', async () => {
      const { number, secret } = await file();
      expect(secret).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}$/);
      const answer = await track(number, secret);
      expect(answer.errors).toEqual([]);
      expect(answer.at('trackClaim')).toMatchObject({
        status: 'FILED',
        timeline: ['FILED'],
        deadlines: expect.arrayContaining([
          { rule: 'ACKNOWLEDGEMENT', dueOn: '2026-12-02', status: 'RUNNING' },
        ]) as unknown,
      });
    });

    it('takes the secret as people copy it', async () => {
      const { number, secret } = await file();
      const copied = ` ${secret.toLowerCase().replace(/-/g, ' ').replace(/0/g, 'o').replace(/1/g, 'l')} `;
      expect((await track(number, copied)).errors).toEqual([]);
    });

    it('keeps a digest of the secret only, and shows the same secret to a client that sends the filing again', async () => {
      const { number, secret } = await file('tracking-key-again');
      expect(await file('tracking-key-again')).toEqual({ number, secret });
      const [row] = await store.query<{ row: string }>(
        'select to_jsonb(c)::text as row from claims.claim c where number = $1',
        [number],
      );
      expect(row?.row).toMatch(/"tracking_digest": "[0-9a-f]{64}"/);
      expect(row?.row).not.toContain(secret);
      expect(row?.row).not.toContain(secret.replace(/-/g, ''));
      expect((await file()).secret).not.toBe(secret);
    });

    it('answers a wrong secret, another claim’s secret, an unknown number and no number alike', async () => {
      const [one, other] = [await file(), await file()];
      const answers = [
        await track(one.number, 'AAAA-AAAA-AAAA-AAAA-AAAA', 'w1'),
        await track(one.number, other.secret, 'w2'),
        await track('RC-2026-9999999', one.secret, 'w3'),
        await track('nothing \u0000 like a number', one.secret, 'w4'),
        await track(one.number, '\u0000'.repeat(1_000), 'w5'),
      ];
      for (const { errors, messages, data } of answers) {
        expect(errors).toEqual(['trackClaim NOT_FOUND']);
        expect(messages).toEqual(['Claim not found.']);
        expect(data).toEqual({ trackClaim: null });
      }
    });

    it('finds no claim that came without a secret, with any', async () => {
      const { number } = await file();
      await store.query('update claims.claim set tracking_digest = null where number = $1', [number]);
      for (const secret of ['', '0', 'null', '00'.repeat(32)]) {
        expect((await track(number, secret)).errors).toEqual(['trackClaim NOT_FOUND']);
      }
    });

    it('lets guessing about one number wait longer and longer, the right secret included, wherever it comes from', async () => {
      const { number, secret } = await file();
      for (let n = 0; n < 5; n += 1) {
        expect((await track(number, 'wrong', `g${n}`)).errors).toEqual(['trackClaim NOT_FOUND']);
      }
      const limited = await track(number, secret, 'somewhere else');
      expect(limited.errors).toEqual(['trackClaim RATE_LIMITED']);
      clock.set('2026-11-20T09:30:30.249Z');
      expect((await track(number, 'wrong')).errors).toEqual(['trackClaim RATE_LIMITED']);
      clock.set('2026-11-20T09:30:30.250Z');
      expect((await track(number, 'wrong')).errors).toEqual(['trackClaim NOT_FOUND']);
      clock.set('2026-11-20T09:31:30.249Z'); // 60 seconds now.
      expect((await track(number, secret)).errors).toEqual(['trackClaim RATE_LIMITED']);
      clock.set('2026-11-20T09:31:30.250Z');
      expect((await track(number, secret)).errors).toEqual([]);
      expect((await track(number, 'wrong')).errors).toEqual(['trackClaim NOT_FOUND']);
      expect((await track(number, secret)).errors).toEqual([]);
    });

    it('lets guessing from one address wait, whatever the numbers, and others not', async () => {
      const { number, secret } = await file();
      for (let n = 0; n < 20; n += 1) {
        const unknown = `RC-2026-${String(5_000_000 + n)}`;
        expect((await track(unknown, 'wrong', 'guesser')).errors).toEqual(['trackClaim NOT_FOUND']);
      }
      expect((await track(number, secret, 'guesser')).errors).toEqual(['trackClaim RATE_LIMITED']);
      expect((await track(number, secret, 'neighbour')).errors).toEqual([]);
      clock.set('2026-11-21T09:30:00.250Z');
      expect((await track(number, secret, 'guesser')).errors).toEqual([]);
    });

    it('looks at no more guesses where many come at once', async () => {
      const { number } = await file();
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, n) => track(number, `wrong ${n}`, `at-once-${n}`)),
      );
      const codes = answers.flatMap(({ errors }) => errors);
      expect(codes.filter((code) => code.endsWith('NOT_FOUND'))).toHaveLength(5);
      expect(codes.filter((code) => code.endsWith('RATE_LIMITED'))).toHaveLength(7);
    });

    it('says when to come again, and nothing of what was guessed', async () => {
      const { number } = await file();
      for (let n = 0; n < 5; n += 1) await track(number, 'wrong');
      const { messages } = await track(number, 'my guess');
      expect(messages).toEqual(['Too many attempts with a wrong number or secret: try again later.']);
    });
  });

  describe(`complaints of anybody, taken down by staff, on ${name}`, () => {
    const adviser = staff('handler_l1', 'A000001', '00101');
    const ON_BEHALF = `mutation ($input: FileClaimOnBehalfInput!, $key: String!) { fileClaimOnBehalf(input: $input, idempotencyKey: $key) {
      number trackingSecret claim { id channel capacity branch handledBy formalisationInvitedAt customer { id } claimant { name email address mandate }
      timeline { type actor channel at } } } }`;
    const named = { name: 'Œdipe Müller', email: 'o.mueller@example.org' };
    const plain = {
      product: 'OTHER',
      motive: 'DISCRIMINATION',
      description: 'On m’a refusé un rendez-vous.',
    };
    let store: SqlStore;
    let bench: SubgraphBench;
    let keys = 0;
    beforeAll(async () => {
      store = await open();
      bench = await openSubgraph(subgraph, store, createTestClock('2026-11-20T09:30:00.250Z'));
    });
    afterAll(() => store.close());
    const take = (input: object, caller: Caller = adviser, key = `on-behalf-key-${(keys += 1)}`) =>
      bench.ask(caller, ON_BEHALF, { input: { ...plain, ...input }, key });
    const spoken = { channel: 'BRANCH', formalisationInvited: true };

    it('are kept with who complains, without any customer, and followed by number and secret', async () => {
      const answer = await take({ ...spoken, capacity: 'PROSPECT', claimant: named });
      expect(answer.errors).toEqual([]);
      expect(answer.at('fileClaimOnBehalf.claim')).toMatchObject({
        channel: 'BRANCH',
        capacity: 'PROSPECT',
        branch: '00101',
        handledBy: 'A000001',
        customer: null,
        claimant: { ...named, address: null, mandate: null },
      });
      const { number, trackingSecret: secret } = answer.at('fileClaimOnBehalf') as {
        number: string;
        trackingSecret: string;
      };
      const followed = await bench.ask(anonymous('prospect'), TRACK, { number, secret });
      expect(followed.at('trackClaim.timeline')).toEqual(['FILED', 'FORMALISATION_INVITED']);
    });

    it('made by word of mouth say whether the claimant was invited to write, on the claim and in its timeline', async () => {
      const customerId = bench.ids.seal('cus', '000000000002');
      const answer = await take({ ...spoken, channel: 'PHONE', capacity: 'CUSTOMER', customerId });
      expect(answer.at('fileClaimOnBehalf.claim')).toMatchObject({
        formalisationInvitedAt: '2026-11-20T09:30:00.250Z',
        customer: { id: customerId },
        claimant: null,
        timeline: [
          { type: 'FILED', actor: 'ADVISER', channel: 'PHONE' },
          { type: 'FORMALISATION_INVITED', actor: 'ADVISER', channel: 'PHONE' },
        ],
      });
      const not = await take({
        channel: 'PHONE',
        capacity: 'CUSTOMER',
        customerId,
        formalisationInvited: false,
      });
      expect(not.at('fileClaimOnBehalf.claim')).toMatchObject({
        formalisationInvitedAt: null,
        timeline: [{ type: 'FILED' }],
      });
    });

    it('of a representative name the customer and the mandate', async () => {
      const answer = await take({
        channel: 'LETTER',
        capacity: 'REPRESENTATIVE',
        customerId: bench.ids.seal('cus', '000000000003'),
        claimant: {
          name: 'Association des usagers',
          address: ['1 place du Marché', '', '69001 LYON'],
          mandate: 'M-17',
        },
      });
      expect(answer.errors).toEqual([]);
      expect(answer.at('fileClaimOnBehalf.claim.claimant')).toEqual({
        name: 'Association des usagers',
        email: null,
        address: ['1 place du Marché', '69001 LYON'],
        mandate: 'M-17',
      });
    });

    it('are recorded once per key', async () => {
      const input = { ...spoken, capacity: 'HEIR', claimant: named };
      const [one, two] = [
        await take(input, adviser, 'on-behalf-once'),
        await take(input, adviser, 'on-behalf-once'),
      ];
      expect(two.data).toEqual(one.data);
      const other = await take({ ...input, claimant: { ...named, name: 'X' } }, adviser, 'on-behalf-once');
      expect(other.errors).toEqual(['fileClaimOnBehalf IDEMPOTENCY_KEY_REUSED']);
    });

    it.each<[string, object, string]>([
      ['without a channel', { capacity: 'PROSPECT', claimant: named }, 'input.channel: '],
      ['without a capacity', { channel: 'LETTER', claimant: named }, 'input.capacity: '],
      [
        'spoken without a word on writing',
        { channel: 'PHONE', capacity: 'PROSPECT', claimant: named },
        'input.formalisationInvited: ',
      ],
      [
        'written with an invitation to write',
        { channel: 'EMAIL', capacity: 'PROSPECT', claimant: named, formalisationInvited: true },
        'input.formalisationInvited: ',
      ],
      ['of nobody', { ...spoken, capacity: 'PROSPECT' }, 'input.claimant: '],
      [
        'of somebody who cannot be answered',
        { ...spoken, capacity: 'PROSPECT', claimant: { name: 'X' } },
        'input.claimant: ',
      ],
      [
        'of a customer who is not named',
        { ...spoken, capacity: 'CUSTOMER', claimant: named },
        'input.customerId: ',
      ],
      [
        'of a representative without a mandate',
        { ...spoken, capacity: 'REPRESENTATIVE', customerId: 'ben', claimant: named },
        'input.claimant.mandate: ',
      ],
      [
        'of a stranger about an account',
        { ...spoken, capacity: 'HEIR', claimant: named, accountId: 'acc' },
        'input.customerId: ',
      ],
      [
        'with a control character in a name',
        { ...spoken, capacity: 'HEIR', claimant: { ...named, name: 'a\u0007' } },
        'input.claimant.name: ',
      ],
    ])('are refused %s', async (_what, input, message) => {
      const keysOf: Record<string, string> = {
        ben: bench.ids.seal('cus', '000000000002'),
        acc: bench.ids.seal('acc', '00000000001'),
      };
      const given = Object.fromEntries(
        Object.entries(input).map(([property, value]: [string, string]) => [
          property,
          keysOf[value] ?? value,
        ]),
      );
      const answer = await take(given);
      expect(answer.errors).toEqual(['fileClaimOnBehalf BAD_USER_INPUT']);
      expect(answer.messages[0]).toMatch(new RegExp(`^${message.replace(/\./g, '\\.')}`));
    });

    it('are no business of customers', async () => {
      const answer = await take({ ...spoken, capacity: 'CUSTOMER' }, ada);
      expect(answer.errors).toEqual(['fileClaimOnBehalf OPERATION_ACCESS_DENIED']);
    });

    it('stand in no customer’s list, and in the branch’s', async () => {
      const LIST = '{ claims(first: 100) { edges { node { customer { id } } } } }';
      const own = await bench.ask(customer('000000000003'), LIST);
      expect(own.at('claims.edges')).toHaveLength(1);
      const branch = await bench.ask(adviser, LIST);
      expect(branch.at('claims.edges.*.node.customer')).toContain(null);
    });
  });
}
