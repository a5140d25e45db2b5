import { buildSchema } from 'graphql';
import { createExecutor } from '../../../../subgraphs/shared/executor';

it('leaves no failure unheard: of a list that is given up, items that are still to come may fail too', async () => {
  const schema = buildSchema('type Query { all: [Int!] }');
  const failing = Promise.reject(new Error('later'));
  const { all } = schema.getQueryType()?.getFields() ?? {};
  if (all) all.resolve = () => [failing, null];
  const executor = createExecutor(schema, () => undefined);
  const answer = await executor.run({ query: '{ all }' }, {});
  expect(answer).toMatchObject({ data: { all: null }, errors: [{ path: ['all', 1] }] });
  // The process ends over a promise that nobody listens to, a turn of the event loop after it was rejected.
  await new Promise((resolve) => setImmediate(resolve));
});
