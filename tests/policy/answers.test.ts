import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isPseudonym } from '../../schema/policy/masked-form';
import { type Answered, startTestHub, type TestHub } from '../harness/hub';
import type {
  ActorRecord,
  ClaimRecord,
  CustomerRecord,
  DocumentRecord,
  OrderRecord,
} from '../../mocks/world/shapes';

const DATA = join(__dirname, '..', '..', 'mocks', 'data');
const HANDLING = { 'x-access-purpose': 'complaint_handling' };
const QUALITY = { 'x-access-purpose': 'quality_improvement' };
const FIRST = 'RC-2026-0000001';

const linesOf = <T>(name: string): T[] =>
  readFileSync(join(DATA, name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
const claims = linesOf<ClaimRecord>('claims.ndjson');
const actors = JSON.parse(readFileSync(join(DATA, 'actors.json'), 'utf8')) as ActorRecord[];
const adviser = actors.find(({ name }) => name === 'adviser')!;
const filedUnder = new Set(
  linesOf<DocumentRecord>('documents.ndjson').flatMap(({ index }) => index.map(({ valeur }) => valeur)),
);
const paidFor = new Set(linesOf<OrderRecord>('orders.ndjson').map(({ numeroDossier }) => numeroDossier));

const ofOthers = claims.filter(
  (claim) =>
    claim.branch !== adviser.branch &&
    claim.accountNumber !== null &&
    claim.operationReference !== null &&
    filedUnder.has(claim.number),
);
/** A claim of another branch, open, which the adviser is given for these tests. */
const given = ofOthers.find(({ closedAt }) => closedAt === null)!;
/** One that nobody gave them, of another customer. */
const foreign = ofOthers.find(
  ({ number, customerNumber }) => number !== given.number && customerNumber !== given.customerNumber,
)!;
const referred = claims.find(
  ({ level, number }) => level === 'MEDIATOR' && filedUnder.has(number) && paidFor.has(number),
)!;

const party = linesOf<CustomerRecord>('customers.ndjson').find(
  ({ numeroTiers }) => numeroTiers === referred.customerNumber,
)!;
const SECRETS = `Je soussigné ${party.prenom?.toLowerCase()} ${party.nom}, IBAN FR7630006000011234567890189, joignable au 06 12 34 56 78.`;

let world: string;
let hub: TestHub;
beforeAll(async () => {
  world = mkdtempSync(join(tmpdir(), 'policy-world-'));
  cpSync(DATA, world, { recursive: true });
  const changed = claims.map((claim) => {
    if (claim.number === given.number) return { ...claim, handledBy: adviser.staffNumber };
    return claim.number === referred.number ? { ...claim, description: SECRETS } : claim;
  });
  writeFileSync(join(world, 'claims.ndjson'), changed.map((claim) => `${JSON.stringify(claim)}\n`).join(''));
  hub = await startTestHub({ mode: 'one process', dataDir: world });
});
afterAll(async () => {
  await hub.close();
  rmSync(world, { recursive: true });
});

const codesOf = ({ body }: Pick<Answered, 'body'>): unknown[] =>
  (body.errors ?? []).map(({ extensions }) => extensions.code);

const byNumber = (number: string, selection: string): string =>
  `{ claimByNumber(number: "${number}") { ${selection} } }`;

describe('what a caller sees', () => {
  it.each([
    ['none', undefined],
    ['a bad one', 'Bearer a.b.c'],
  ])('for %s in place of a token: 401 and a challenge', async (_, authorization) => {
    const response = await fetch(`${hub.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) },
      body: '{"query":"{ __typename }"}',
    });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer /);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });

  it.each([
    ['none, where the token allows several', 'supervisor', {}, 400, 'PURPOSE_REQUIRED'],
    [
      'one that the token does not allow',
      'adviser',
      { 'x-access-purpose': 'mediation' },
      403,
      'PURPOSE_NOT_ALLOWED',
    ],
  ])('for %s as purpose: refused', async (_, actor, headers, status, code) => {
    const answer = await hub.ask(actor, '{ claims { edges { node { id } } } }', {}, headers);
    expect([answer.status, codesOf(answer), answer.body.data]).toEqual([status, [code], undefined]);
  });

  it('where every root field is denied: 403, and nothing is executed', async () => {
    const answer = await hub.ask('compliance', '{ claims { edges { node { id } } } me { id } }');
    expect([answer.status, codesOf(answer), answer.body.data]).toEqual([
      403,
      ['OPERATION_ACCESS_DENIED'],
      undefined,
    ]);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer .*insufficient_scope/);
    expect(Object.keys(answer.body.extensions?.sources ?? {})).toEqual([]);
  });

  it('where any field of a mutation is denied: 403, and nothing is changed', async () => {
    const answer = await hub.ask(
      'customer',
      `mutation { fileClaim(idempotencyKey: "denied-part-1", input: { product: CARD, motive: CARD_LOST, description: "Carte perdue hier." }) {
         number claim { queue } } }`,
    );
    expect([answer.status, codesOf(answer), answer.body.data]).toEqual([
      403,
      ['OPERATION_ACCESS_DENIED'],
      undefined,
    ]);
  });

  it('where some fields are denied: null and one error per selection, with the response keys and a constant text', async () => {
    const { status, body } = await hub.ask(
      'customer',
      byNumber(FIRST, 'number whose: queue customer { nir: nationalId lastName }'),
    );
    expect(status).toBe(200);
    expect(body.data.claimByNumber).toMatchObject({ number: FIRST, whose: null, customer: { nir: null } });
    expect(body.data.claimByNumber.customer.lastName).toEqual(expect.any(String));
    expect(body.errors).toEqual(
      [
        { path: ['claimByNumber', 'whose'], coordinate: 'Claim.queue' },
        { path: ['claimByNumber', 'customer', 'nir'], coordinate: 'Customer.nationalId' },
      ].map(({ path, coordinate }) => ({
        message: 'This field is not accessible to you.',
        path,
        extensions: { code: 'FIELD_ACCESS_DENIED', coordinate },
      })),
    );
  });

  it('where a partner asks for more than it may: the field does not exist', async () => {
    const asked = [
      ['partner-comparator', '{ surveys { edges { node { id } } } }'],
      [
        'partner-survey',
        `{ surveys(first: 1) { edges { node { nps } } } claimByNumber(number: "${FIRST}") { status } }`,
      ],
    ] as const;
    for (const [partner, query] of asked) {
      const { status, body } = await hub.ask(partner, query);
      expect([status, codesOf({ body }), body.data]).toEqual([400, ['GRAPHQL_VALIDATION_FAILED'], undefined]);
    }
  });

  it('where something is masked or a pseudonym: 200, no error, the coordinate listed; numbers and days become null', async () => {
    const known = await hub.ask('supervisor', byNumber(FIRST, 'id'), {}, HANDLING);
    const { status, body } = await hub.ask(
      'supervisor',
      `query One($id: ID!) { claim(id: $id) {
         number handledBy disputedAmount status account { type } operation { amount valueOn } } }`,
      { id: known.body.data.claimByNumber.id },
      QUALITY,
    );
    expect([status, body.errors]).toEqual([200, undefined]);
    const { number, handledBy, disputedAmount, ...rest } = body.data.claim;
    expect([number, handledBy].every(isPseudonym)).toBe(true);
    expect(number).not.toBe(handledBy);
    expect(disputedAmount).toMatch(/^\d+\.\.\d+ EUR$/);
    expect(rest).toEqual({
      status: 'CLOSED',
      account: { type: null },
      operation: { amount: '-50..200 EUR', valueOn: null },
    });
    expect(body.extensions?.access?.masked).toEqual([
      ...['Account.type', 'Claim.disputedAmount', 'Claim.handledBy', 'Claim.number'],
      ...['Operation.amount', 'Operation.valueOn'],
    ]);
  });

  it('gives equal pseudonyms for equal values to one recipient, and unlike ones to another', async () => {
    const query = '{ surveys(first: 100) { edges { node { claim { id number } } } } }';
    const [quality, institute] = await Promise.all([
      hub.ask('supervisor', query, {}, QUALITY),
      hub.ask('partner-survey', query),
    ]);
    const again = await hub.ask('supervisor', query, {}, QUALITY);
    expect(again.body.data).toEqual(quality.body.data);
    type Edges = { node: { claim: { id: string; number: string } } }[];
    const numbers = ({ body }: Answered) =>
      new Map((body.data.surveys.edges as Edges).map(({ node: { claim } }) => [claim.id, claim.number]));
    const ours = numbers(quality);
    const theirs = numbers(institute);
    expect(new Set([...ours.values()]).size).toBe(ours.size);
    expect([...ours.values(), ...theirs.values()].every(isPseudonym)).toBe(true);
    expect([...theirs.values()].filter((each) => [...ours.values()].includes(each))).toEqual([]);
  });

  it.each([
    ['a masked account number', 'customer', 'description: "Compte •••0189"', 'FileClaimInput.description'],
    [
      'a pseudonym',
      'adviser',
      `description: "Voir plus haut.", customerId: "psn_${'a'.repeat(43)}"`,
      'FileClaimInput.customerId',
    ],
    [
      'an amount band',
      'customer',
      'description: "Voir plus haut.", disputedAmount: "50..200 EUR"',
      'FileClaimInput.disputedAmount',
    ],
  ])('where %s comes back in a mutation: 400, naming the field', async (_, actor, fields, coordinate) => {
    const mutation = `mutation { fileClaim(idempotencyKey: "write-back-1", input: { product: CARD, motive: CARD_LOST, ${fields} }) { number } }`;
    const answer = await hub.ask(actor, mutation);
    expect([answer.status, codesOf(answer), answer.body.data]).toEqual([
      400,
      ['MASKED_VALUE_WRITE_BACK'],
      undefined,
    ]);
    expect(answer.body.errors?.[0]?.extensions.coordinate).toBe(coordinate);
  });

  it('where a masked value comes back in a variable: 400 too', async () => {
    const answer = await hub.ask(
      'complaints-officer',
      'mutation Pay($input: CreatePaymentOrderInput!) { createPaymentOrder(input: $input) { replayed } }',
      {
        input: {
          ...{ claimId: 'x', accountId: 'x', type: 'REFUND', amount: '-50..200 EUR', reason: 'Geste' },
          reference: 'REF-1',
        },
      },
      HANDLING,
    );
    expect([answer.status, codesOf(answer)]).toEqual([400, ['MASKED_VALUE_WRITE_BACK']]);
  });

  it('where an object is not visible or not there: null and NOT_FOUND, the same for both', async () => {
    const [hidden, absent] = await Promise.all(
      [foreign.number, 'RC-2026-9999999'].map((number) => hub.ask('adviser', byNumber(number, 'status'))),
    );
    expect(hidden?.body.errors).toEqual(absent?.body.errors);
    expect([hidden?.status, hidden?.body.data, codesOf(hidden!)]).toEqual([
      200,
      { claimByNumber: null },
      ['NOT_FOUND'],
    ]);
  });

  it('where a legacy system is down: the rest, and SOURCE_UNAVAILABLE with its public name', async () => {
    await hub.behave({ customers: { kind: 'down' } });
    const answer = await hub.ask('adviser', byNumber(FIRST, 'status customer { lastName }'));
    await hub.behave({ customers: { kind: 'well' } });
    expect([answer.status, answer.body.data.claimByNumber.status]).toEqual([200, 'CLOSED']);
    expect(answer.body.errors?.[0]?.extensions).toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      source: 'customer-file',
    });
  });

  it('where an argument is denied: as its field, with ARGUMENT_ACCESS_DENIED', async () => {
    const answer = await hub.ask(
      'supervisor',
      '{ searchCustomers(lastName: "DURAND") { edges { node { id } } } claims(first: 1) { edges { node { status } } } }',
      {},
      QUALITY,
    );
    expect([answer.status, answer.body.data.searchCustomers]).toEqual([200, null]);
    expect(answer.body.errors).toEqual([
      {
        message: 'This argument is not accessible to you.',
        path: ['searchCustomers'],
        extensions: { code: 'ARGUMENT_ACCESS_DENIED', coordinate: 'Query.searchCustomers(lastName:)' },
      },
    ]);
  });

  it('where what is shown as a pseudonym only is searched for, by its value or by a pseudonym: denied', async () => {
    const search = (number: string) =>
      hub.ask(
        'supervisor',
        `{ claimByNumber(number: "${number}") { status } claims(first: 1) { edges { node { status } } } }`,
        {},
        QUALITY,
      );
    expect(codesOf(await search(FIRST))).toEqual(['ARGUMENT_ACCESS_DENIED']);
    expect(codesOf(await search(`psn_${'a'.repeat(43)}`))).toEqual(['ARGUMENT_ACCESS_DENIED']);
  });
});

const FILE = `number customer { lastName } account { iban type } operation { amount }
  documents(first: 5) { edges { node { label } } } paymentOrders { state }`;

describe('an adviser with a claim of another branch', () => {
  it('sees its customer, account, operation and documents', async () => {
    const { body } = await hub.ask('adviser', byNumber(given.number, FILE));
    expect(body.errors).toBeUndefined();
    expect(body.data.claimByNumber).toMatchObject({
      number: given.number,
      customer: { lastName: expect.any(String) },
      account: { iban: expect.stringMatching(/^•••\d{4}$/) },
      operation: { amount: expect.stringMatching(/EUR$/) },
    });
    expect(body.data.claimByNumber.documents.edges.length).toBeGreaterThan(0);
  });

  it('costs the store one more read for the whole operation, and none where the branch is the adviser’s own', async () => {
    const calls = async (number: string, selection: string): Promise<number> => {
      const { body } = await hub.ask('adviser', byNumber(number, selection));
      return body.extensions?.sources?.store?.calls ?? 0;
    };
    const alone = await calls(given.number, 'number');
    expect(await calls(given.number, FILE)).toBe(alone + 1);
    expect(await calls(FIRST, FILE)).toBe(alone);
  });

  it('sees no customer whose claim nobody gave them', async () => {
    const officer = await hub.ask(
      'complaints-officer',
      byNumber(foreign.number, 'customer { id } account { id }'),
      {},
      HANDLING,
    );
    const { customer, account } = officer.body.data.claimByNumber;
    const answer = await hub.ask(
      'adviser',
      `{ customer(id: "${customer.id}") { lastName } account(id: "${account.id}") { type } }`,
    );
    expect(answer.body.data).toEqual({ customer: null, account: null });
    expect(codesOf(answer)).toEqual(['NOT_FOUND', 'NOT_FOUND']);
  });
});

describe('the mediator', () => {
  it('sees documents and payment orders of a referred claim, its text redacted, and not the customer', async () => {
    const { body } = await hub.ask(
      'mediator',
      byNumber(
        referred.number,
        'number description documents(first: 5) { edges { node { type label } } } paymentOrders { state }',
      ),
    );
    expect(body.errors).toBeUndefined();
    const claim = body.data.claimByNumber;
    expect(claim.description).toBe('Je soussigné ••• •••, IBAN •••, joignable au •••.');
    expect(claim.documents.edges.length).toBeGreaterThan(0);
    expect(claim.documents.edges[0].node.type).toEqual(expect.any(String));
    expect(claim.paymentOrders.length).toBeGreaterThan(0);
    const customer = await hub.ask('mediator', byNumber(referred.number, 'number customer { lastName }'));
    expect(customer.body.data.claimByNumber.customer).toBeNull();
  });

  it('is not shown a text whose parties’ names cannot be had, and the rest all the same', async () => {
    await hub.behave({ customers: { kind: 'down' } });
    try {
      const answer = await hub.ask('mediator', byNumber(referred.number, 'number status description'));
      expect(answer.body.data.claimByNumber).toEqual({
        number: referred.number,
        status: referred.status,
        description: null,
      });
      expect(codesOf(answer)).toEqual(['SOURCE_UNAVAILABLE']);
    } finally {
      await hub.behave({ customers: { kind: 'well' } });
    }
  });

  it('sees nothing of a claim that was not referred', async () => {
    const officer = await hub.ask(
      'complaints-officer',
      byNumber(given.number, 'documents(first: 1) { edges { node { id } } }'),
      {},
      HANDLING,
    );
    const [{ node }] = officer.body.data.claimByNumber.documents.edges;
    const answer = await hub.ask('mediator', `{ document(id: "${node.id}") { type } }`);
    expect([answer.body.data, codesOf(answer)]).toEqual([{ document: null }, ['NOT_FOUND']]);
  });
});

it('the gateway and the subgraphs never disagreed', () => {
  expect(hub.logged()).not.toContain('otherwise than the gateway');
});
