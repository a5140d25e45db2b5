import { buildSubgraphSchema } from '@apollo/subgraph';
import fc from 'fast-check';
import { parse } from 'graphql';
import { groupAccesses } from '../../schema/audit/accesses';
import { HubError } from '../../schema/kernel/errors';
import { NO_STANDING, type Standing } from '../../schema/policy/standing';
import type { StandingReader } from '../../schema/ports/standing';
import { protectSchema } from '../../subgraphs/shared/access/protect';
import { takeAccesses } from '../../subgraphs/shared/access/tally';
import { createExecutor } from '../../subgraphs/shared/executor';
import { byTheBook, differenceOf } from '../subgraphs/shared/execution/by-the-book';
import { callerWith, operationOf, PERSONAL_DATA, smallPolicy, TECH } from './small-policy';

const SDL = `
  ${PERSONAL_DATA}
  type Query { people: [Person!] ${TECH} version: String ${TECH} }
  type Person @key(fields: "id") { id: ID! ${TECH}
    name: String @personalData(category: "user.name", subject: "customer")
    email: String @personalData(category: "user.contact.email", subject: "customer")
    iban: String @personalData(category: "user.financial", subject: "customer")
    number: String @personalData(category: "user.unique_id", subject: "customer")
    score: Int @personalData(category: "user.behavior", subject: "customer")
    home: Home @personalData(category: "user.contact", subject: "customer")
    friend: Person ${TECH} }
  type Home { city: String @personalData(category: "user.contact", subject: "customer")
    street: String @personalData(category: "user.contact", subject: "customer") }`;

const FIELDS = [
  ...['id', 'name', 'email', 'iban', 'number', 'score', 'home { city street }', 'home { street }'],
  ...['friend { id name }', 'friend { score home { city } }', 'again: name', '__typename', 'whose: email'],
];

const when = (condition: string) => ({ roles: 'staff', when: condition });
const rows = `
  - { id: V-STAFF, roles: [staff], types: ["*"], because: "All of them." }`;
const R_TECH = { id: 'R-TECH', categories: 'system.operations', roles: 'staff', decision: 'ALLOW' };
const POLICY = smallPolicy({
  rows,
  rules: [
    R_TECH,
    { id: 'R-NAME', categories: 'user.name', roles: 'staff', decision: 'ALLOW' },
    { id: 'R-CONTACT', categories: 'user.contact', roles: 'staff', decision: 'ALLOW' },
    { id: 'R-IBAN', categories: 'user.financial', roles: 'staff', decision: '{ mask: iban_last4 }' },
    {
      id: 'R-SCORE',
      categories: 'user.behavior',
      decision: 'ALLOW',
      ...when('relation in [same_branch]'),
    },
    {
      id: 'D-ASKED',
      categories: 'user.contact',
      decision: 'DENY',
      final: true,
      ...when('standing in [restricted, objected]'),
    },
  ],
});

const CUSTOMERS = ['a', 'b', 'c'];
const staff = callerWith({ branch: '1' });

const facts = fc.oneof(
  fc.constant(undefined),
  fc.record({
    customer: fc.constantFrom<string | null | undefined>(...CUSTOMERS, null, undefined),
    branch: fc.constantFrom('1', '2', undefined),
  }),
);
interface Way {
  readonly way: 'plain' | 'later' | 'broken';
  readonly value: string;
}
const sometimes = (value: string): fc.Arbitrary<Way> =>
  fc.constantFrom<Way['way']>('plain', 'plain', 'later', 'broken').map((way) => ({ way, value }));
const home = fc.record({ city: fc.constantFrom('Lyon', null), street: fc.constant('rue Haute') });
const HOMES = [
  { city: 'Nice', street: 'rue Basse' },
  { city: null, street: 'quai' },
];
const person = fc.record({
  ...{ id: fc.constantFrom('1', '2', '3'), facts, iban: fc.constant('FR7630006000011234567890189') },
  ...{
    name: sometimes('Martin'),
    email: sometimes('a@mail.example'),
    number: fc.constant('RC-1'),
    score: fc.nat(9),
  },
  // Some live together: what belongs to two owners is nobody's.
  home: fc.oneof(home, fc.constantFrom(...HOMES, null)),
});
const friends = fc.option(person, { nil: null });
const everybody = fc.array(
  fc.tuple(person, friends).map(([one, friend]) => ({ ...one, friend })),
  { maxLength: 6 },
);

