import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildASTSchema,
  buildClientSchema,
  getIntrospectionQuery,
  getNamedType,
  type IntrospectionQuery,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  parse,
} from 'graphql';
import type { ActorRecord } from '../../mocks/world/shapes';
import { classifySchema } from '../../schema/contract/classification';
import { startTestHub, type TestHub } from '../harness/hub';
import { ask as questionFor, askTogether, type Known } from './world/questions';

const ROOT = join(__dirname, '..', '..');
const supergraph = buildASTSchema(
  parse(readFileSync(join(ROOT, 'schema/contract/supergraph.graphql'), 'utf8')),
  {
    assumeValidSDL: true,
  },
);
const coordinates = [...classifySchema(supergraph).keys()];
const actors = JSON.parse(readFileSync(join(ROOT, 'mocks/data/actors.json'), 'utf8')) as ActorRecord[];
const identities = actors.flatMap(({ name, purposes }) =>
  purposes.map((purpose) => [name, purpose] as const),
);

interface Access {
  readonly coordinate: string;
  readonly decision: 'ALLOW' | 'MASKED' | 'CONDITIONAL' | 'DENIED';
  readonly mask: string | null;
  readonly because: string | null;
}

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub({ mode: 'one process' });
});
afterAll(() => hub.close());

const ask = (actor: string, purpose: string, query: string, variables = {}) =>
  hub.ask(actor, query, variables, { 'x-access-purpose': purpose });

const CAN =
  'query ($coordinates: [String!]!) { viewer { can(coordinates: $coordinates) { coordinate decision mask because } } }';
async function can(
  actor: string,
  purpose: string,
  asked: readonly string[] = coordinates,
): Promise<readonly Access[]> {
  const { body } = await ask(actor, purpose, CAN, { coordinates: asked });
  expect(body.errors).toBeUndefined();
  return body.data.viewer.can as Access[];
}

const REFUSALS = new Set([
  'FIELD_ACCESS_DENIED',
  'ARGUMENT_ACCESS_DENIED',
  'OPERATION_ACCESS_DENIED',
  'GRAPHQL_VALIDATION_FAILED',
]);

/** Every value that an answer holds at a path of field names, lists flattened. */
function valuesAt(data: unknown, [key, ...rest]: readonly string[]): unknown[] {
  if (Array.isArray(data))
    return data.flatMap((each) => valuesAt(each, key === undefined ? [] : [key, ...rest]));
  if (data === null || data === undefined) return [];
  return key === undefined ? [data] : valuesAt((data as Record<string, unknown>)[key], rest);
}

/** @returns what a real operation gave otherwise than `viewer.can` had said; `undefined` where it agrees. */
async function disagreement(
  actor: string,
  purpose: string,
  access: Access,
  known: Known,
): Promise<string | undefined> {
  const { coordinate, decision } = access;
  const { text, open, path } = questionFor(supergraph, coordinate, known);
  const { status, body } = await ask(actor, purpose, text);
  const said = `${actor} for ${purpose}: ${coordinate} ${decision}, HTTP ${status} ${JSON.stringify(body.errors ?? [])} to ${text}`;
  const refusals = (body.errors ?? []).filter(({ extensions }) => REFUSALS.has(extensions.code));
  const isField = !coordinate.includes('(') && !/(Input|Filter)\./.test(coordinate);
  const shown = valuesAt(body.data, path);
  if (decision === 'DENIED') {
    const isPartner = actor.startsWith('partner-');
    const codes = refusals.map(({ extensions }) => extensions.code);
    if (isField && shown.length > 0) return `shown: ${said}`;
    // Nothing is said about parts of what is not visible itself, or not there.
    const isUnreached =
      (body.errors?.some(({ extensions }) => extensions.code === 'NOT_FOUND') ?? false) ||
      (path.length > 1 && valuesAt(body.data, path.slice(0, -1)).length === 0);
    if (codes.length === 0 && (isPartner || !isUnreached)) return `not refused: ${said}`;
    return isPartner && !codes.every((code) => code === 'GRAPHQL_VALIDATION_FAILED')
      ? `told: ${said}`
      : undefined;
  }
  if (!open) return `no way: ${said}`;
  if (status !== 200 || body.data === undefined) return `refused: ${said}`;
  if (decision === 'CONDITIONAL') return undefined;
  if (refusals.some(({ extensions }) => extensions.coordinate === coordinate)) return `withheld: ${said}`;
  const masked = body.extensions?.access?.masked.includes(coordinate) ?? false;
  return isField && shown.length > 0 && masked !== (decision === 'MASKED')
    ? `masked ${masked}: ${said}`
    : undefined;
}

/** Fields that can be asked for side by side: leaves without arguments that have to be given, of one type each. */
function sideBySide(answers: readonly Access[]): Map<string, readonly Access[]> {
  const plain = answers.filter(({ coordinate, decision }) => {
    const [owner = '', name = ''] = coordinate.split('.');
    const type = supergraph.getType(owner);
    const field =
      isObjectType(type) && !/^(?:Query|Mutation)$/.test(owner) ? type.getFields()[name] : undefined;
    return (
      decision !== 'DENIED' &&
      field &&
      isLeafType(getNamedType(field.type)) &&
      !field.args.some(isRequiredArgument)
    );
  });
  return Map.groupBy(plain, ({ coordinate }) => coordinate.split('.')[0] ?? '');
}

