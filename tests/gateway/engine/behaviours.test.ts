import { parse, validate } from 'graphql';
import { createEngine } from '../../../gateway/execute/engine/engine';
import { BEHAVIOURS } from './behaviours';
import { createChance } from './chance';
import { differenceOf, namedByInterface, underCondition } from './difference';
import { generateOperation } from './documents';
import { startRunner } from './run';
import { stockGateway } from './stock';
import { createFederatedWorld } from './world';

/** Generated operations for each. */
const RUNS = 12;

const WEATHERS = [
  { nulls: 0, errors: 0 },
  { nulls: 6, errors: 0 },
  { nulls: 9, errors: 9 },
];

describe('the engine answers as @apollo/gateway does, on', () => {
  it.each(Object.entries(BEHAVIOURS))('%s', async (_, { texts, query, steady }) => {
    const world = createFederatedWorld(texts);
    const stock = await startRunner(stockGateway, world.supergraph);
    const engine = await startRunner(createEngine, world.supergraph);
    const compare = async (text: string, variables: object, seed: number): Promise<void> => {
      for (const weather of steady ? WEATHERS.slice(0, 1) : WEATHERS) {
        let losing = underCondition(text);
        const fetch = world.fetch({ ...weather, seed }, (__, answer) => {
          losing ??= namedByInterface(answer);
        });
        const theirs = await stock.run(text, variables, fetch);
        const ours = await engine.run(text, variables, fetch);
        const { unexplained } = differenceOf(theirs, ours, losing);
        if (unexplained) throw new Error(`${unexplained}\n${text}\n${JSON.stringify(variables)}`);
      }
    };
    expect(validate(engine.schema, parse(query))).toEqual([]);
    for (let seed = 1; seed <= 3; seed += 1) await compare(query, {}, seed);
    const shown = await engine.run(query, {}, world.fetch({ seed: 1, nulls: 0, errors: 0 }));
    expect(shown.errors).toEqual([]);
    let compared = 0;
    for (let seed = 1; compared < RUNS; seed += 1) {
      const generated = generateOperation(stock.schema, createChance(seed));
      if (validate(stock.schema, parse(generated.query)).length > 0) continue;
      await compare(generated.query, generated.variables, seed);
      compared += 1;
    }
    await stock.stop();
    await engine.stop();
  });
});
