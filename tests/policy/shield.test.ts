import 'reflect-metadata';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, graphqlSync, type GraphQLSchema, parse } from 'graphql';
import type { Caller } from '../../schema/kernel/caller';
import { HubError } from '../../schema/kernel/errors';
import type { Policy } from '../../schema/policy/types';
import { maskedCoordinates } from '../../subgraphs/shared/access/mask';
import { createPseudonyms } from '../../subgraphs/shared/access/pseudonym';
import { protectSchema } from '../../subgraphs/shared/access/protect';
import { callerWith, operationOf, smallPolicy } from './small-policy';

const SDL = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
    @link(url: "https://specs.claims-hub.example/personal-data/v1.0", import: ["@personalData"])
  directive @personalData(category: String!, subject: String) on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION
  type Person @key(fields: "id") {
    id: ID!
    email: String @personalData(category: "user.contact.email", subject: "customer")
    phone: String @personalData(category: "user.contact.phone_number", subject: "customer")
    ibans: [String] @personalData(category: "user.financial.bank_account", subject: "customer")
    bank: Bank @personalData(category: "user.financial.bank_account", subject: "customer")
    notes: [Note!] @personalData(category: "system.operations")
    friend: Person @personalData(category: "bank.claim")
    broken: String @personalData(category: "system.operations")
    number: ID @personalData(category: "user.unique_id", subject: "customer")
    numbers: [Int] @personalData(category: "user.unique_id", subject: "customer")
    colour: Colour @personalData(category: "user.financial.bank_account", subject: "customer")
    forgotten: String
  }
  enum Colour { RED }
  type Bank { iban: String @personalData(category: "user.financial.bank_account", subject: "customer") name: String @personalData(category: "system.operations") }
  type Note { text: String @personalData(category: "user.content.private", subject: "customer") at: String @personalData(category: "system.operations") }
  type Stub @key(fields: "id") { id: ID! secret: String @personalData(category: "bank.claim") }
  input Filter { email: String @personalData(category: "user.contact.email") kind: String @personalData(category: "system.operations") }
  type Query {
    person(id: ID! @personalData(category: "system.operations")): Person @personalData(category: "system.operations")
    people(filter: Filter @personalData(category: "system.operations"), iban: String @personalData(category: "user.financial.bank_account")): [Person] @personalData(category: "system.operations")
    unclassified: String
  }
  type Mutation { rename(id: ID! @personalData(category: "system.operations"), email: String @personalData(category: "user.contact.email")): Person @personalData(category: "system.operations") wipe: Boolean @personalData(category: "system.operations") }
