import { createRandom } from './canaries';
import { createQueryMaker, type GeneratedQuery } from './queries';
import { createSender, inParallel, steady } from './send';
import { sized } from './size';
import { openHub, setStage, type Stage } from './stage';
import type { Asker } from './oracle';
import { createIsOfData, createValues } from './values';

/** Documents that everybody asks. */
const DOCUMENTS = sized(90, 40);

/** Operations under way at once. */
const WIDTH = 24;

let stage: Stage;

beforeAll(async () => {
  stage = await setStage();
}, 900_000);

afterAll(() => stage?.close());

it.each(['one process', 'distributed'] as const)(
  'answers everybody under concurrency as if they were alone: %s',
  async (mode) => {
    const started = performance.now();
    const random = createRandom(22);
    const maker = createQueryMaker(stage.graph, stage.oracle.places, createValues(stage, random), random);
    const aimed = maker.plan.filter(() => random() < 0.1).map((at) => maker.targeted(at));
    const documents = [...aimed, ...Array.from({ length: DOCUMENTS }, () => maker.mixed())]
      .filter(createIsOfData(stage))
      .sort(() => random() - 0.5)
      .slice(0, DOCUMENTS);
    const demo = stage.askers.slice(
      0,
      stage.askers.findIndex(({ name }) => name.startsWith('every-purpose')),
    );
    const tasks = documents.flatMap((query) => demo.map((asker) => ({ asker, query })));

    const alone = await run(tasks, 1, mode);
    const shuffled = tasks.map((task, at) => ({ task, at, rank: random() })).sort((a, b) => a.rank - b.rank);
    const together = await run(
      shuffled.map(({ task }) => task),
      WIDTH,
      mode,
    );
    const differing = shuffled.flatMap(({ task, at }, now) =>
      alone[at] === together[now]
        ? []
        : [
            `${task.asker.name} for ${task.asker.purpose}: ${task.query.text}\n${alone[at]}\n${together[now]}`,
          ],
    );
    process.stderr.write(
      `interleaved, ${mode}: ${tasks.length} operations of ${demo.length} callers alone and ${WIDTH} at once, ` +
        `${differing.length} differ, ${Math.round((performance.now() - started) / 1_000)} s\n`,
    );
    expect(differing.slice(0, 2)).toEqual([]);
    expect(tasks.length).toBeGreaterThan(DOCUMENTS * 10);
  },
  1_800_000,
);

/** Asks a fresh hub, whose caches know nothing. */
async function run(
  tasks: readonly { asker: Asker; query: GeneratedQuery }[],
  width: number,
  mode: 'one process' | 'distributed',
): Promise<string[]> {
  const hub = await openHub(stage.world, { mode });
  const { send, close } = createSender(hub);
  const replies: string[] = [];
  try {
    await inParallel(tasks.entries(), width, async ([index, { asker, query }]) => {
      replies[index] = steady(await send(asker, query));
    });
    return replies;
  } finally {
    await close();
    await hub.close();
  }
}