/** As `disagreement`, for fields of one type that are not denied. */
async function disagreements(
  actor: string,
  purpose: string,
  [owner, accesses]: readonly [string, readonly Access[]],
  known: Known,
): Promise<readonly string[]> {
  const names = accesses.map(({ coordinate }) => coordinate.split('.')[1] ?? '');
  const { text, open, path } = askTogether(supergraph, owner, names, known);
  const { status, body } = await ask(actor, purpose, text);
  return accesses.flatMap(({ coordinate, decision }, at) => {
    const said = `${actor} for ${purpose}: ${coordinate} ${decision}, HTTP ${status} ${JSON.stringify(body.errors ?? [])} to ${text}`;
    if (!open) return [`no way: ${said}`];
    if (status !== 200 || body.data === undefined) return [`refused: ${said}`];
    if (decision === 'CONDITIONAL') return [];
    const refused = (body.errors ?? []).some(
      ({ extensions }) => REFUSALS.has(extensions.code) && extensions.coordinate === coordinate,
    );
    if (refused) return [`withheld: ${said}`];
    const shown = valuesAt(body.data, [...path, names[at] ?? '']);
    const masked = body.extensions?.access?.masked.includes(coordinate) ?? false;
    return shown.length > 0 && masked !== (decision === 'MASKED') ? [`masked ${masked}: ${said}`] : [];
  });
}

/** Keys of objects that the demo world has; around a referred claim for the mediator, who sees no other. */
async function keysFor(actor: string): Promise<Readonly<Record<string, string>>> {
  const own = '{ claims(first: 1) { edges { node { id } } } }';
  const first = '{ claims: claimByNumber(number: "RC-2026-0000001") { id } }';
  const found =
    actor === 'mediator'
      ? (await ask(actor, 'mediation', own)).body.data.claims.edges[0].node
      : (await ask('complaints-officer', 'complaint_handling', first)).body.data.claims;
  const { body } = await ask(
    'complaints-officer',
    'complaint_handling',
    `query ($id: ID!) { claim(id: $id) { id account { id } customer { id } survey { id }
      documents(first: 1) { edges { node { id } } } paymentOrders { id } } }`,
    found,
  );
  const { claim } = body.data;
  return {
    claim: claim.id,
    account: claim.account?.id ?? 'x',
    customer: claim.customer.id,
    survey: claim.survey?.id ?? 'x',
    document: claim.documents.edges[0]?.node.id ?? 'x',
    paymentOrder: claim.paymentOrders[0]?.id ?? 'x',
  };
}

/** What a condition holds for, and the rest. */
const partition = <T>(all: readonly T[], holds: (each: T) => boolean): [T[], T[]] => [
  all.filter(holds),
  all.filter((each) => !holds(each)),
];

describe('viewer.can', () => {
  it.each(identities)(
    'tells %s for %s what a real operation then gives, for every place of the graph',
    async (actor, purpose) => {
      const answers = await can(actor, purpose);
      expect(answers.map(({ coordinate }) => coordinate)).toEqual(coordinates);
      const open = new Set(
        answers.flatMap(({ coordinate, decision }) => (decision === 'DENIED' ? [] : [coordinate])),
      );
      const known: Known = {
        isOpen: (each) => open.has(each),
        ids: await keysFor(actor),
      };
      const found: string[] = [];
      const decisions = new Map(answers.map(({ coordinate, decision }) => [coordinate, decision]));
      const [streamed, answered] = partition(answers, ({ coordinate }) =>
        coordinate.startsWith('Subscription.'),
      );
      for (const { coordinate, decision } of streamed) {
        const query = coordinate.replace(/^Subscription\.(\w+)Changed\b/, 'Query.$1');
        if (decision !== decisions.get(query)) found.push(`${coordinate}: not as ${query}`);
      }
      const groups = sideBySide(answered);
      for (const group of groups) found.push(...(await disagreements(actor, purpose, group, known)));
      const grouped = new Set([...groups.values()].flat());
      const rest = answered.filter((each) => !grouped.has(each));
      await Promise.all(
        Array.from({ length: 8 }, async () => {
          for (let next = rest.pop(); next; next = rest.pop()) {
            const wrong = await disagreement(actor, purpose, next, known);
            if (wrong !== undefined) found.push(wrong);
          }
        }),
      );
      expect(found.sort()).toEqual([]);
    },
  );

  it('does not tell a partner what is hidden from what is not there, and gives staff the reason', async () => {
    const places = [
      'Customer.nationalId',
      'Customer.noSuchThing',
      'NoSuchType.iban',
      'Mutation.createPaymentOrder',
    ];
    const nothing = { decision: 'DENIED', mask: null, because: null };
    expect(await can('partner-survey', 'satisfaction_survey', places)).toEqual(
      places.map((coordinate) => ({ coordinate, ...nothing })),
    );
    expect(
      await can('customer', 'customer_self_service', ['Customer.nationalId', 'Customer.noSuchThing']),
    ).toEqual([
      {
        coordinate: 'Customer.nationalId',
        decision: 'DENIED',
        mask: null,
        because: expect.stringContaining('national number'),
      },
      { coordinate: 'Customer.noSuchThing', ...nothing },
    ]);
    expect(
      await can('complaints-officer', 'complaint_handling', ['Account.iban', 'Motive.OTHER']),
    ).toMatchObject([
      { decision: 'MASKED', mask: 'iban_last4' },
      { decision: 'ALLOW', mask: null },
    ]);
  });

  it('names the position of what is no coordinate, and repeats nothing of it', async () => {
    const asked = ['Account.iban', 'FR7630006000011234567890189'];
    const { body } = await ask('adviser', 'complaint_handling', CAN, { coordinates: asked });
    expect(body.errors).toMatchObject([
      { path: ['viewer', 'can'], extensions: { code: 'BAD_USER_INPUT', argument: 'coordinates[1]' } },
    ]);
    expect(JSON.stringify(body)).not.toContain('FR76');
  });

  it('is there for everyone who is let in, with what the token says', async () => {
    const { body } = await ask(
      'compliance',
      'security_audit',
      '{ viewer { roles purpose purposes scopes } }',
    );
    expect(body).toMatchObject({
      data: {
        viewer: {
          roles: ['compliance_officer'],
          purpose: 'security_audit',
          purposes: ['security_audit'],
          scopes: expect.arrayContaining(['policy:read']),
        },
      },
    });
    expect(body.errors).toBeUndefined();
  });
});

