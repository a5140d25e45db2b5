import { buildSchema, getOperationAST, parse, print, validate } from 'graphql';
import { followingOf } from '../../../gateway/stream/as-query';
import { followedFields } from '../../../gateway/stream/fields';

const schema = buildSchema(`
  type Query { claim(id: ID!): Claim other: String }
  type Subscription { claimChanged(id: ID!): Claim ticks: Int }
  type Claim { id: ID! status: String }
`);
const supergraph = `
  enum join__Graph { CLAIMS @join__graph(name: "claims", url: "") ELSE @join__graph(name: "else", url: "") }
  type Subscription @join__type(graph: CLAIMS) @join__type(graph: ELSE) {
    claimChanged(id: ID!): Claim @join__field(graph: CLAIMS)
    ticks: Int @join__field(graph: ELSE)
    Changed(id: ID!): Int @join__field(graph: ELSE)
  }
`;

describe('a subscription as a query', () => {
  const fields = followedFields(supergraph);

  function following(text: string, variables: Record<string, unknown> = {}, name?: string) {
    const document = parse(text);
    expect(validate(schema, document)).toEqual([]);
    const operation = getOperationAST(document, name);
    if (!operation) throw new Error('there is no operation');
    return followingOf(schema, document, operation, variables, fields);
  }
  const same = (text: string | undefined, query: string) => expect(text).toBe(print(parse(query)));

  it('knows which fields are followed, and which subgraph drives them', () => {
    expect([...fields.values()]).toEqual([
      { name: 'claimChanged', query: 'claim', key: 'id', subgraph: 'claims' },
    ]);
  });

  it('asks the field of Query that the subscription is named after, under the name that the client reads', () => {
    const plain = following('subscription S($id: ID!) { claimChanged(id: $id) { status } }', { id: 'a' });
    expect(plain).toMatchObject({ key: 'a', responseKey: 'claimChanged' });
    same(plain?.query, 'query S($id: ID!) { claimChanged: claim(id: $id) { status } }');
    const named = following('subscription { mine: claimChanged(id: "b") { id } }');
    expect(named).toMatchObject({ key: 'b', responseKey: 'mine' });
    same(named?.query, '{ mine: claim(id: "b") { id } }');
  });

  it('follows through fragments, of the root and below it', () => {
    const through = following(
      `subscription S($id: ID!) { ...Root ... on Subscription { claimChanged(id: $id) { id } } }
       fragment Root on Subscription { claimChanged(id: $id) { ...Part } }
       fragment Part on Claim { status }`,
      { id: 'c' },
    );
    expect(through?.key).toBe('c');
    expect(validate(schema, parse(through?.query ?? ''))).toEqual([]);
    expect(through?.query).not.toContain('Subscription');
  });

  it('takes the one operation that was chosen, and its own fragments', () => {
    const text = `subscription A { claimChanged(id: "a") { ...P } } query B { other claim(id: "b") { ...Q } }
      fragment P on Claim { id } fragment Q on Claim { status }`;
    same(
      following(text, {}, 'A')?.query,
      'query A { claimChanged: claim(id: "a") { ...P } } fragment P on Claim { id }',
    );
  });

  it('has no key where the variable is missing, so that the query says what is wrong', () => {
    expect(following('subscription S($id: ID!) { claimChanged(id: $id) { id } }')).toMatchObject({
      key: undefined,
    });
  });

  it('does not follow what has another name', () => {
    expect(following('subscription { ticks }')).toBeUndefined();
  });
});
