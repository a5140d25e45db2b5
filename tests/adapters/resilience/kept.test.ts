import { refused, turn, guardedWorld, SOURCE } from './world';
import { SourceInvalidData, SourceTimeout } from '../../../schema/kernel/source-errors';

const START = new Date('2026-01-15T10:00:00Z');
const keeping = { maxAgeMs: 1_000, staleMs: 60_000 };

/** A source that has given the answer `old` to `key`, and a clock to turn. */
async function oldAnswer(key: string) {
  const time = { now: START };
  const world = guardedWorld({}, { now: () => time.now }, keeping);
  const first = world.ask(key);
  await turn();
  world.calls[0]!.answer('old');
  await first;
  return { ...world, after: (ms: number) => void (time.now = new Date(START.getTime() + ms)) };
}

it('answers by what is kept while that is young, and says of when it is', async () => {
  const { ask, after, total, use, guard } = await oldAnswer('a');
  after(999);
  expect(await ask('a')).toBe('old');
  expect(total()).toBe(1);
  expect(use()).toMatchObject({ calls: 1, shared: 1, asOf: START.toISOString() });
  guard.close();
});

it('asks again when it is not, and keeps the new answer', async () => {
  const { ask, after, calls, guard } = await oldAnswer('a');
  after(1_000);
  const again = ask('a');
  await turn();
  calls[0]!.answer('new');
  expect(await again).toBe('new');
  expect(await ask('a')).toBe('new');
  guard.close();
});

it.each([refused(), new SourceTimeout(SOURCE, 1_000)])(
  'shows the old answer, with its date, where the source gives none: %s',
  async (failure) => {
    const { ask, after, calls, use, guard } = await oldAnswer('a');
    after(30_000);
    const again = ask('a');
    await turn();
    calls[0]!.fail(failure);
    expect(await again).toBe('old');
    expect(use()).toMatchObject({ calls: 2, asOf: START.toISOString() });
    guard.close();
  },
);

it.each([
  ['is too old', 60_000, 'a', refused()],
  ['belongs to another question', 30_000, 'b', refused()],
  ['has an answer in its place that cannot be read', 30_000, 'a', new SourceInvalidData(SOURCE)],
])('does not show what %s', async (_what, ms, key, failure) => {
  const { ask, after, calls, guard } = await oldAnswer('a');
  after(ms);
  const again = ask(key);
  await turn();
  calls[0]!.fail(failure);
  await expect(again).rejects.toBe(failure);
  guard.close();
});

it('keeps nothing unless told so', async () => {
  const { ask, calls } = guardedWorld();
  for (const value of ['first', 'second']) {
    const answer = ask('a');
    await turn();
    calls[0]!.answer(value);
    expect(await answer).toBe(value);
  }
});

it('keeps nothing after it was closed', async () => {
  const { ask, after, calls, guard } = await oldAnswer('a');
  guard.close();
  after(1);
  const again = ask('a');
  await turn();
  calls[0]!.answer('new');
  expect(await again).toBe('new');
  guard.close();
});
