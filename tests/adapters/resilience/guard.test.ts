import { setTimeout as sleep } from 'node:timers/promises';
import { SourceInvalidData, SourceTimeout } from '../../../schema/kernel/source-errors';
import { guardedWorld, LONG_MS, refused, SOURCE, turn } from './world';

describe('connections of one source', () => {
  it('never has more calls under way than it may, and takes the rest in their order', async () => {
    const { ask, calls, most, guard } = guardedWorld();
    const answers = ['a', 'b', 'c', 'd'].map((key) => ask(key));
    await turn();
    expect(calls).toHaveLength(2);
    expect(guard.health()).toMatchObject({ underWay: 2, waiting: 2, connections: 2 });
    for (const value of ['1', '2', '3', '4']) {
      calls[0]!.answer(value);
      await turn();
    }
    expect(await Promise.all(answers)).toEqual(['1', '2', '3', '4']);
    expect(most()).toBe(2);
  });

  it('refuses at once what finds the queue full, without asking', async () => {
    const { ask, calls, total, use } = guardedWorld();
    const waiting = ['a', 'b', 'c', 'd'].map((key) => ask(key));
    await expect(ask('e')).rejects.toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      facts: { source: SOURCE, reason: 'OVERLOADED' },
    });
    for (let n = 0; n < 4; n += 1) {
      await turn();
      calls[0]!.answer('x');
    }
    await Promise.all(waiting);
    expect(total()).toBe(4);
    expect(use()).toMatchObject({ calls: 4, keys: 4, errors: 1 });
  });

  it('gives up its place in the queue with its caller, and is never sent', async () => {
    const { ask, calls, total } = guardedWorld({ connections: 1 });
    const first = ask('a');
    const gone = new AbortController();
    const second = ask('b', { signal: gone.signal });
    const write = ask(undefined, { signal: gone.signal });
    gone.abort();
    await expect(second).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    await expect(write).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    calls[0]!.answer('x');
    await first;
    await turn();
    expect(total()).toBe(1);
  });
});

describe('time', () => {
  it('hands down what is left, never more than one call may take', async () => {
    const { ask, calls } = guardedWorld({ connections: 3 });
    const short = LONG_MS - 1_000;
    const answers = [ask('short', { budgetMs: short }), ask('long', { budgetMs: 2 * LONG_MS }), ask('usual')];
    await turn();
    expect(calls[0]!.timeoutMs).toBeLessThanOrEqual(short);
    expect(calls[0]!.timeoutMs).toBeGreaterThan(0);
    expect(calls[1]!.timeoutMs).toBe(LONG_MS);
    expect(calls[2]!.timeoutMs).toBeLessThanOrEqual(LONG_MS);
    for (const call of [...calls]) call.answer('x');
    await Promise.all(answers);
  });

  it('waits in the queue no longer than there is time, and does not ask then', async () => {
    const { ask, calls, total, use } = guardedWorld({ connections: 1 });
    const first = ask('a');
    await expect(ask('b', { budgetMs: 30 })).rejects.toMatchObject({
      code: 'SOURCE_TIMEOUT',
      facts: { source: SOURCE },
    });
    await expect(ask(undefined, { budgetMs: 30 })).rejects.toMatchObject({ code: 'SOURCE_TIMEOUT' });
    calls[0]!.answer('x');
    await first;
    await turn();
    expect(total()).toBe(1);
    expect(use()).toMatchObject({ calls: 1, errors: 2 });
  });
});

describe('identical questions under way', () => {
  it('are one call, counted once, and each gets the answer', async () => {
    const { ask, calls, total, use } = guardedWorld();
    const answers = [ask('same'), ask('same'), ask('other')];
    await turn();
    calls[0]!.answer('one');
    calls[0]!.answer('two');
    expect(await Promise.all(answers)).toEqual(['one', 'one', 'two']);
    expect(total()).toBe(2);
    expect(use()).toMatchObject({ calls: 2, keys: 2, shared: 1 });
  });

  it('are asked again once the answer is there', async () => {
    const { ask, calls, total } = guardedWorld();
    for (const value of ['1', '2']) {
      const answer = ask('same');
      await turn();
      calls[0]!.answer(value);
      expect(await answer).toBe(value);
    }
    expect(total()).toBe(2);
  });

  it('go on when one of their askers leaves, and end with the last', async () => {
    const { ask, calls } = guardedWorld();
    const [one, two] = [new AbortController(), new AbortController()];
    const first = ask('same', { signal: one.signal });
    const second = ask('same', { signal: two.signal });
    await turn();
    const [call] = calls;
    one.abort();
    await expect(first).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    expect(call!.signal.aborted).toBe(false);
    two.abort();
    await expect(second).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    await turn();
    expect(call!.signal.aborted).toBe(true);
    expect(calls).toHaveLength(0);
  });

  it('are never shared by writes', async () => {
    const { ask, calls, total } = guardedWorld();
    const answers = [ask(undefined), ask(undefined)];
    await turn();
    for (const call of [...calls]) call.answer('done');
    await Promise.all(answers);
    expect(total()).toBe(2);
  });
});

describe('repeating', () => {
  it('sends a read again that found no system, and counts both calls', async () => {
    const { ask, calls, use } = guardedWorld({ retries: 1 });
    const answer = ask('a');
    await turn();
    calls[0]!.fail(refused());
    while (calls.length === 0) await sleep(5);
    calls[0]!.answer('here');
    expect(await answer).toBe('here');
    expect(use()).toMatchObject({ calls: 2, keys: 1, errors: 0 });
  });

  it.each([
    ['a write', undefined, refused()],
    ['an answer that cannot be read', 'a', new SourceInvalidData(SOURCE)],
    ['a call that took too long', 'a', new SourceTimeout(SOURCE, LONG_MS)],
  ])('never repeats %s', async (_what, key, error) => {
    const { ask, calls, total } = guardedWorld({ retries: 3 });
    const answer = ask(key);
    await turn();
    calls[0]!.fail(error);
    await expect(answer).rejects.toBe(error);
    expect(total()).toBe(1);
  });

  it('does not repeat where the time is nearly over', async () => {
    let now = 0;
    const { ask, calls, total } = guardedWorld({ retries: 3 }, undefined, undefined, () => now);
    const answer = ask('a');
    await turn();
    now = LONG_MS - 90;
    calls[0]!.fail(refused());
    await expect(answer).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    expect(total()).toBe(1);
  });
});

describe('hedging', () => {
  it('asks a second time when the first is late, takes the first answer and lets the other go', async () => {
    const { ask, calls, use } = guardedWorld({ hedgeAfterMs: 10 });
    const answer = ask('a');
    while (calls.length < 2) await sleep(5);
    const [late] = calls;
    calls[1]!.answer('second');
    expect(await answer).toBe('second');
    await turn();
    expect(late!.signal.aborted).toBe(true);
    expect(use()).toMatchObject({ calls: 2, keys: 1 });
  });

  it('has no second call where there is no room for it, and none for a write', async () => {
    const { ask, calls, total } = guardedWorld({ hedgeAfterMs: 5, connections: 1 });
    const answer = ask('a');
    await sleep(30);
    expect(total()).toBe(1);
    calls[0]!.fail(refused());
    await expect(answer).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });

    const write = ask(undefined);
    await sleep(30);
    expect(total()).toBe(2);
    calls[0]!.answer('done');
    await write;
  });
});
