import type { TestHub } from '../../harness/hub';
import { type Canary, createRandom } from './canaries';
import type { Asker } from './oracle';
import { createQueryMaker, type GeneratedQuery } from './queries';
import { createSender, inParallel, steady } from './send';
import { sized } from './size';
import { openHub, setStage, type Stage } from './stage';
import { createIsOfData, createValues } from './values';

/** Generated queries that each caller asks of both worlds. */
const QUERIES = sized(220, 90);

let stage: Stage;
let queries: GeneratedQuery[];

beforeAll(async () => {
  stage = await setStage();
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

/** Every value of every record that someone may see nothing of, by column and record. */
function deniedTo(asker: Asker): ReadonlySet<string> {
  const denied = new Set<string>();
  const shown = new Set<string>();
  for (const canary of stage.world.canaries.all)
    (isDenied(canary, stage.mapping.sites, asker) ? denied : shown).add(columnOf(canary));
  // A record's values of one column are changed together, so all of them have to be denied.
  return new Set([...denied].filter((column) => !shown.has(column)));
}

const columnOf = ({ place, record }: Pick<Canary, 'place' | 'record'>): string => `${place} ${record.name}`;

/**
 * So many callers, to whom together every column is denied that is denied to anybody: first those who have most of what
 * the others leave out.
 */
function chosenOf(askers: readonly Asker[], count: number): readonly Asker[] {
  const columns = new Map(
    askers.map((asker) => [asker, new Set([...deniedTo(asker)].map((each) => each.split(' ')[0]))]),
  );
  const covered = new Set<string | undefined>();
  const chosen: Asker[] = [];
  const gain = (asker: Asker): number =>
    [...(columns.get(asker) ?? [])].filter((place) => !covered.has(place)).length;
  while (chosen.length < askers.length) {
    const left = askers.filter((asker) => !chosen.includes(asker));
    const next = left.reduce((best, each) => (gain(each) > gain(best) ? each : best));
    if (chosen.length >= count && gain(next) === 0) break;
    chosen.push(next);
    for (const place of columns.get(next) ?? []) covered.add(place);
  }
  return chosen;
}

it('answers the same, to the byte, in two worlds that differ only in what the caller may not see', async () => {
  const started = performance.now();
  const all = stage.askers.slice(
    0,
    stage.askers.findIndex(({ name }) => name.startsWith('every-purpose')),
  );
  const demo = chosenOf(all, sized(all.length, 4));
  const one = await openHub(stage.world);
  const numbers: string[] = [];
  const places = new Set<string>();
  try {
    for (const asker of demo) {
      const denied = deniedTo(asker);
      const other = stage.otherwise((place, record) => denied.has(columnOf({ place, record })));
      const changed = other.canaries.all.filter(
        ({ text }, at) => text !== stage.world.canaries.all[at]?.text,
      );
      const two = await openHub(other);
      try {
        const [first, second] = [await answers(one, asker), await answers(two, asker)];
        const differing = first.flatMap((text, at) =>
          text === second[at] ? [] : [`${asker.name}: ${queries[at]?.text}\n${text}\n${second[at]}`],
        );
        numbers.push(`${asker.name} ${changed.length}`);
        for (const { place } of changed) places.add(place);
        expect(differing.slice(0, 2)).toEqual([]);
        // Whatever the rules deny differs, and nothing else does.
        expect(changed.filter((each) => !denied.has(columnOf(each)))).toEqual([]);
        expect(new Set(changed.map(columnOf)).size).toBe(denied.size);
        expect(denied.size).toBeGreaterThan(0);
      } finally {
        await two.close();
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
