import { buildSchema, type GraphQLObjectType, type GraphQLScalarType, type GraphQLSchema } from 'graphql';
import { createExecutor } from '../../../../subgraphs/shared/executor';
import { byTheBook } from './by-the-book';

/** What can be awaited and is no promise. */
const thenable = <T>(value: T): PromiseLike<T> => ({
  then: (resolve, reject) => Promise.resolve(value).then(resolve, reject),
});

const TEXT = `
  scalar Later
  interface Being { name: String }
  type Bird implements Being { name: String  names: [String]  born: Later  borns: [Later!]  others: [Bird!]! }
  type Query { bird: Bird  birds: [Bird!]  being: Being  beings: [Being] }
`;

/** A schema whose values come in unusual ways. */
function unusual(): GraphQLSchema {
  const schema = buildSchema(TEXT);
  (schema.getType('Later') as GraphQLScalarType).serialize = (value) =>
    value === 'bad' ? thenable(null) : thenable(`${String(value)}, in the end`);
  const bird = (name: string, others: readonly object[] = []): object => ({
    name: thenable(name),
    names: [thenable(name), name, 7, null],
    born: name,
    borns: thenable(['today', thenable('tomorrow')]),
    others,
    __typename: 'Bird',
  });
  const one = bird('a', [bird('b'), bird('c')]);
  const values: Record<string, unknown> = {
    bird: thenable(one),
    birds: thenable([one, thenable(one), one]),
    being: one,
    beings: [one, null, thenable(bird('d'))],
  };
  const being = schema.getType('Being') as GraphQLObjectType & { resolveType: unknown };
  being.resolveType = () => thenable('Bird');
  (schema.getType('Bird') as GraphQLObjectType).isTypeOf = () => thenable(true) as Promise<boolean>;
  for (const [name, field] of Object.entries(schema.getQueryType()?.getFields() ?? {}))
    field.resolve = () => values[name];
  return schema;
}

describe('a compiled document answers as graphql-js does where', () => {
  const executor = createExecutor(unusual(), () => undefined);

  it.each([
    [
      'keys are names that every object has',
      '{ bird { __proto__: name constructor: __typename then: name } }',
    ],
    ['an object tells nothing but its type', '{ bird { __proto__: __typename } birds { __typename } }'],
    ['fields come as what can be awaited', '{ bird { name born others { name } } }'],
    ['items come as what can be awaited', '{ birds { names borns others { names } } }'],
    ['types are told later', '{ being { name ... on Bird { names } } beings { __typename name } }'],
  ])('%s', async (_, query) => {
    const book = await byTheBook(unusual(), { query }, {});
    for (const time of ['first', 'second']) {
      const ours = await executor.run({ query }, {});
      expect(`${time}: ${JSON.stringify(ours)}`).toBe(`${time}: ${JSON.stringify(book)}`);
    }
  });
});