describe('introspection over HTTP', () => {
  const WHO = [
    ['partner-comparator', 'customer_self_service'],
    ['adviser', 'complaint_handling'],
    ['partner-survey', 'satisfaction_survey'],
    ['customer', 'customer_self_service'],
  ] as const;

  it('gives each audience its own schema, alone and interleaved', async () => {
    const schemaFor = async ([actor, purpose]: readonly [string, string]) => {
      const { status, body } = await ask(actor, purpose, getIntrospectionQuery());
      expect({ status, errors: body.errors }).toEqual({ status: 200, errors: undefined });
      return JSON.stringify(body.data);
    };
    const alone: string[] = [];
    for (const who of WHO) alone.push(await schemaFor(who));
    expect(new Set(alone).size).toBe(WHO.length);
    const mixed = await Promise.all([...WHO, ...WHO.toReversed()].map(schemaFor));
    expect(mixed).toEqual([...alone, ...alone.toReversed()]);
    const types = alone.map((text) =>
      Object.keys(buildClientSchema(JSON.parse(text) as IntrospectionQuery).getTypeMap()),
    );
    expect(types.map((names) => names.includes('Customer'))).toEqual([false, true, false, true]);
  });

  it('answers questions about the schema and about data in one operation, in the order of the question', async () => {
    const query = `query ($name: String!) { who: viewer { purpose } hidden: __type(name: $name) { name }
      ...Rest } fragment Rest on Query { __schema { queryType { name } } viewer { scopes } __typename }`;
    const variables = { name: 'Customer' };
    const partner = await ask('partner-comparator', 'customer_self_service', query, variables);
    expect(JSON.stringify(partner.body.data)).toBe(
      JSON.stringify({
        who: { purpose: 'customer_self_service' },
        hidden: null,
        __schema: { queryType: { name: 'Query' } },
        viewer: { scopes: ['accounts:read'] },
        __typename: 'Query',
      }),
    );
    const adviser = await ask('adviser', 'complaint_handling', query, variables);
    expect(adviser.body.data.hidden).toEqual({ name: 'Customer' });
    expect(adviser.body.errors).toBeUndefined();
  });

  it('says of fields that staff are denied what happened to them, beside the schema', async () => {
    const { status, body } = await ask(
      'compliance',
      'security_audit',
      '{ __type(name: "Claim") { name } viewer { purpose } claims { edges { cursor } } }',
    );
    expect({ status, ...body }).toMatchObject({
      status: 200,
      data: { __type: null, viewer: { purpose: 'security_audit' }, claims: null },
      errors: [{ path: ['claims'], extensions: { code: 'FIELD_ACCESS_DENIED', coordinate: 'Query.claims' } }],
    });
  });

  it('never runs for one audience what was read for another', async () => {
    const text = '{ surveys(first: 1) { edges { node { nps } } } }';
    const statuses = async (order: readonly (readonly [string, string])[]) => {
      const found: Record<string, number> = {};
      for (const [actor, purpose] of [...order, ...order])
        found[actor] = (await ask(actor, purpose, text)).status;
      return found;
    };
    const expected = { 'partner-comparator': 400, adviser: 200, 'partner-survey': 200, customer: 200 };
    expect(await statuses(WHO)).toEqual(expected);
    expect(await statuses(WHO.toReversed())).toEqual(expected);
  });
});
