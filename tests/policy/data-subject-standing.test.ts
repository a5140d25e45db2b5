import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import type { Caller } from '../../schema/kernel/caller';
import type { HubError } from '../../schema/kernel/errors';
import { SourceUnavailable } from '../../schema/kernel/source-errors';
import { createSourceMeter } from '../../schema/kernel/sources';
import { parseCondition } from '../../schema/policy/condition';
import { NO_STANDING, type Standing, standingHolds } from '../../schema/policy/standing';
import type { StandingReader } from '../../schema/ports/standing';
import { protectSchema } from '../../subgraphs/shared/access/protect';
import { type GraphAnswer, startTestHub, type TestHub } from '../harness/hub';
import { PERSONAL_DATA, smallPolicy, TECH } from './small-policy';

const SDL = `
  ${PERSONAL_DATA}
  type Query { people: [Person!] ${TECH} }
  type Person @key(fields: "id") { id: ID! ${TECH}
    email: String @personalData(category: "user.contact.email", subject: "customer")
    score: Int @personalData(category: "user.behavior", subject: "customer") }`;

const POLICY = smallPolicy({
  rows: `
  - { id: V-STAFF, roles: [staff], types: ["*"], because: "All of them." }`,
  rules: [
    { id: 'R-TECH', categories: 'system.operations', roles: 'staff', decision: 'ALLOW' },
    { id: 'R-EMAIL', categories: 'user.contact.email', roles: 'staff', decision: 'ALLOW' },
    { id: 'R-SCORE', categories: 'user.behavior', roles: 'staff', decision: 'ALLOW' },
    {
      id: 'D-ASKED',
      categories: 'user.contact',
      roles: 'staff',
      decision: 'DENY',
      final: true,
      when: 'standing in [restricted, objected]',
    },
  ],
});

const staff: Caller = {
  ...{ subject: 's', clientId: 'desk', roles: ['staff'], scopes: [], purposes: ['work'], purpose: 'work' },
};

const people = [
  { id: 'a', email: 'a@mail.example', score: 1, facts: { customer: 'a' } },
  { id: 'b', email: 'b@mail.example', score: 2, facts: { customer: 'b' } },
  { id: 'c', email: 'c@mail.example', score: 3, facts: { customer: 'c' } },
  { id: 'd', email: 'd@mail.example', score: 4, facts: { customer: null } },
  { id: 'e', email: 'e@mail.example', score: 5, facts: {} },
];

/** What is asked and answered about the people above. */
async function answered(standings: StandingReader | undefined, fields = 'score email') {
  const schema = protectSchema(
    buildSubgraphSchema({ typeDefs: parse(SDL), resolvers: { Query: { people: () => people } } }),
    { policy: POLICY, ...(standings ? { standings } : {}) },
  );
  const sources = createSourceMeter();
  const operation = { caller: staff, requestId: 'r', signal: new AbortController().signal, sources };
  const result = await graphql({
    schema,
    source: `{ people { id ${fields} } }`,
    contextValue: { operation },
  });
  return {
    people: (result.data as { people: Record<string, unknown>[] } | null)?.people,
    codes: result.errors?.map(({ originalError }) => (originalError as HubError | undefined)?.code) ?? [],
    sources: sources.report(),
  };
}

const reader = (known: Readonly<Record<string, Standing>>) => {
  const asked: (readonly string[])[] = [];
  const standingsOf: StandingReader['standingsOf'] = async (numbers) => {
    asked.push(numbers);
    return new Map(numbers.flatMap((each) => (known[each] ? [[each, known[each]] as const] : [])));
  };
  return { standingsOf, asked };
};

