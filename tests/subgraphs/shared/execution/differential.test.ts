import fc from 'fast-check';
import { buildSchema, type GraphQLSchema, parse, validate } from 'graphql';
import { loadSubgraph, subgraphNames } from '../../../../subgraphs/shared/discover';
import { createExecutor, type GraphExecutor } from '../../../../subgraphs/shared/executor';
import { createChance } from '../../../gateway/engine/chance';
import { generateOperation } from '../../../gateway/engine/documents';
import { byTheBook, differenceOf } from './by-the-book';
import { makeChancy } from './chancy';
import { MENAGERIE } from './menagerie';
import type { Weather } from './values';

/** Operations compared for each schema and weather. */
const RUNS = Number(process.env.HUB_DIFFERENTIAL_RUNS ?? 25);

const WEATHERS: readonly [string, Omit<Weather, 'seed'>][] = [
  ['all is there at once', { trouble: 0, later: false }],
  ['things go wrong at once', { trouble: 9, later: false }],
  ['some is there later', { trouble: 0, later: true }],
  ['things go wrong at any time', { trouble: 9, later: true }],
];

const schemas: readonly [string, () => Promise<GraphQLSchema>][] = [
  ['types of every kind', async () => buildSchema(MENAGERIE)],
  ...subgraphNames().map((name): [string, () => Promise<GraphQLSchema>] => [
    name,
    async () => (await loadSubgraph(name)).schema(),
  ]),
];

describe.each(schemas)('a compiled document answers as graphql-js does: %s', (_, make) => {
  let schema: GraphQLSchema;
  let executor: GraphExecutor;
  beforeAll(async () => {
    schema = makeChancy(await make());
    executor = createExecutor(schema, () => undefined);
  });

  it.each(WEATHERS)('where %s', async (_weather, weather) => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), async (documentSeed, seed) => {
        const request = generateOperation(schema, createChance(documentSeed));
        fc.pre(validate(schema, parse(request.query)).length === 0);
        const book = await byTheBook(schema, request, { ...weather, seed });
        for (const time of ['first', 'second']) {
          const ours = await executor.run(request, { ...weather, seed });
          const difference = differenceOf(book, ours, !weather.later);
          if (difference === undefined) continue;
          const texts = [request.query, request.variables, book, ours].map((each) => JSON.stringify(each));
          throw new Error([`${difference}, ${time} time`, ...texts].join('\n'));
        }
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
  });
});
