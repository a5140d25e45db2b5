import { setTimeout as sleep } from 'node:timers/promises';
import { SourceInvalidData } from '../../../schema/kernel/source-errors';
import { freezeDate } from '../../harness/frozen-date';
import { type GuardedWorld, guardedWorld, refused, SOURCE, turn } from './world';

// The breaker and the guard look at the machine's clock: here it goes on when it is told to.
freezeDate();
const after = (ms: number): void => void jest.setSystemTime(Date.now() + ms);

/** Ten questions that the source fails to answer. */
async function bringDown({ ask, calls }: GuardedWorld): Promise<void> {
  for (let n = 0; n < 10; n += 1) {
    const answer = ask(`down ${n}`);
    await turn();
    calls[0]!.fail(refused());
    await answer.catch(() => undefined);
  }
}

it('leaves a source alone that keeps failing, and says so', async () => {
  const world = guardedWorld({ recheckMs: 60_000 });
  expect(world.guard.health()).toMatchObject({ state: 'CLOSED', reopensAt: null, lastSuccessAt: null });
  await bringDown(world);
  expect(world.guard.health().state).toBe('OPEN');
  await expect(world.ask('again')).rejects.toMatchObject({
    code: 'SOURCE_UNAVAILABLE',
    facts: { source: SOURCE, reason: 'LEFT_ALONE', reopensAt: expect.any(String) },
  });
  expect(world.total()).toBe(10);
  expect(world.use()).toMatchObject({ calls: 10, errors: 11, state: 'OPEN' });
});

it('lets one call try it after a while, and everybody when that one is answered', async () => {
  const world = guardedWorld({ recheckMs: 20 });
  await bringDown(world);
  after(20);
  expect(world.guard.health().state).toBe('HALF_OPEN');
  const answers = [world.ask('a'), world.ask('b')];
  await turn();
  expect(world.calls).toHaveLength(1);
  world.calls[0]!.answer('well');
  await turn();
  await turn();
  world.calls[0]!.answer('well');
  expect(await Promise.all(answers)).toEqual(['well', 'well']);
  expect(world.guard.health()).toMatchObject({ state: 'CLOSED', lastSuccessAt: expect.any(Date) });
});

it('leaves it alone for longer when the try fails', async () => {
  const world = guardedWorld({ recheckMs: 200 });
  await bringDown(world);
  after(200);
  const tried = world.ask('a');
  await turn();
  world.calls[0]!.fail(refused());
  await expect(tried).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
  const { state, reopensAt } = world.guard.health();
  expect(state).toBe('OPEN');
  expect(reopensAt!.getTime() - Date.now()).toBe(400);
});

it('does not take a try for answered whose asker has gone', async () => {
  const world = guardedWorld({ recheckMs: 20 });
  await bringDown(world);
  after(20);
  const gone = new AbortController();
  const tried = world.ask('a', { signal: gone.signal });
  await turn();
  gone.abort();
  await expect(tried).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
  await turn();
  expect(world.guard.health().state).toBe('OPEN');
});

it.each<[string, (world: GuardedWorld, n: number) => Promise<unknown>]>([
  [
    'answers that cannot be read: the source lives',
    async ({ ask, calls }, n) => {
      const answer = ask(`${n}`);
      await turn();
      calls[0]!.fail(new SourceInvalidData(SOURCE));
      return answer;
    },
  ],
  [
    'askers who went away',
    async ({ ask }, n) => {
      const gone = new AbortController();
      const answer = ask(`${n}`, { signal: gone.signal });
      await turn();
      gone.abort();
      return answer;
    },
  ],
  ['questions that came with too little time', async ({ ask }, n) => ask(`${n}`, { budgetMs: 1 })],
])('stays closed through %s', async (_what, fail) => {
  const world = guardedWorld();
  for (let n = 0; n < 12; n += 1) await fail(world, n).catch(() => undefined);
  await turn();
  expect(world.guard.health().state).toBe('CLOSED');
});

it('tells how long the last calls took', async () => {
  const world = guardedWorld();
  expect(world.guard.health()).toMatchObject({ p50Ms: null, p95Ms: null });
  const answer = world.ask('a');
  await sleep(20);
  world.calls[0]!.answer('x');
  await answer;
  expect(world.guard.health().p50Ms).toBeGreaterThanOrEqual(15);
});