describe('what a person asked for, in decisions', () => {
  it('is a condition of its own; what nobody told is not known, and nobody’s objects are nobody’s to restrict', () => {
    expect(parseCondition('standing = restricted')).toEqual({
      kind: 'in',
      attribute: 'standing',
      values: ['restricted'],
    });
    expect(standingHolds('restricted', {}, staff)).toBeUndefined();
    expect(standingHolds('objected', undefined, staff)).toBeUndefined();
    expect(standingHolds('restricted', { customer: null }, staff)).toBe(false);
    const objecting = { standing: { ...NO_STANDING, objected: ['work'] } };
    expect(standingHolds('objected', objecting, staff)).toBe(true);
    expect(standingHolds('objected', objecting, { ...staff, purpose: 'play' })).toBe(false);
  });

  it('is asked once for all owners, and only they are withheld', async () => {
    const store = reader({
      a: { ...NO_STANDING, restricted: true },
      b: { ...NO_STANDING, objected: ['work'] },
      c: { ...NO_STANDING, objected: ['play'] },
    });
    const { people: seen, codes, sources } = await answered(store);
    expect(seen?.map(({ email }) => email)).toEqual([null, null, 'c@mail.example', 'd@mail.example', null]);
    expect(seen?.map(({ score }) => score)).toEqual([1, 2, 3, 4, 5]);
    expect(codes).toEqual(['FIELD_ACCESS_DENIED', 'FIELD_ACCESS_DENIED', 'FIELD_ACCESS_DENIED']);
    expect(store.asked).toEqual([['a', 'b', 'c']]);
    expect(sources).toMatchObject({ store: { calls: 1, keys: 3 } });
  });

  it('is not asked where no rule about the field depends on it', async () => {
    const store = reader({});
    expect((await answered(store, 'score')).codes).toEqual([]);
    expect(store.asked).toEqual([]);
  });

  it('is taken for granted where it cannot be found out', async () => {
    const { people: seen } = await answered(undefined);
    expect(seen?.map(({ email }) => email)).toEqual([null, null, null, 'd@mail.example', null]);
  });

  it('fails with the store’s name, and shows nothing, while the store is down', async () => {
    const down: StandingReader = { standingsOf: () => Promise.reject(new SourceUnavailable('store')) };
    const { people: seen, codes } = await answered(down);
    expect(seen?.map(({ email }) => email)).toEqual([null, null, null, 'd@mail.example', null]);
    expect(seen?.map(({ score }) => score)).toEqual([1, 2, 3, 4, 5]);
    expect(codes.sort()).toEqual([
      'FIELD_ACCESS_DENIED',
      'SOURCE_UNAVAILABLE',
      'SOURCE_UNAVAILABLE',
      'SOURCE_UNAVAILABLE',
    ]);
  });
});

const CLAIM = `{ claimByNumber(number: "RC-2026-0000001") {
  status description customer { lastName } account { iban } operation { label } survey { nps } } }`;

