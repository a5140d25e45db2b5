import { type HubSetup, startTestHub, type TestHub } from '../harness/hub';
import type { BehaviourInput } from '../../mocks/soap/index';

const FIRST_CLAIM = { number: 'RC-2026-0000001' };
const HANDLING = { 'x-access-purpose': 'complaint_handling' };

const ONE_CLAIM = `query OneClaim($number: String!) {
  claimByNumber(number: $number) {
    number status
    customer { lastName }
    account { iban type }
    operation { bookedOn amount }
    documents(first: 2) { edges { node { label } } }
    paymentOrders { reference state }
    survey { nps }
  }
}`;

const PAGE = `query Page {
  claims(first: 50) {
    edges { node {
      number
      customer { id lastName again: lastName }
      account { id type other: currency }
      operation { id amount }
      sameCustomer: customer { firstName }
    } }
  }
}`;

const TWO_LISTS = `query TwoLists {
  newest: claims(first: 50) { edges { node { customer { lastName } account { type } operation { amount } } } }
  sameAgain: claims(first: 50) { edges { node { who: customer { firstName } where: account { type } operation { label } } } }
}`;

/** What a whole hub promises, however it runs and whatever keeps its data. */
export function hubPromises(setup: HubSetup): void {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await startTestHub(setup);
  });
  afterAll(() => hub.close());

  it('joins a claim with its customer, account, operation, documents, payment and survey', async () => {
    const { status, body } = await hub.ask('adviser', ONE_CLAIM, FIRST_CLAIM);
    expect(status).toBe(200);
    expect(body.errors).toBeUndefined();
    expect(body.data.claimByNumber).toMatchObject({
      number: FIRST_CLAIM.number,
      status: 'CLOSED',
      customer: { lastName: expect.stringMatching(/^\p{Lu}\p{Ll}/u) },
      account: { type: 'CURRENT', iban: expect.stringMatching(/^•+\d{4}$/) },
      operation: { bookedOn: '2025-12-29', amount: '-149.90 EUR' },
      paymentOrders: [{ state: 'POSTED' }],
      survey: { nps: 9 },
    });
    expect(body.data.claimByNumber.documents.edges).toHaveLength(2);
    expect(body.extensions?.access?.masked).toEqual(['Account.iban']);
  });

  it('gives another caller another answer to the same query', async () => {
    const [customer, supervisor] = await Promise.all([
      hub.ask('customer', ONE_CLAIM, FIRST_CLAIM),
      hub.ask('supervisor', ONE_CLAIM, FIRST_CLAIM, HANDLING),
    ]);
    expect(customer.body.data.claimByNumber.account.iban).toMatch(/^FR76\d{23}$/);
    expect(supervisor.body.data.claimByNumber.operation).toEqual({ bookedOn: null, amount: '-50..200 EUR' });
  });

  it('goes round in the graph: what a claim knows, knows its claims', async () => {
    const { body } = await hub.ask(
      'adviser',
      `query Back($number: String!) { claimByNumber(number: $number) {
        customer { claims(first: 100) { edges { node { number } } } accounts { type } }
        account { claims(first: 100) { edges { node { number } } } customer { lastName } }
        operation { claims(first: 100) { edges { node { number } } } }
        documents(first: 1) { edges { node { claim { number } } } }
        survey { claim { number } }
        paymentOrders { claim { number } account { type } }
      } }`,
      FIRST_CLAIM,
    );
    expect(body.errors).toBeUndefined();
    const claim = body.data.claimByNumber;
    const numbers = (list: { edges: { node: unknown }[] }) => list.edges.map(({ node }) => node);
    for (const owner of [claim.customer, claim.account, claim.operation]) {
      expect(numbers(owner.claims)).toContainEqual(FIRST_CLAIM);
    }
    expect(claim.documents.edges[0].node.claim).toEqual(FIRST_CLAIM);
    expect(claim.survey.claim).toEqual(FIRST_CLAIM);
    expect(claim.paymentOrders[0].claim).toEqual(FIRST_CLAIM);
  });

  describe('frugal use of the old systems', () => {
    it('reads a page of 50 claims with one statement per table and 20 customers per call', async () => {
      const { body } = await hub.ask('complaints-officer', PAGE, {}, HANDLING);
      expect(body.errors).toBeUndefined();
      const nodes = (body.data.claims.edges as { node: { customer: { id: string } | null } }[]).map(
        ({ node }) => node,
      );
      expect(nodes).toHaveLength(50);
      const customers = new Set(nodes.flatMap(({ customer }) => customer?.id ?? []));
      expect(body.extensions?.sources).toMatchObject({
        'customer-file': { calls: Math.ceil(customers.size / 20), keys: customers.size, errors: 0 },
        'account-ledger': { calls: 2, errors: 0 },
      });
    });

    it('asks no more often for the same page under another alias', async () => {
      const { body } = await hub.ask('complaints-officer', TWO_LISTS, {}, HANDLING);
      expect(body.errors).toBeUndefined();
      const sources = body.extensions?.sources;
      expect(sources?.['account-ledger']?.calls).toBe(2);
      expect(sources?.['customer-file']?.calls).toBe(Math.ceil((sources?.['customer-file']?.keys ?? 0) / 20));
      expect(sources?.['customer-file']?.keys).toBeLessThanOrEqual(50);
    });
  });

  describe('who sees which claims', () => {
    const MINE = `query Mine($after: String) { claims(first: 100, after: $after) {
      edges { node { number branch customer { id } } } pageInfo { hasNextPage endCursor } } }`;

    it('shows a customer only their own', async () => {
      const me = await hub.ask('customer', '{ me { id } }');
      const { body } = await hub.ask(
        'customer',
        '{ claims(first: 100) { edges { node { customer { id } } } } }',
      );
      const owners = (body.data.claims.edges as { node: { customer: { id: string } } }[]).map(
        ({ node }) => node.customer.id,
      );
      expect(owners.length).toBeGreaterThan(0);
      expect(new Set(owners)).toEqual(new Set([me.body.data.me.id]));
    });

    it('shows an adviser those of their branch and those assigned to them', async () => {
      const seen: { number: string; branch: string; handledBy: string }[] = [];
      let after: string | null = null;
      do {
        const { body } = await hub.ask('adviser', MINE.replace('customer { id }', 'handledBy'), { after });
        expect(body.errors).toBeUndefined();
        for (const { node } of body.data.claims.edges) seen.push(node);
        after = body.data.claims.pageInfo.hasNextPage ? body.data.claims.pageInfo.endCursor : null;
      } while (after !== null);
      expect(new Set(seen.map(({ number }) => number)).size).toBe(seen.length);
      expect(seen.filter(({ branch, handledBy }) => branch !== '01042' && handledBy !== 'A110420')).toEqual(
        [],
      );
    });

    it('tells nobody whether a claim of somebody else exists', async () => {
      const others = await hub.ask('complaints-officer', MINE, {}, HANDLING);
      const me = await hub.ask('customer', '{ me { id } }');
      const foreign = (
        others.body.data.claims.edges as { node: { number: string; customer: { id: string } } }[]
      )
        .map(({ node }) => node)
        .find(({ customer }) => customer.id !== me.body.data.me.id);
      const [hidden, absent] = await Promise.all(
        [foreign?.number, 'RC-2026-9999999'].map((number) => hub.ask('customer', ONE_CLAIM, { number })),
      );
      expect(hidden?.body.errors).toEqual(absent?.body.errors);
      expect(hidden?.body.errors?.[0]).toMatchObject({
        path: ['claimByNumber'],
        extensions: { code: 'NOT_FOUND' },
      });
      expect(hidden?.body.data).toEqual({ claimByNumber: null });
    });

    it('lets a partner see what is theirs; the rest does not exist for them', async () => {
      const refused = await hub.ask(
        'partner-comparator',
        '{ claims(first: 1) { edges { node { status } } } }',
      );
      expect(refused.status).toBe(400);
      expect(refused.body.errors).toMatchObject([
        {
          message: 'Cannot query field "claims" on type "Query".',
          extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
        },
      ]);
      expect(refused.body.data).toBeUndefined();
      const surveys = await hub.ask(
        'partner-survey',
        '{ surveys(first: 5) { edges { node { id status } } } }',
      );
      expect(surveys.status).toBe(200);
      expect(surveys.body.data.surveys.edges).toHaveLength(5);
    });

    it('answers nobody without a token', async () => {
      const response = await fetch(`${hub.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: '{ __typename }' }),
      });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/);
    });
  });

  describe('writing', () => {
    const FILE = `mutation File($input: FileClaimInput!, $key: String!) {
      fileClaim(input: $input, idempotencyKey: $key) {
        number datedCopy { reference filedAt } deadlines { rule dueOn }
        claim { id number status customer { lastName } }
      }
    }`;
    const input = {
      product: 'CARD',
      motive: 'CARD_REFUSED',
      channel: 'ONLINE',
      description: 'Ma carte est refusée partout depuis samedi alors que mon compte est créditeur.',
    };

    it('files a claim once per key, gives number, dated copy and deadlines, and takes a message', async () => {
      const key = `e2e-${Date.now()}`;
      const first = await hub.ask('customer', FILE, { input, key });
      expect(first.body.errors).toBeUndefined();
      const filed = first.body.data.fileClaim;
      expect(filed).toMatchObject({
        number: expect.stringMatching(/^RC-\d{4}-\d{7}$/),
        claim: { status: 'FILED', customer: { lastName: expect.any(String) } },
      });
      expect(filed.deadlines.map(({ rule }: { rule: string }) => rule)).toEqual(
        expect.arrayContaining(['ACKNOWLEDGEMENT', 'ANSWER', 'PAYMENT_ANSWER']),
      );
      const again = await hub.ask('customer', FILE, { input, key });
      expect(again.body.data.fileClaim).toEqual(filed);
      const other = await hub.ask('customer', FILE, { input: { ...input, product: 'TRANSFER' }, key });
      expect(other.body.errors?.[0]?.extensions.code).toBe('IDEMPOTENCY_KEY_REUSED');

      const message = await hub.ask(
        'customer',
        `mutation Add($claimId: ID!) { addClaimMessage(claimId: $claimId, text: "Toujours refusée.", idempotencyKey: "${key}-m") {
          message { text author } claim { messages(first: 5) { edges { node { text } } } } } }`,
        { claimId: filed.claim.id },
      );
      expect(message.body.errors).toBeUndefined();
      expect(message.body.data.addClaimMessage).toMatchObject({
        message: { text: 'Toujours refusée.', author: 'CUSTOMER' },
        claim: { messages: { edges: [{ node: { text: 'Toujours refusée.' } }] } },
      });
    });

    it('takes the answers of a survey once', async () => {
      const invited = await hub.ask(
        'partner-survey',
        '{ surveys(first: 1, filter: { status: INVITED }) { edges { node { id } } } }',
      );
      const answer = (key: string) =>
        hub.ask(
          'partner-survey',
          `mutation Answer($input: AnswerSurveyInput!, $key: String!) { answerSurvey(input: $input, idempotencyKey: $key) { survey { id status nps } } }`,
          { input: { surveyId: invited.body.data.surveys.edges[0].node.id, nps: 8, csat: 4, ces: 5 }, key },
        );
      const key = `e2e-survey-${Date.now()}`;
      const first = await answer(key);
      expect(first.body.errors).toBeUndefined();
      expect(first.body.data.answerSurvey.survey).toMatchObject({ status: 'ANSWERED', nps: 8 });
      expect((await answer(key)).body.data).toEqual(first.body.data);
      expect((await answer(`${key}-2`)).body.errors?.[0]?.extensions.code).toBe('INVALID_STATE');
    });
  });

  describe('on a bad day of the customer file', () => {
    afterEach(() => hub.behave({ customers: { kind: 'well' } }));

    it.each<[string, BehaviourInput, string]>([
      ['refuses connections', { kind: 'down' }, 'SOURCE_UNAVAILABLE'],
      ['answers a Fault', { kind: 'fault' }, 'SOURCE_UNAVAILABLE'],
      ['is closed for the night', { kind: 'closed' }, 'SOURCE_UNAVAILABLE'],
      ['answers a page of HTML', { kind: 'html' }, 'SOURCE_INVALID_DATA'],
      ['answers half an envelope', { kind: 'half' }, 'SOURCE_INVALID_DATA'],
      ['cuts the connection', { kind: 'reset' }, 'SOURCE_UNAVAILABLE'],
      ['answers codeRetour 12', { kind: 'code', codeRetour: '12' }, 'SOURCE_UNAVAILABLE'],
      ['answers an unknown code', { kind: 'unknown-enum' }, 'SOURCE_INVALID_DATA'],
      ['sends a DOCTYPE', { kind: 'doctype' }, 'SOURCE_INVALID_DATA'],
    ])('that %s, the rest of the answer still comes', async (_day, behaviour, code) => {
      await hub.behave({ customers: behaviour });
      const { status, body } = await hub.ask(
        'adviser',
        `query Some($number: String!) { claimByNumber(number: $number) {
          number customer { language vulnerable title } account { type } survey { nps } } }`,
        FIRST_CLAIM,
      );
      expect(status).toBe(200);
      expect(body.data.claimByNumber).toMatchObject({
        ...FIRST_CLAIM,
        account: { type: 'CURRENT' },
        survey: { nps: 9 },
      });
      expect(body.errors?.map(({ extensions }) => extensions)).toContainEqual(
        expect.objectContaining({ code, source: 'customer-file' }),
      );
      expect(JSON.stringify(body.errors)).not.toMatch(/127\.0\.0\.1|Exception|stack|ECONN|http/i);
    });
  });

  if (!setup.db2) {
    describe('on a bad day of the account ledger', () => {
      afterEach(() => hub.ledger?.misbehave(undefined));

      it.each([
        ['refuse', 'SOURCE_UNAVAILABLE'],
        ['drop', 'SOURCE_UNAVAILABLE'],
      ] as const)(
        'when connections %s, the rest of the answer still comes, and the next one is whole',
        async (day, code) => {
          const some = () =>
            hub.ask(
              'adviser',
              `query Some($number: String!) { claimByNumber(number: $number) {
              number customer { language } account { type } operation { amount } survey { nps } } }`,
              FIRST_CLAIM,
            );
          hub.ledger?.misbehave(day);
          const { status, body } = await some();
          expect(status).toBe(200);
          expect(body.data.claimByNumber).toMatchObject({
            ...FIRST_CLAIM,
            customer: { language: 'FR' },
            survey: { nps: 9 },
          });
          expect(body.errors?.map(({ extensions }) => extensions)).toContainEqual(
            expect.objectContaining({ code, source: 'account-ledger' }),
          );
          expect(JSON.stringify(body.errors)).not.toMatch(/127\.0\.0\.1|stack|ECONN|BNQ|select/i);

          hub.ledger?.misbehave(undefined);
          const after = await some();
          expect(after.body.errors).toBeUndefined();
          expect(after.body.data.claimByNumber).toMatchObject({ account: { type: 'CURRENT' } });
        },
      );
    });
  }

  it('logs no personal data', () => {
    const logged = hub.logged();
    expect(logged).not.toMatch(/Carre|ariste|FR76|Ma carte est refus/i);
    expect(logged).toMatch(/OneClaim/);
  });
}
