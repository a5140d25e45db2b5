import fc from 'fast-check';
import { parse, validate } from 'graphql';
import { createEngine } from '../../../gateway/execute/engine/engine';
import { createChance } from './chance';
import { generateOperation } from './documents';
import { differenceOf, namedByInterface, underCondition } from './difference';
import { remembering, repeating } from './repeating';
import { type Runner, startRunner } from './run';
import { stockGateway } from './stock';
import { createFederatedWorld, type FederatedWorld, type Weather } from './world';

/** Operations compared for each weather; thousands over all. */
const RUNS = Number(process.env.HUB_DIFFERENTIAL_RUNS ?? 500);

const WEATHERS: readonly [string, Omit<Weather, 'seed'>][] = [
  ['where all is well', { nulls: 0, errors: 0 }],
  ['where values are missing', { nulls: 6, errors: 0 }],
  ['where fields fail', { nulls: 0, errors: 8 }],
  ['where everything happens', { nulls: 9, errors: 12 }],
];

describe('the engine answers as @apollo/gateway does, on generated operations and data', () => {
  let world: FederatedWorld;
  let stock: Runner;
  let engine: Runner;
  beforeAll(async () => {
    world = createFederatedWorld();
    stock = await startRunner(stockGateway, world.supergraph);
    engine = await startRunner(createEngine, world.supergraph);
  });
  afterAll(async () => {
    await stock.stop();
    await engine.stop();
  });

  it.each(WEATHERS)(
    '%s',
    async (_, weather) => {
      const explained: Record<string, number> = {};
      let compared = 0;
      let repeated = 0;
      await fc.assert(
        fc.asyncProperty(fc.nat(), fc.nat(), async (documentSeed, seed) => {
          const { query, variables } = generateOperation(stock.schema, createChance(documentSeed));
          fc.pre(validate(stock.schema, parse(query)).length === 0);
          let losing = underCondition(query);
          const fetch = world.fetch({ ...weather, seed }, (_, answer) => {
            losing ??= namedByInterface(answer);
          });
          const theirs = await stock.run(query, variables, fetch);
          const remembered = remembering(fetch);
          const ours = await engine.run(query, variables, remembered);
          const withRepeats = await engine.run(
            query,
            variables,
            repeating(remembered, (count) => (repeated += count)),
          );
          expect(withRepeats).toEqual(ours);
          compared += 1;
          const { unexplained, reasons } = differenceOf(theirs, ours, losing);
          for (const reason of reasons) explained[reason] = (explained[reason] ?? 0) + 1;
          if (unexplained) throw new Error(`${unexplained}\n${query}\n${JSON.stringify(variables)}`);
        }),
        {
          numRuns: RUNS,
          endOnFailure: true,
          seed: Number(process.env.HUB_SEED ?? 1),
        },
      );
      if (process.env.HUB_DIFFERENTIAL_TELL)
        process.stderr.write(`${compared} ${JSON.stringify(explained)}\n`);
      expect(compared).toBe(RUNS);
      expect(repeated).toBeGreaterThan(0);
    },
    600_000,
  );
});
