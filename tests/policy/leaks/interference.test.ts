import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestHub } from '../../harness/hub';
import { type Canary, createRandom } from './canaries';
import type { Asker } from './oracle';
import { createQueryMaker, type GeneratedQuery } from './queries';
import { createSender, inParallel, steady } from './send';
import { openHub, setStage, type Stage } from './stage';
import { createIsOfData, createValues } from './values';
import { writeWorld } from './world';

/** Generated queries that each caller asks of both worlds. */
const QUERIES = 220;

let stage: Stage;
let queries: GeneratedQuery[];

beforeAll(async () => {
  stage = await setStage(11);
  const random = createRandom(12);
  const maker = createQueryMaker(stage.graph, stage.oracle.places, createValues(stage, random), random);
  const aimed = maker.plan.filter(() => random() < 0.08).map((at) => maker.targeted(at));
  const withArguments = maker.argumentCoordinates.flatMap((coordinate) =>
    [true, false].flatMap((asVariable) => maker.withArgument(coordinate, asVariable) ?? []),
  );
  const mixed = Array.from({ length: QUERIES }, () => maker.mixed());
  queries = [...withArguments, ...aimed, ...mixed]
    .filter(createIsOfData(stage))
    .slice(0, QUERIES + withArguments.length);
}, 900_000);

afterAll(() => stage?.close());

/** Whether someone may see nothing at all of a canary, wherever it shows. */
function isDenied(canary: Canary, sites: Stage['mapping']['sites'], asker: Asker): boolean {
  const { oracle, mapping } = stage;
  return (
    !canary.key &&
    (sites.get(canary) ?? []).every(({ thing, coordinate }) => {
      const facts = mapping.ownerOf(thing)?.owner ?? {};
      return (
        !oracle.isVisible(thing.type, asker, facts).visible ||
        oracle.rule(coordinate, asker, facts).share === 'DENY'
      );
    })
  );
}

async function answers(hub: TestHub, asker: Asker): Promise<string[]> {
  const { send, close } = createSender(hub);
  const replies: string[] = [];
  await inParallel(queries.entries(), 8, async ([index, query]) => {
    replies[index] = steady(await send(asker, query));
  });
  await close();
  return replies;
}

it('answers the same, to the byte, in two worlds that differ only in what the caller may not see', async () => {
  const started = performance.now();
  const demo = stage.askers.slice(
    0,
    stage.askers.findIndex(({ name }) => name.startsWith('every-purpose')),
  );
  const one = await openHub(stage.dir, stage.world);
  const numbers: string[] = [];
  const places = new Set<string>();
  try {
    for (const asker of demo) {
      const denied = new Set(
        stage.world.canaries.all
          .filter((canary) => isDenied(canary, stage.mapping.sites, asker))
          .map(({ place, record }) => `${place} ${record.name}`),
      );
      // A record's values of one column are changed together, so all of them have to be denied.
      for (const canary of stage.world.canaries.all)
        if (!isDenied(canary, stage.mapping.sites, asker))
          denied.delete(`${canary.place} ${canary.record.name}`);
      const other = stage.otherwise((place, record) => denied.has(`${place} ${record.name}`));
      const changed = other.canaries.all.filter(
        ({ text }, at) => text !== stage.world.canaries.all[at]?.text,
      );
      const dir = await mkdtemp(join(tmpdir(), 'claims-hub-other-'));
      writeWorld(dir, other);
      const two = await openHub(dir, other);
      try {
        const [first, second] = [await answers(one, asker), await answers(two, asker)];
        const differing = first.flatMap((text, at) =>
          text === second[at] ? [] : [`${asker.name}: ${queries[at]?.text}\n${text}\n${second[at]}`],
        );
        numbers.push(`${asker.name} ${changed.length}`);
        for (const { place } of changed) places.add(place);
        expect(differing.slice(0, 2)).toEqual([]);
        // Whatever the rules deny differs, and nothing else does.
        expect(changed.filter(({ place, record }) => !denied.has(`${place} ${record.name}`))).toEqual([]);
        expect(new Set(changed.map(({ place, record }) => `${place} ${record.name}`)).size).toBe(denied.size);
        expect(denied.size).toBeGreaterThan(0);
      } finally {
        await two.close();
        await rm(dir, { recursive: true, force: true });
      }
    }
  } finally {
    await one.close();
  }
  // Every column that is no key is denied to somebody, and was another for them.
  const columns = new Set(stage.world.canaries.all.flatMap(({ key, place }) => (key ? [] : [place])));
  expect([...columns].filter((place) => !places.has(place))).toEqual([]);
  process.stderr.write(
    `interference: ${queries.length} queries × ${demo.length} callers in two worlds; values changed, of all ${columns.size} columns: ` +
      `${numbers.join(', ')}; ${Math.round((performance.now() - started) / 1_000)} s\n`,
  );
}, 1_800_000);
