import type { ChangeReader } from '../../../schema/ports/changes';
import type { Followed, Told } from '../../../gateway/stream/follower';
import { createStreams, type StreamLimits } from '../../../gateway/stream/streams';
import { createTestClock } from '../../subgraphs/shared/subgraph-bench';
import { until } from '../world/until';
import { createSink } from './test-sink';

const LIMITS: StreamLimits = {
  ...{ total: 5, perCaller: 3, heartbeatMs: 15_000, slowMs: 30_000, lookMs: 1_000, atOnce: 2 },
};
const SOON = Date.parse('2026-11-20T10:00:00Z');

function openWorld(limits: Partial<StreamLimits> = {}) {
  const clock = createTestClock('2026-11-20T09:00:00Z');
  const marks = new Map<string, number>([
    ['a', 1],
    ['b', 1],
  ]);
  const world = { looks: [] as (readonly string[])[], down: false, reported: [] as unknown[] };
  const reader: ChangeReader = {
    async marks(_, keys) {
      world.looks.push(keys);
      if (world.down) throw new Error('down');
      return new Map(keys.flatMap((key) => (marks.has(key) ? [[key, marks.get(key) ?? 0]] : [])));
    },
  };
  const streams = createStreams({
    clock,
    limits: { ...LIMITS, ...limits },
    readers: new Map([['things', reader]]),
    report: (error) => world.reported.push(error),
  });
  /** Follows a thing. The answer is its mark at the time of asking, unless said. */
  function follow(key: string, changes: Partial<Followed> = {}) {
    const sink = createSink();
    const ask = async (): Promise<Told> => ({
      kind: marks.has(key) ? 'shown' : 'over',
      body: { data: { thing: marks.get(key) ?? null } },
    });
    const left = streams.follow({
      ...{ field: 'thingChanged', subgraph: 'things', key, seen: 1, expiresAt: SOON, sink, ask },
      ...changes,
    });
    return { sink, left };
  }
  return { clock, marks, world, streams, follow };
}

/** What an event tells. */
const event = (id: number, thing: unknown = id): string =>
  `event: next\nid: ${id}\ndata: {"data":{"thing":${JSON.stringify(thing)}}}\n\n`;

