import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildClientSchema,
  buildSchema,
  getIntrospectionQuery,
  isInputObjectType,
  type GraphQLSchema,
  type IntrospectionQuery,
  parse,
  printSchema,
  validateSchema,
} from 'graphql';
import pino from 'pino';
import { createAudiences } from '../../gateway/audience/audiences';
import { introspect, splitIntrospection } from '../../gateway/audience/introspection';
import { ownSchema } from '../../gateway/audience/own-schema';
import { createHubGateway } from '../../gateway/execute/hub-gateway';
import { chooseOperation, createDocumentReader } from '../../gateway/plan/document';
import { DEFAULT_LIMITS } from '../../gateway/plan/limits';
import type { ActorRecord } from '../../mocks/world/shapes';
import { classificationOf, classifySchema } from '../../schema/contract/classification';
import { reachOf } from '../../schema/contract/reach';
import type { Caller } from '../../schema/kernel/caller';
import { compile } from '../../schema/policy/compile';
import { loadPolicy } from '../../schema/policy/load';

const ROOT = join(__dirname, '..', '..');
const policy = loadPolicy(join(ROOT, 'schema/policy/policy.yaml'));
const supergraph = readFileSync(join(ROOT, 'schema/contract/supergraph.graphql'), 'utf8');
const table = compile(classificationOf(supergraph), policy);
const audiences = createAudiences(table);
const actors = JSON.parse(readFileSync(join(ROOT, 'mocks/data/actors.json'), 'utf8')) as ActorRecord[];
const callers: readonly Caller[] = actors.flatMap((actor) =>
  actor.purposes.map((purpose) => ({ ...actor, purpose })),
);
const caller = (name: string): Caller => {
  const at = actors.findIndex((each) => each.name === name);
  return { ...actors[at]!, purpose: actors[at]!.purposes[0]! };
};

let whole: GraphQLSchema;
beforeAll(async () => {
  const gateway = createHubGateway({ supergraph, log: pino({ level: 'silent' }) });
  // Only what Apollo Server hands over for a schema without a manager of its own.
  await gateway.load({ apollo: {} });
  whole = gateway.schema();
  await gateway.stop();
});

const introspected = (who: Caller): GraphQLSchema => {
  const { data } = introspect(audiences.shown(whole, who), parse(getIntrospectionQuery()), {});
  return buildClientSchema(data as unknown as IntrospectionQuery);
};

describe('the schema that each audience introspects', () => {
  it.each(callers.map((each) => [each.roles.join(), each.purpose, each] as const))(
    'of %s for %s is sound, is theirs alone and keeps its descriptions',
    (_role, _purpose, who) => {
      const own = introspected(who);
      expect(validateSchema(own)).toEqual([]);
      for (const type of Object.values(own.getTypeMap())) {
        if (type.name.startsWith('__') || !('getFields' in type)) continue;
        for (const { name, description } of Object.values(type.getFields())) {
          const look = table.look(`${type.name}.${name}`, who);
          expect([`${type.name}.${name}`, isInputObjectType(type) || look.kind !== 'ALWAYS_DENY']).toEqual([
            `${type.name}.${name}`,
            true,
          ]);
          expect(description).toEqual(expect.any(String));
        }
      }
    },
  );

  it('differs by audience: two partners, an adviser, a customer', () => {
    const has = (name: string, coordinate: string): boolean => {
      const [type = '', field = ''] = coordinate.split('.');
      const found = introspected(caller(name)).getType(type);
      return found !== undefined && 'getFields' in found && field in found.getFields();
    };
    const who = ['partner-comparator', 'partner-survey', 'adviser', 'customer', 'compliance'];
    const share = (coordinate: string): string =>
      who.map((name) => (has(name, coordinate) ? 'x' : '-')).join('');
    expect(
      [
        'Query.viewer',
        'Query.account',
        'Query.surveys',
        'Query.searchCustomers',
        'Account.type',
        'Account.iban',
        'Claim.status',
        'Claim.queue',
        'Customer.lastName',
        'Customer.nationalId',
        'ClaimFilter.status',
        'Mutation.fileClaim',
        'Mutation.answerSurvey',
        'Mutation.createPaymentOrder',
        'AnswerSurveyInput.comment',
      ].map((coordinate) => `${coordinate} ${share(coordinate)}`),
    ).toEqual([
      'Query.viewer xxxxx',
      'Query.account x-xx-',
      'Query.surveys -xxx-',
      'Query.searchCustomers --xx-',
      'Account.type x-xx-',
      'Account.iban --xx-',
      'Claim.status -xxx-',
      'Claim.queue --x--',
      'Customer.lastName --xx-',
      'Customer.nationalId -----',
      'ClaimFilter.status -xxx-',
      'Mutation.fileClaim --xx-',
      'Mutation.answerSurvey -x-x-',
      'Mutation.createPaymentOrder -----',
      'AnswerSurveyInput.comment -x-x-',
    ]);
  });

  it('has no type that nothing leads to, and no machinery of federation', () => {
    const names = Object.keys(introspected(caller('partner-comparator')).getTypeMap());
    expect(names).not.toEqual(
      expect.arrayContaining(['Claim', 'Customer', 'ClaimStatus', 'Mutation', 'IBAN']),
    );
    for (const name of ['Claim', 'Customer', 'ClaimStatus', 'Mutation', 'Queue'])
      expect(names).not.toContain(name);
    expect(
      names.filter((name) => /^(join|link|core|federation)__|^_(Service|Entity|Any)$/.test(name)),
    ).toEqual([]);
    expect(
      introspected(caller('partner-comparator'))
        .getDirectives()
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['deprecated', 'include', 'oneOf', 'skip', 'specifiedBy']);
  });

  it('is made once per kind of caller, and leaves the whole schema as it was', () => {
    const before = printSchema(whole);
    const fresh = createAudiences(table);
    for (const each of callers) fresh.shown(whole, each);
    expect(printSchema(whole)).toBe(before);
    for (const each of callers) {
      expect(fresh.shown(whole, { ...each, subject: 'another' })).toBe(fresh.shown(whole, each));
    }
  });
});