`;

const POLICY = smallPolicy({
  rules: [
    { id: 'R-TECH', categories: 'system.operations', roles: 'staff,owner', decision: 'ALLOW' },
    { id: 'R-LINK', categories: 'bank.claim', roles: 'staff', decision: 'ALLOW' },
    {
      id: 'R-EMAIL',
      categories: 'user.contact.email',
      roles: 'staff',
      decision: 'ALLOW',
      when: 'relation in [same_branch]',
    },
    {
      id: 'R-NOTE',
      categories: 'user.content',
      roles: 'staff',
      decision: 'ALLOW',
      when: 'relation in [assigned_handler]',
    },
    { id: 'R-IBAN', categories: 'user.financial', roles: 'staff', decision: '{ mask: iban_last4 }' },
    { id: 'R-NUMBER', categories: 'user.unique_id', roles: 'staff', decision: 'PSEUDONYMISE' },
    { id: 'R-OWN', categories: 'user', roles: 'owner', decision: 'ALLOW', when: 'relation in [self]' },
  ],
  rows: `
  - { id: V-STAFF, roles: [staff], types: ["*"], when: "relation in [same_branch, assigned_handler]", because: "Only their own branch." }
  - { id: V-OWN, roles: [owner], types: ["*"], when: "relation in [self]", because: "Only what is theirs." }`,
  actions: `
  - { id: A-RENAME, mutations: [rename], roles: [staff], purposes: [work], scope: write, legalBasis: contract, because: "Names change." }`,
});

interface PersonRow {
  readonly id: string;
  readonly facts: { customer: string; branch: string; handler?: string };
}

const sharedNote = { text: 'shared words', at: 'noon' };
const resolved: string[] = [];
const person = (id: string): PersonRow & Record<string, unknown> => ({
  id,
  email: `${id}@mail.example`,
  phone: '+33600000000',
  ibans: ['FR7630006000011234567890189', null],
  notes: [Promise.resolve({ text: 'words', at: 'noon' }), sharedNote],
  number: 'RC-1',
  numbers: [1, null],
  colour: 'RED',
  bank: { iban: 'FR7630006000011234567890189', name: 'BNQ' },
  friend: { id: 'p9' },
  facts: {
    customer: id,
    branch: id === 'p1' || id === 'p3' ? '00001' : '00002',
    handler: id === 'p1' ? 'A000001' : 'B000002',
  },
});

const build = (): GraphQLSchema =>
  buildSubgraphSchema({
    typeDefs: parse(SDL),
    resolvers: {
      Person: {
        __resolveReference: ({ id }: { id: string }) => person(id),
        phone: () => {
          resolved.push('phone');
          return '+33600000000';
        },
        broken: () => {
          throw new HubError('SOURCE_TIMEOUT', 'The source "x" did not answer in time.', { source: 'x' });
        },
      },
      Query: {
        person: (_: unknown, { id }: { id: string }) => person(id),
        people: async () => [person('p1'), person('p2')],
        unclassified: () => 'leak',
      },
      Mutation: { rename: (_: unknown, { id }: { id: string }) => person(id), wipe: () => true },
    },
  });

const plain = build();
const pseudonymise = createPseudonyms('a secret for tests, 32 characters or more');
const schema = protectSchema(plain, { policy: POLICY, pseudonymise });
const adviser = callerWith({ branch: '00001', staffNumber: 'A000001' });

async function ask(
  source: string,
  caller: Caller = adviser,
  on = schema,
  variableValues: Record<string, unknown> = {},
) {
  const operation = operationOf(caller);
  const result = await graphql({ schema: on, source, contextValue: { operation }, variableValues });
  return {
    data: JSON.parse(JSON.stringify(result.data ?? null)) as Record<string, unknown> | null,
    errors: (result.errors ?? []).map(({ path, message, originalError }) => ({
      path: path?.join('.'),
      message,
      code: originalError instanceof HubError ? originalError.code : undefined,
      coordinate: originalError instanceof HubError ? originalError.facts.coordinate : undefined,
    })),
    masked: maskedCoordinates(operation),
  };
}

describe('a protected subgraph', () => {
  it('shows what a rule allows for this object', async () => {
    const { data, errors } = await ask('{ person(id: "p1") { id email } }');
    expect(errors).toEqual([]);
    expect(data).toEqual({ person: { id: 'p1', email: 'p1@mail.example' } });
  });

  it('refuses what no rule allows, with a constant text, the coordinate and the alias in the path', async () => {
    const { data, errors } = await ask('{ person(id: "p1") { tel: phone } }');
    expect(data).toEqual({ person: { tel: null } });
    expect(errors).toEqual([
      {
        path: 'person.tel',
        message: 'This field is not accessible to you.',
        code: 'FIELD_ACCESS_DENIED',
        coordinate: 'Person.phone',
      },
    ]);
  });

  it('does not run the resolver of a refused field', async () => {
    resolved.length = 0;
    await ask('{ person(id: "p1") { phone } }');
    expect(resolved).toEqual([]);
  });

  it('refuses by default: a field without a category is not shown, at the root neither (pitfall 15)', async () => {
    const { data, errors } = await ask('{ unclassified person(id: "p1") { forgotten } }');
    expect(data).toEqual({ unclassified: null, person: { forgotten: null } });
    expect(errors.map(({ coordinate }) => coordinate)).toEqual(['Query.unclassified', 'Person.forgotten']);
  });

  it('answers federation and hands out keys to a caller without any right (pitfall 15)', async () => {
    const nobody = callerWith({ roles: [] });
    const { data, errors } = await ask(
      '{ _service { sdl } _entities(representations: [{ __typename: "Person", id: "p1" }]) { ... on Person { id email } } }',
      nobody,
    );
    expect((data?._service as { sdl: string }).sdl).toContain('type Person');
    expect(data?._entities).toEqual([{ id: 'p1', email: null }]);
    expect(errors.map(({ code }) => code)).toEqual(['FIELD_ACCESS_DENIED']);
  });

  it('decides each field on its own: the right to an e-mail address opens no telephone number, in either order (pitfall 16)', async () => {
    for (const fields of ['email phone', 'phone email']) {
      const { data } = await ask(`{ person(id: "p1") { ${fields} } }`);
      expect(data).toEqual({ person: { email: 'p1@mail.example', phone: null } });
    }
  });

  it('decides each caller on their own, also when they ask at the same time (pitfall 16)', async () => {
    const query = '{ people { id email } }';
    const owner = callerWith({ roles: ['owner'], customerNumber: 'p2' });
    const answers = await Promise.all([adviser, owner, adviser, owner].map((caller) => ask(query, caller)));
    const emails = answers.map(({ data }) =>
      (data?.people as { email: string | null }[]).map(({ email }) => email),
    );
    expect(emails).toEqual([
      ['p1@mail.example', null],
      [null, 'p2@mail.example'],
      ['p1@mail.example', null],
      [null, 'p2@mail.example'],
    ]);
  });

  it('masks outside the decision, item by item, and says which fields it masked (pitfall 17)', async () => {
    const { data, errors, masked } = await ask('{ person(id: "p1") { account: ibans } }');
    expect(errors).toEqual([]);
    expect(data).toEqual({ person: { account: ['•••0189', null] } });
    expect(masked).toEqual(['Person.ibans']);
  });

  it('puts pseudonyms in the place of texts, and nothing in the place of what cannot carry one; both are listed', async () => {
    const { data, errors, masked } = await ask('{ person(id: "p1") { number numbers colour } }');
    expect(errors).toEqual([]);
    expect(data).toEqual({
      person: { number: pseudonymise(adviser, 'RC-1'), numbers: [null, null], colour: null },
    });
    expect(masked).toEqual(['Person.colour', 'Person.number', 'Person.numbers']);
  });

  it('refuses what may only be shown as a pseudonym where there is no secret for it', async () => {
    const { data, errors } = await ask(
      '{ person(id: "p1") { number } }',
      adviser,
      protectSchema(plain, { policy: POLICY }),
    );
    expect(data).toEqual({ person: { number: null } });
    expect(errors.map(({ code }) => code)).toEqual(['FIELD_ACCESS_DENIED']);
  });

  it('writes nothing that it masked itself, whoever the gateway was', async () => {
    const { data, errors } = await ask('mutation { rename(id: "p1", email: "•••@mail.example") { id } }', {
      ...adviser,
      scopes: ['write'],
    });
    expect(data).toEqual({ rename: null });
    expect(errors).toMatchObject([
      { code: 'MASKED_VALUE_WRITE_BACK', coordinate: 'Mutation.rename(email:)' },
    ]);
  });

  it('masks an object field by field', async () => {
    const { data, masked } = await ask('{ person(id: "p1") { bank { iban name } } }');
    expect(data).toEqual({ person: { bank: { iban: '•••0189', name: 'BNQ' } } });
    expect(masked).toEqual(['Bank.iban']);
  });

  it('passes a refusal through the mask unmasked (pitfall 17)', async () => {
    const { data, errors, masked } = await ask('{ person(id: "p2") { ibans } }');
    expect(data).toEqual({ person: { ibans: null } });
    expect(errors.map(({ code }) => code)).toEqual(['FIELD_ACCESS_DENIED']);
    expect(masked).toEqual([]);
  });

  it('lets a failure of a source through as it is: it is no denial (pitfall 18)', async () => {
    const { errors } = await ask('{ person(id: "p1") { broken } }');
    expect(errors).toEqual([
      {
        path: 'person.broken',
        message: 'The source "x" did not answer in time.',
        code: 'SOURCE_TIMEOUT',
        coordinate: undefined,
      },
    ]);
  });

  it('reports a rule that fails as such, shows nothing and repeats nothing of the failure (pitfall 18)', async () => {
    const failing: Policy = {
      ...POLICY,
      get rows(): never {
        throw new Error('FR7630006000011234567890189');
      },
    };
    const { data, errors } = await ask(
      '{ person(id: "p1") { email } }',
      adviser,
      protectSchema(plain, { policy: failing }),
    );
    expect(data).toEqual({ person: { email: null } });
    expect(errors).toEqual([
      {
        path: 'person.email',
        message: 'Access to this field could not be decided.',
        code: 'POLICY_EVALUATION_FAILED',
        coordinate: 'Person.email',
      },
    ]);
  });

  it('fails closed where no operation is in the context', async () => {
    const result = await graphql({ schema, source: '{ people { id } }', contextValue: {} });
    expect(result.data).toEqual({ people: null });
    expect((result.errors?.[0]?.originalError as HubError).code).toBe('POLICY_EVALUATION_FAILED');
  });

  it('makes no promise for what is simply shown: such a query stays synchronous (pitfall 19)', () => {
    const source = '{ person(id: "p1") { id email friend { id } } }';
    const result = graphqlSync({ schema, source, contextValue: { operation: operationOf(adviser) } });
    expect(result).toMatchObject({ data: { person: { email: 'p1@mail.example' } } });
  });

  it('decides about parts of an object by whose the object is', async () => {
    const { data } = await ask(
      '{ a: person(id: "p1") { notes { text at } } b: person(id: "p3") { notes { text at } } }',
    );
    expect((data?.a as { notes: unknown[] }).notes[0]).toEqual({ text: 'words', at: 'noon' });
    expect((data?.b as { notes: unknown[] }).notes[0]).toEqual({ text: null, at: 'noon' });
  });

  it('refuses a part that two owners share and that their rules treat differently', async () => {
    const { data } = await ask(
      '{ b: person(id: "p3") { notes { text } } a: person(id: "p1") { notes { text } } }',
    );
    const texts = ['a', 'b'].map(
      (key) => (data?.[key] as { notes: { text: string | null }[] }).notes[1]?.text,
    );
    expect(texts).toContain(null);
    expect(texts[1]).toBeNull();
  });

  it('follows a link from a stub, and shows no data of the stub itself', async () => {
    const { data, errors } = await ask('{ person(id: "p1") { friend { id friend { id } email } } }');
    expect(data).toEqual({ person: { friend: { id: 'p9', friend: null, email: null } } });
    expect(errors.map(({ path, code }) => [path, code])).toEqual([
      ['person.friend.email', 'FIELD_ACCESS_DENIED'],
    ]);
  });

  it('shows no data of a row that is not visible, whatever its resolver forgot', async () => {
    const { data, errors } = await ask('{ person(id: "p2") { broken email } }');
    expect(data).toEqual({ person: { broken: null, email: null } });
    expect(errors.map(({ code }) => code)).toEqual(['FIELD_ACCESS_DENIED', 'FIELD_ACCESS_DENIED']);
  });

  it('reads nothing of a representation but its key', async () => {
    const { data } = await ask(
      'query ($all: [_Any!]!) { _entities(representations: $all) { ... on Stub { id secret } ... on Person { id email } } }',
      adviser,
      schema,
      {
        all: [
          { __typename: 'Stub', id: 's1', secret: 'forged', facts: { branch: '00001' } },
          { __typename: 'Person', id: 'p2', facts: { branch: '00001' } },
        ],
      },
    );
    expect(data).toEqual({
      _entities: [
        { id: 's1', secret: null },
        { id: 'p2', email: null },
      ],
    });
  });

  it('refuses an argument that needs a right the caller lacks, inside input objects and variables too', async () => {
    const some = await ask(
      'query ($f: Filter) { a: people(filter: $f) { id } b: people(filter: { kind: "x" }) { id } }',
      adviser,
      schema,
      {
        f: { email: 'x' },
      },
    );
    expect(some.errors).toEqual([]);
    const owner = callerWith({ roles: ['owner', 'x'], customerNumber: 'p1' });
    const partner = callerWith({ roles: ['staff'] });
    const masked = await ask('{ people(iban: "FR76") { id } }', partner);
    expect(masked.errors).toEqual([
      {
        path: 'people',
        message: 'This argument is not accessible to you.',
        code: 'ARGUMENT_ACCESS_DENIED',
        coordinate: 'Query.people(iban:)',
      },
    ]);
    expect((await ask('{ people(iban: "FR76") { id } }', owner)).errors).toEqual([]);
  });

  it('runs no mutation that no action names, and none without its scope', async () => {
    const writer = { ...adviser, scopes: ['write'] };
    expect((await ask('mutation { wipe }', writer)).errors.map(({ code }) => code)).toEqual([
      'FIELD_ACCESS_DENIED',
    ]);
    expect((await ask('mutation { rename(id: "p1") { id } }')).errors.map(({ code }) => code)).toEqual([
      'FIELD_ACCESS_DENIED',
    ]);
    expect((await ask('mutation { rename(id: "p1") { id } }', writer)).data).toEqual({
      rename: { id: 'p1' },
    });
  });

  it('leaves the given schema as it was', async () => {
    const { data } = await ask('{ person(id: "p2") { phone } }', adviser, plain);
    expect(data).toEqual({ person: { phone: '+33600000000' } });
  });
});