const standing = fc.constantFrom<Standing>(
  NO_STANDING,
  { ...NO_STANDING, restricted: true },
  { ...NO_STANDING, objected: ['work'] },
);
const standings = fc.record({
  asked: fc.dictionary(fc.constantFrom(...CUSTOMERS), standing),
  /** Whether it is known without a question, of whom. */
  inMind: fc.subarray(CUSTOMERS),
  kind: fc.constantFrom('none', 'up', 'down'),
});

const told = ({ way, value }: Way): unknown => {
  if (way === 'broken') throw new HubError('SOURCE_TIMEOUT', 'Too late.', { source: 'x' });
  return way === 'later' ? Promise.resolve(value) : value;
};

const schemaOf = (people: unknown, reader: StandingReader | undefined, policy = POLICY) =>
  protectSchema(
    buildSubgraphSchema({
      typeDefs: parse(SDL),
      resolvers: {
        Query: { people: () => people, version: () => '1' },
        Person: {
          name: ({ name }: { name: Way }) => told(name),
          email: ({ email }: { email: Way }) => told(email),
        },
      },
    }),
    { policy, ...(reader ? { standings: reader } : {}) },
  );

describe('fields of an object that are decided at once', () => {
  it('are answered, refused and counted as they are one by one', async () => {
    let shown = 0;
    await fc.assert(
      fc.asyncProperty(
        everybody,
        standings,
        fc.subarray(FIELDS, { minLength: 1 }),
        async (people, asked, fields) => {
          const reader: StandingReader | undefined =
            asked.kind === 'none'
              ? undefined
              : {
                  standingsOf: async (numbers) => {
                    if (asked.kind === 'down')
                      throw new HubError('SOURCE_UNAVAILABLE', 'Down.', { source: 'store' });
                    return new Map(numbers.map((each) => [each, asked.asked[each] ?? NO_STANDING]));
                  },
                  known: (number) =>
                    asked.inMind.includes(number) ? (asked.asked[number] ?? NO_STANDING) : undefined,
                };
          const schema = schemaOf(people, reader);
          const request = { query: `{ version people { ${fields.join(' ')} } }` };
          const read = operationOf(staff);
          const book = await byTheBook(schema, request, { operation: read });
          const counted = groupAccesses(takeAccesses(read));
          const executor = createExecutor(schema, () => undefined);
          for (const operation of [operationOf(staff), operationOf(staff)]) {
            const ours = await executor.run(request, { operation });
            expect(differenceOf(book, ours, false)).toBeUndefined();
            expect(groupAccesses(takeAccesses(operation))).toEqual(counted);
          }
          shown += counted
            .flatMap(({ decisions }) => decisions)
            .filter(({ decision }) => decision === 'ALLOW').length;
        },
      ),
      { numRuns: 300, endOnFailure: true },
    );
    expect(shown).toBeGreaterThan(300);
  });

  it.each([
    { first: null, second: undefined },
    { first: undefined, second: null },
  ])('are of no level ($first) or of one that is not known ($second)', async ({ first, second }) => {
    const rule = { id: 'R-LEVEL', categories: 'user.unique_id', decision: 'ALLOW' };
    const rules = [R_TECH, { ...rule, ...when('not (level in [MEDIATOR])') }];
    const people = [first, second].map((level) => ({
      id: '1',
      facts: { customer: 'a', level },
      number: '1',
    }));
    const executor = createExecutor(
      schemaOf(people, undefined, smallPolicy({ rows, rules })),
      () => undefined,
    );
    const { data } = await executor.run(
      { query: '{ people { number } }' },
      { operation: operationOf(staff) },
    );
    const numbers = [first, second].map((level) => ({ number: level === null ? '1' : null }));
    expect(data).toEqual({ people: numbers });
  });
});