describe('documents', () => {
  const read = (who: Caller, text: string, reader = createDocumentReader(whole, DEFAULT_LIMITS)) =>
    reader.read(text, audiences.readBy(whole, who)).errors.map(({ message }) => message);

  it.each([
    ['a root field', '{ claims { pageInfo { hasNextPage } } }', '{ claimz { pageInfo { hasNextPage } } }'],
    ['a field', '{ account(id: "1") { iban } }', '{ account(id: "1") { ibam } }'],
    ['a type', '{ ... on Customer { id } }', '{ ... on Kustomer { id } }'],
    [
      'a field by a fragment',
      '{ account(id: "1") { ...F } } fragment F on Account { balance }',
      '{ account(id: "1") { ...F } } fragment F on Account { balanse }',
    ],
    [
      'an input type',
      'query ($f: ClaimFilter) { viewer { purpose } }',
      'query ($f: KlaimFilter) { viewer { purpose } }',
    ],
    ['an enum', 'query ($s: Motive) { viewer { purpose } }', 'query ($s: Mobive) { viewer { purpose } }'],
  ])('that name %s hidden from a partner read as if it did not exist', (_what, hidden, absent) => {
    const who = caller('partner-comparator');
    const [ofHidden, ofAbsent] = [read(who, hidden), read(who, absent)];
    expect(ofHidden).not.toEqual([]);
    const nameless = (messages: readonly string[]) => messages.map((each) => each.replace(/"\w+"/g, '"…"'));
    expect(nameless(ofHidden)).toEqual(nameless(ofAbsent));
    expect(ofHidden.join()).not.toMatch(/did you mean/i);
  });

  it('that change something read alike for a partner who may change nothing, whatever they name', () => {
    const own = audiences.readBy(whole, caller('partner-comparator'));
    const answers = ['createPaymentOrder', 'noSuchThing'].map((name) => {
      const { document } = createDocumentReader(whole, DEFAULT_LIMITS).read(
        `mutation { ${name} { id } }`,
        own,
      );
      const request = { operationName: undefined, variables: {} };
      return document && chooseOperation(own, document, request, DEFAULT_LIMITS).errors?.map(String);
    });
    expect(answers[0]).toEqual(['There is nothing to change here.']);
    expect(answers[1]).toEqual(answers[0]);
  });

  it('of staff and customers may ask for anything that there is: what is denied is said field by field', () => {
    for (const name of ['adviser', 'customer', 'compliance', 'supervisor']) {
      expect(
        read(caller(name), '{ me { nationalId } claims(filter: { motive: OTHER }) { edges { cursor } } }'),
      ).toEqual([]);
      expect(read(caller(name), '{ me { nationalIt } }')).toEqual([
        'Cannot query field "nationalIt" on type "Customer".',
      ]);
    }
  });

  it('are judged for each audience as if it were alone, in any order', () => {
    const texts = [
      '{ account(id: "1") { type } }',
      '{ account(id: "1") { type iban } }',
      '{ surveys { edges { node { nps } } } }',
      '{ surveys { edges { node { nps comment } } } }',
      'mutation { answerSurvey(idempotencyKey: "12345678", input: { surveyId: "1", nps: 1 }) { survey { id } } }',
    ];
    const who = [...callers, ...callers.toReversed()];
    const shared = createDocumentReader(whole, DEFAULT_LIMITS);
    const verdicts = new Set<string>();
    for (const text of texts) {
      for (const each of who) {
        const alone = read(each, text);
        expect(read(each, text, shared)).toEqual(alone);
        verdicts.add(`${text} ${alone.length > 0}`);
      }
    }
    expect(verdicts.size).toBeGreaterThan(texts.length);
  });
});