describe('streams', () => {
  it('tell what has changed, once, and nothing of what has not', async () => {
    const { marks, streams, follow } = openWorld();
    const [one, same, other] = [follow('a'), follow('a'), follow('b')];
    marks.set('a', 2);
    await streams.look();
    await streams.look();
    await until(() => one.sink.written.length > 0 && same.sink.written.length > 0);
    expect([one.sink.written, same.sink.written, other.sink.written]).toEqual([[event(2)], [event(2)], []]);
    expect(streams.counts()).toMatchObject({ open: 3, events: 2 });
  });

  it('ask for each thing once, whoever follows it', async () => {
    const { world, streams, follow } = openWorld();
    follow('a');
    follow('a');
    follow('b');
    await streams.look();
    expect(world.looks).toEqual([['a', 'b']]);
  });

  it('tell of many changes the last, while the client is told of the first', async () => {
    const { marks, streams, follow } = openWorld();
    const waits: (() => void)[] = [];
    const { sink } = follow('a', {
      ask: () =>
        new Promise((resolve) =>
          waits.push(() => resolve({ kind: 'shown', body: { data: { thing: marks.get('a') } } })),
        ),
    });
    streams.hear('thingChanged', 'a', 2);
    await until(() => waits.length === 1);
    for (let mark = 3; mark <= 50; mark += 1) streams.hear('thingChanged', 'a', mark);
    marks.set('a', 50);
    waits[0]?.();
    await until(() => waits.length === 2);
    waits[1]?.();
    await until(() => sink.written.length === 2);
    expect(sink.written.map((text) => /id: (\d+)/.exec(text)?.[1])).toEqual(['2', '50']);
  });

  it('do not go back: word that comes late is no change', async () => {
    const { streams, follow } = openWorld();
    const { sink } = follow('a', { seen: 7 });
    streams.hear('thingChanged', 'a', 6);
    streams.hear('thingChanged', 'a', 7);
    streams.hear('otherChanged', 'a', 9);
    await streams.look();
    expect(sink.written).toEqual([]);
  });

  it('hold at most one event back for a reader who lags, and go on once they have read', async () => {
    const { marks, streams, follow } = openWorld();
    const { sink } = follow('a');
    sink.reads = false;
    for (let mark = 2; mark <= 9; mark += 1) {
      marks.set('a', mark);
      await streams.look();
      await until(() => sink.written.length === 1);
    }
    sink.drain();
    await until(() => sink.written.length === 2);
    expect(sink.written).toEqual([event(2), event(9)]);
  });

  it('drop a reader who does not read, with an error as the last event', async () => {
    const { clock, marks, streams, follow } = openWorld();
    const { sink } = follow('a');
    sink.reads = false;
    marks.set('a', 2);
    await streams.look();
    await until(() => sink.written.length === 1);
    clock.set('2026-11-20T09:00:29.999Z');
    streams.beat();
    expect(sink.ended).toBeUndefined();
    clock.set('2026-11-20T09:00:30Z');
    streams.beat();
    expect(sink.ended).toContain('"code":"RATE_LIMITED"');
    expect(sink.ended).toMatch(/event: complete\ndata:\n\n$/);
    expect(streams.counts()).toMatchObject({ open: 0, ended: { slow: 1 } });
  });

  it('give signs of life where nothing else was written', () => {
    const { clock, streams, follow } = openWorld();
    const { sink } = follow('a');
    for (const second of ['05', '15', '20', '30', '31']) {
      clock.set(`2026-11-20T09:00:${second}Z`);
      streams.beat();
    }
    expect(sink.written).toEqual([':\n\n', ':\n\n']);
  });

  it('look by themselves once a second, and not while nobody follows', async () => {
    const { clock, world, streams, follow } = openWorld();
    clock.set('2026-11-20T09:00:05Z');
    streams.beat();
    expect(world.looks).toEqual([]);
    follow('a');
    streams.beat();
    streams.beat();
    expect(world.looks).toHaveLength(1);
    clock.set('2026-11-20T09:00:06Z');
    await streams.look();
    clock.set('2026-11-20T09:00:07Z');
    streams.beat();
    expect(world.looks).toHaveLength(3);
  });

  it('see what was committed while a look was under way', async () => {
    const { marks, streams, follow } = openWorld();
    const { sink } = follow('a');
    const first = streams.look();
    marks.set('a', 2);
    await Promise.all([first, streams.look()]);
    await until(() => sink.written.length === 1);
    expect(sink.written).toEqual([event(2)]);
  });

  it('end when the token does, and say so', () => {
    const { clock, streams, follow } = openWorld();
    const { sink } = follow('a');
    clock.set('2026-11-20T10:00:00Z');
    streams.beat();
    expect(sink.ended).toContain('"code":"UNAUTHENTICATED"');
    expect(sink.ended).toMatch(/event: complete\ndata:\n\n$/);
    expect(streams.counts()).toMatchObject({ open: 0, ended: { expired: 1 } });
  });

  it('end with what is no longer there', async () => {
    const { marks, streams, follow } = openWorld();
    const { sink } = follow('a');
    marks.delete('a');
    await streams.look();
    await until(() => sink.ended !== undefined);
    expect([sink.written, sink.ended]).toEqual([[event(2, null)], 'event: complete\ndata:\n\n']);
  });

  it('outlive a source that is down: nothing is told, and nothing is lost', async () => {
    const { marks, world, streams, follow } = openWorld();
    let fails = true;
    const { sink } = follow('a', {
      ask: async () => ({ kind: fails ? 'failed' : 'shown', body: { data: { thing: marks.get('a') } } }),
    });
    marks.set('a', 2);
    world.down = true;
    await streams.look();
    expect(world.reported).toHaveLength(1);
    world.down = false;
    await streams.look();
    await streams.look();
    expect(sink.written).toEqual([]);
    fails = false;
    await streams.look();
    await until(() => sink.written.length > 0);
    expect(sink.written).toEqual([event(2)]);
  });

  it('answer only so many events at a time', async () => {
    const { streams, follow } = openWorld();
    let asking = 0;
    let most = 0;
    const waits: (() => void)[] = [];
    const ask = async (): Promise<Told> => {
      asking += 1;
      most = Math.max(most, asking);
      await new Promise<void>((resolve) => waits.push(resolve));
      asking -= 1;
      return { kind: 'shown', body: {} };
    };
    const all = Array.from({ length: 5 }, () => follow('a', { ask }));
    streams.hear('thingChanged', 'a', 2);
    for (let done = 0; done < 5; done += 1) {
      await until(() => waits.length > done);
      waits[done]?.();
    }
    await until(() => all.every(({ sink }) => sink.written.length === 1));
    expect(most).toBe(2);
  });

  it('are so many of one caller, so many in all, and a place that is given back is free', () => {
    const { streams } = openWorld();
    const own = [streams.take('ada'), streams.take('ada'), streams.take('ada')];
    expect(() => streams.take('ada')).toThrow('Too many streams are open for you');
    streams.take('bob');
    const last = streams.take('cyd');
    expect(() => streams.take('dan')).toThrow('Too many streams are open: try again later.');
    last();
    last();
    streams.take('dan');
    expect(() => streams.take('eve')).toThrow('Too many');
    own[0]?.();
    streams.take('ada');
    expect(streams.counts().refused).toBe(3);
  });

  it('end without a word when the process stops, so that clients come back', async () => {
    const { marks, streams, follow } = openWorld();
    const { sink } = follow('a');
    streams.close();
    expect([sink.written, sink.ended]).toEqual([[], '']);
    marks.set('a', 2);
    await streams.look();
    expect(follow('b').sink.ended).toBe('');
    expect(streams.counts()).toMatchObject({ open: 0, ended: { stopped: 2 } });
  });

  it('forget who has left', async () => {
    const { marks, world, streams, follow } = openWorld();
    const { sink, left } = follow('a');
    left();
    marks.set('a', 2);
    await streams.look();
    expect([world.looks, sink.written]).toEqual([[], []]);
    expect(streams.counts()).toMatchObject({ open: 0, ended: { left: 1 } });
  });
});
