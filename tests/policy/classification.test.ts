import { buildSchema } from 'graphql';
import { classificationOf, unclassified } from '../../schema/contract/classification';

const DEFINITIONS = (name: string): string => `
  directive @link(url: String, as: String, import: [Import]) repeatable on SCHEMA
  directive @${name}(category: String!, subject: String) on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION
  scalar Import
`;
const GRAPH = (name: string): string => `
  type Query {
    person(id: ID @${name}(category: "system.operations")): Person @${name}(category: "system.operations")
    people(filter: Filter): PersonConnection! @${name}(category: "system.operations")
  }
  type Person { email: String @${name}(category: "user.contact.email", subject: "customer") }
  type PersonConnection { edges: [PersonEdge!]! }
  type PersonEdge { node: Person! @${name}(category: "system.operations") }
  input Filter { email: String @${name}(category: "user.contact.email", subject: "customer") open: String }
`;
const SPEC = 'https://specs.claims-hub.example/personal-data/v1.0';

describe('the classification of a graph', () => {
  it('names fields, arguments and input fields, and where fields lead to', () => {
    const found = classificationOf(DEFINITIONS('personalData') + GRAPH('personalData'));
    expect(Object.fromEntries(found)).toEqual({
      'Query.person': { category: 'system.operations', target: 'Person' },
      'Query.person(id:)': { category: 'system.operations' },
      'Query.people': { category: 'system.operations', target: 'Person' },
      'Person.email': { category: 'user.contact.email', subject: 'customer' },
      'PersonEdge.node': { category: 'system.operations', target: 'Person' },
      'Filter.email': { category: 'user.contact.email', subject: 'customer' },
    });
  });

  it.each([
    ['imported', `@link(url: "${SPEC}", import: ["@personalData"])`, 'personalData'],
    [
      'imported under another name',
      `@link(url: "${SPEC}", import: [{ name: "@personalData", as: "@pd" }])`,
      'pd',
    ],
    ['not imported', `@link(url: "${SPEC}", as: "privacy")`, 'privacy__personalData'],
    [
      'of a later version',
      '@link(url: "https://specs.claims-hub.example/personal-data/v1.7", import: ["@personalData"])',
      'personalData',
    ],
  ])(
    'is read when the directive is %s: a renamed link does not switch it off (pitfall 2)',
    (_, link, name) => {
      const found = classificationOf(`schema ${link} { query: Query } ${DEFINITIONS(name)} ${GRAPH(name)}`);
      expect(found.get('Person.email')).toEqual({ category: 'user.contact.email', subject: 'customer' });
      expect(found.size).toBe(6);
    },
  );

  it('lists what has none by its coordinate, federation’s own machinery aside', () => {
    const schema = buildSchema(`${DEFINITIONS('personalData')} ${GRAPH('personalData')}
      type _Service { sdl: String } extend type Query { _service: _Service _entities(representations: [Import]): [Person] }
      input join__Field { x: String }`);
    expect(unclassified(schema)).toEqual(['Query.people(filter:)', 'PersonConnection.edges', 'Filter.open']);
  });
});
