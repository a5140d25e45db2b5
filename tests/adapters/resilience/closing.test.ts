import { scheduledReopening } from '../../../adapters/resilience/closing';
import { SourceUnavailable } from '../../../schema/kernel/source-errors';
import { guardedWorld, SOURCE, turn } from './world';

const NIGHT = [{ from: '22:30', to: '05:30' }];
/** Paris is an hour before UTC in winter, two in summer. */
const at = (iso: string) => new Date(iso);

describe('the timetable', () => {
  it.each([
    ['2026-01-15T21:29:59Z', undefined],
    ['2026-01-15T21:30:00Z', '2026-01-16T04:30:00.000Z'],
    ['2026-01-16T04:29:59Z', '2026-01-16T04:30:00.000Z'],
    ['2026-01-16T04:30:00Z', undefined],
    ['2026-07-15T20:30:00Z', '2026-07-16T03:30:00.000Z'],
    // Clocks go back at three in the night of 25 October: half past five is an hour later.
    ['2026-10-24T21:00:00Z', '2026-10-25T04:30:00.000Z'],
  ])('at %s: closed until %s', (now, until) => {
    expect(scheduledReopening(NIGHT, at(now))?.toISOString()).toBe(until);
  });

  it('knows closings within one day, and the latest end of several', () => {
    const both = [
      { from: '12:00', to: '13:00' },
      { from: '12:30', to: '14:00' },
    ];
    expect(scheduledReopening(both, at('2026-01-15T11:45:00Z'))).toEqual(at('2026-01-15T13:00:00Z'));
    expect(scheduledReopening(both, at('2026-01-15T13:00:00Z'))).toBeUndefined();
    expect(scheduledReopening([], at('2026-01-15T13:00:00Z'))).toBeUndefined();
  });
});

describe('a source that is closed', () => {
  it('is not asked during its hours, and is when they are over', async () => {
    let now = at('2026-01-15T23:00:00Z');
    const world = guardedWorld({ closings: NIGHT }, { now: () => now });
    await expect(world.ask('a')).rejects.toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      facts: { source: SOURCE, reason: 'CLOSED', reopensAt: '2026-01-16T04:30:00.000Z' },
    });
    expect(world.total()).toBe(0);
    expect(world.use()).toMatchObject({ calls: 0, errors: 1, state: 'CLOSED_FOR_NIGHT' });
    expect(world.guard.health()).toMatchObject({
      state: 'CLOSED_FOR_NIGHT',
      reopensAt: at('2026-01-16T04:30:00Z'),
    });

    now = at('2026-01-16T04:30:00Z');
    const answer = world.ask('a');
    await turn();
    world.calls[0]!.answer('good morning');
    expect(await answer).toBe('good morning');
    expect(world.guard.health()).toMatchObject({ state: 'CLOSED', reopensAt: null, lastSuccessAt: now });
  });

  it('that says so itself is left alone for a while, then tried, and never counts as failing', async () => {
    let now = at('2026-01-15T21:00:00Z');
    const world = guardedWorld({ closings: NIGHT, recheckMs: 5_000, retries: 1 }, { now: () => now });
    const closed = world.ask('a');
    await turn();
    world.calls[0]!.fail(new SourceUnavailable(SOURCE, { reason: 'CLOSED' }));
    const early = { facts: { source: SOURCE, reason: 'CLOSED', reopensAt: '2026-01-16T04:30:00.000Z' } };
    await expect(closed).rejects.toMatchObject(early);
    await expect(world.ask('a')).rejects.toMatchObject(early);
    expect(world.total()).toBe(1);

    now = at('2026-01-15T21:00:05Z');
    const answer = world.ask('a');
    await turn();
    world.calls[0]!.answer('open after all');
    expect(await answer).toBe('open after all');
    expect(world.guard.health()).toMatchObject({ state: 'CLOSED' });
  });

  it('tells those who wait in the queue without asking for each of them', async () => {
    const world = guardedWorld({ connections: 1, recheckMs: 60_000 });
    const answers = ['a', 'b', 'c'].map((key) => world.ask(key));
    await turn();
    world.calls[0]!.fail(new SourceUnavailable(SOURCE, { reason: 'CLOSED' }));
    for (const answer of answers) await expect(answer).rejects.toMatchObject({ facts: { reason: 'CLOSED' } });
    expect(world.total()).toBe(1);
  });
});