describe('an operation that asks about the schema', () => {
  const kinds = (text: string) => {
    const { introspection, data, keys } = splitIntrospection(parse(text), undefined);
    return { about: introspection !== undefined, rest: data !== undefined, keys };
  };
  it.each([
    ['what tools send', getIntrospectionQuery(), { about: true, rest: false, keys: ['__schema'] }],
    [
      'data alone',
      '{ viewer { purpose } __typename }',
      { about: false, rest: true, keys: ['viewer', '__typename'] },
    ],
    [
      'both',
      '{ a: __schema { queryType { name } } viewer { purpose } }',
      { about: true, rest: true, keys: ['a', 'viewer'] },
    ],
    [
      'both, by fragments',
      'query ($n: String!) { ...F ... @include(if: true) { viewer { purpose } } } fragment F on Query { __type(name: $n) { name } ...G } fragment G on Query { __typename }',
      { about: true, rest: true, keys: ['__type', '__typename', 'viewer'] },
    ],
  ])('is told apart: %s', (_what, text, expected) => {
    expect(kinds(text)).toEqual(expected);
  });

  it('keeps to each part the variables and fragments that it uses', () => {
    const { introspection, data } = splitIntrospection(
      parse(`query ($n: String!, $id: ID!) { __type(name: $n) { ...T } account(id: $id) { ...A } }
        fragment T on __Type { name } fragment A on Account { type }`),
      null,
    );
    const shape = (document: typeof data) =>
      document?.definitions.map((each) =>
        each.kind === 'OperationDefinition'
          ? each.variableDefinitions?.map(({ variable }) => variable.name.value)
          : 'name' in each && each.name?.value,
      );
    expect([shape(introspection), shape(data)]).toEqual([
      [['n'], 'T'],
      [['id'], 'A'],
    ]);
  });
});

describe('what is left of a graph', () => {
  const P = (category: string): string => `@personalData(category: "${category}")`;
  const OPEN = P('system.operations');
  const CLOSED = P('user.name');
  const graph = buildSchema(
    `directive @personalData(category: String!, subject: String) on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION
    type Query {
      named(kind: Kind ${CLOSED}, first: Int ${OPEN}): Named ${OPEN}
      either: Either ${OPEN}
      closed: Closed ${OPEN}
      loop: Loop ${OPEN}
      needs(name: String! ${CLOSED}): String ${OPEN}
      needsInside(input: Strict! ${OPEN}): String ${OPEN}
      may(input: Strict ${OPEN}, tree: Tree ${OPEN}): String ${OPEN}
    }
    type Mutation { write(input: Strict! ${OPEN}): String ${OPEN} }
    interface Named { id: ID ${OPEN} name: String ${OPEN} }
    type One implements Named { id: ID ${OPEN} name: String ${OPEN} }
    type Two implements Named { id: ID ${OPEN} name: String ${CLOSED} extra: Extra ${OPEN} }
    type Extra { id: ID ${OPEN} }
    union Either = One | Closed
    type Closed { name: String ${CLOSED} }
    type Loop { loop: Loop ${OPEN} closed: Closed ${OPEN} }
    enum Kind { A B }
    input Strict { name: String! ${CLOSED} free: String ${OPEN} }
    input Tree { below: Tree ${OPEN} at: Int ${OPEN} name: String ${CLOSED} }`,
  );
  const small = { ...policy, actions: [] as typeof policy.actions };
  const outsider = caller('partner-comparator');

  it('is sound for interfaces, unions, loops, required and recursive inputs', () => {
    const own = ownSchema(graph, reachOf(graph, compile(classifySchema(graph), small), outsider));
    expect(validateSchema(buildSchema(printSchema(own)))).toEqual([]);
    expect(printSchema(own).replace(/\s+/g, ' ')).toBe(
      printSchema(
        buildSchema(`type Query { named(first: Int): Named either: Either may(tree: Tree): String }
          interface Named { id: ID } type One implements Named { id: ID name: String }
          type Two implements Named { id: ID extra: Extra } type Extra { id: ID }
          union Either = One input Tree { below: Tree at: Int }`),
      ).replace(/\s+/g, ' '),
    );
  });

  it('keeps all that an allowed mutation takes: its action governs that', () => {
    const action = {
      ...policy.actions[0]!,
      mutations: ['write'],
      roles: ['partner:*'],
      purposes: ['*'],
      scope: 'accounts:read',
    };
    const open = compile(classifySchema(graph), { ...small, actions: [action] });
    const { coordinates } = reachOf(graph, open, outsider);
    for (const each of ['Mutation.write', 'Mutation.write(input:)', 'Strict.name', 'Strict.free'])
      expect(coordinates).toContain(each);
    expect(coordinates).not.toContain('Query.may(input:)');
  });

  it('is a Query without fields for whoever reaches nothing', () => {
    const nobody: Caller = { ...outsider, purpose: 'unheard of' };
    const own = audiences.readBy(whole, nobody);
    const { errors } = createDocumentReader(whole, DEFAULT_LIMITS).read('{ viewer { purpose } }', own);
    expect(errors.map(({ message }) => message)).toEqual(['Cannot query field "viewer" on type "Query".']);
  });
});