describe.each(['one process', 'distributed'] as const)(
  'a restriction or an objection, in a running hub, %s',
  (mode) => {
    let hub: TestHub;
    let key: string;
    let keys = 0;

    beforeAll(async () => {
      hub = await startTestHub({ mode });
      key = ((await hub.ask('customer', '{ me { id } }')).body.data as { me: { id: string } }).me.id;
    });
    afterAll(() => hub.close());

    const change = async (mutation: string, type: string, input: object): Promise<GraphAnswer> => {
      const { body } = await hub.ask(
        'dpo',
        `mutation ($input: ${type}!, $key: String!) { ${mutation}(input: $input, idempotencyKey: $key) {
        dataSubject { restrictions { id inForce } objections { id inForce } } } }`,
        { input, key: `standing-test-${keys++}` },
      );
      expect(body.errors).toBeUndefined();
      return body;
    };
    const seen = async (actor: string, purpose: string, query = CLAIM): Promise<GraphAnswer> =>
      (await hub.ask(actor, query, {}, { 'x-access-purpose': purpose })).body;
    const claimSeen = async (actor: string, purpose: string): Promise<unknown> =>
      ((await seen(actor, purpose)).data as { claimByNumber: unknown }).claimByNumber;

    it('leaves the adviser the course of the claim, the complaints service everything, and ends when it is lifted', async () => {
      const before = await claimSeen('adviser', 'complaint_handling');
      expect(before).toMatchObject({ status: 'CLOSED', customer: { lastName: 'Carre' }, survey: { nps: 9 } });
      const officer = await claimSeen('complaints-officer', 'complaint_handling');

      const body = await change('restrictProcessing', 'RestrictProcessingInput', {
        dataSubjectId: key,
        ground: 'ACCURACY_CONTESTED',
        reason: 'The operation’s label is said to be another person’s.',
      });
      expect(await claimSeen('adviser', 'complaint_handling')).toEqual({
        status: 'CLOSED',
        description: null,
        customer: { lastName: null },
        account: { iban: null },
        operation: { label: null },
        survey: { nps: null },
      });
      expect(await claimSeen('complaints-officer', 'complaint_handling')).toEqual(officer);
      expect(await claimSeen('complaints-officer', 'fraud_prevention')).toMatchObject({
        status: null,
        customer: { lastName: null },
      });
      const own = (await hub.ask('customer', '{ me { lastName } }')).body;
      expect(own.data).toEqual({ me: { lastName: 'Carre' } });

      const [{ id = '' } = {}] = (
        body.data as { restrictProcessing: { dataSubject: { restrictions: { id: string }[] } } }
      ).restrictProcessing.dataSubject.restrictions;
      await change('liftRestriction', 'EndStandingInput', { id, reason: 'The label was checked.' });
      expect(await claimSeen('adviser', 'complaint_handling')).toEqual(before);
    });

    it('leaves other customers of the same page as they are', async () => {
      const PAGE = '{ claims(first: 100) { edges { node { description customer { id } } } } }';
      const textsOf = async (): Promise<Map<string, (string | null)[]>> => {
        const { data } = await seen('adviser', 'complaint_handling', PAGE);
        const { claims } = data as {
          claims: { edges: { node: { description: string | null; customer: { id: string } } }[] };
        };
        const groups = Map.groupBy(claims.edges, ({ node }) => node.customer.id);
        return new Map([...groups].map(([id, edges]) => [id, edges.map(({ node }) => node.description)]));
      };
      const before = await textsOf();
      const [other = ''] = [...before.keys()].filter((id) => id !== key);
      await change('restrictProcessing', 'RestrictProcessingInput', {
        dataSubjectId: other,
        ground: 'LEGAL_CLAIMS',
        reason: 'A suit is pending.',
      });
      const after = await textsOf();
      expect(after.size).toBeGreaterThan(2);
      expect(after.get(other)?.every((text) => text === null)).toBe(true);
      before.delete(other);
      after.delete(other);
      expect(after).toEqual(before);
    });

    it('keeps who objected out of the following of quality, and of nothing else', async () => {
      const { data } = (await hub.ask('customer', '{ claimByNumber(number: "RC-2026-0000001") { id } }'))
        .body;
      const { id } = (data as { claimByNumber: { id: string } }).claimByNumber;
      const counted = async (): Promise<unknown> =>
        (await seen('supervisor', 'quality_improvement', `{ claim(id: "${id}") { status survey { nps } } }`))
          .data;
      expect(await counted()).toEqual({ claim: { status: 'CLOSED', survey: { nps: 9 } } });
      const handling = await claimSeen('supervisor', 'complaint_handling');
      await change('objectToProcessing', 'ObjectToProcessingInput', {
        dataSubjectId: key,
        purpose: 'quality_improvement',
        reason: 'They do not want to be counted.',
      });
      expect(await counted()).toEqual({ claim: { status: null, survey: { nps: null } } });
      expect(await claimSeen('supervisor', 'complaint_handling')).toEqual(handling);
    });

    it('takes no objection to what rests on the law or on a contract', async () => {
      const { body } = await hub.ask(
        'dpo',
        `mutation ($input: ObjectToProcessingInput!) { objectToProcessing(input: $input, idempotencyKey: "an-objection-to-claims") { dataSubject { id } } }`,
        { input: { dataSubjectId: key, purpose: 'complaint_handling', reason: 'No more claims.' } },
      );
      expect(body.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    });

    it('is the officer’s to record, for nobody else', async () => {
      for (const actor of ['customer', 'adviser', 'supervisor']) {
        const { status } = await hub.ask(
          actor,
          `mutation { liftRestriction(input: { id: "rst_A", reason: "Mine." }, idempotencyKey: "not-mine-to-lift") { dataSubject { id } } }`,
          {},
          { 'x-access-purpose': actor === 'customer' ? 'customer_self_service' : 'complaint_handling' },
        );
        expect(status).toBe(403);
      }
    });
  },
);
