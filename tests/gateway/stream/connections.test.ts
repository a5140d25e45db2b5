import { createConnections } from '../../../gateway/stream/connections';
import { createFollower } from '../../../gateway/stream/follower';
import { wordsFor } from '../../../gateway/stream/event-text';
import { createPlaces } from '../../../gateway/stream/places';
import { createTestClock } from '../../subgraphs/shared/subgraph-bench';
import { until } from '../world/until';
import { createSink } from './test-sink';

const EXPIRES = Date.parse('2026-11-20T10:00:00Z');

function setUp() {
  const clock = createTestClock('2026-11-20T09:00:00Z');
  const places = createPlaces(10, 4);
  const pace = { clock, heartbeatMs: 15_000, slowMs: 30_000 };
  const connections = createConnections(pace, places.take);
  const open = () => {
    const ticket = connections.reserve('ada');
    const connection = connections.find(ticket, 'ada');
    const sink = createSink();
    connection.open(() => sink, EXPIRES);
    sink.written.length = 0;
    return { ticket, connection, sink };
  };
  const at = (time: string): void => {
    clock.set(`2026-11-20T${time}Z`);
    connections.beat();
  };
  /** How many more streams somebody may have. */
  const left = (): number => {
    const taken: (() => void)[] = [];
    try {
      for (;;) taken.push(places.take('ada'));
    } catch {
      for (const giveBack of taken) giveBack();
      return taken.length;
    }
  };
  return { pace, places, connections, open, at, left };
}

describe('a stream that was reserved', () => {
  it('is kept for a minute, and its place with it', () => {
    const { connections, at, left } = setUp();
    const ticket = connections.reserve('ada');
    expect(left()).toBe(3);
    at('09:00:59');
    connections.find(ticket, 'ada');
    at('09:01:00');
    expect(() => connections.find(ticket, 'ada')).toThrow('You have no such stream');
    expect(left()).toBe(4);
  });

  it('has a ticket that nobody guesses, and that is no use to others', () => {
    const { connections } = setUp();
    const [one, other] = [connections.reserve('ada'), connections.reserve('ada')];
    expect(one).toMatch(/^[\w-]{43}$/);
    expect(one).not.toBe(other);
    expect(() => connections.find(one, 'bob')).toThrow('You have no such stream');
  });

  it('is no more once the process stops', () => {
    const { connections, left } = setUp();
    const before = connections.reserve('ada');
    connections.close();
    for (const ticket of [before, connections.reserve('ada')])
      expect(() => connections.find(ticket, 'ada')).toThrow('You have no such stream');
    expect(left()).toBe(4);
  });
});

describe('a stream that is shared', () => {
  it('gives signs of life, and ends when the token of its caller does', () => {
    const { open, at, left } = setUp();
    const { sink } = open();
    at('09:00:14');
    at('09:00:15');
    expect(sink.written).toEqual([':\n\n']);
    at('10:00:00');
    expect(sink.ended).toBe('');
    expect(left()).toBe(4);
  });

  it('ends, and all that share it, where what was written is not read', () => {
    const { open, at, places, left } = setUp();
    const { connection, sink } = open();
    const operation = connection.start('a', () => places.take('ada'));
    sink.reads = false;
    operation.sink.write('something');
    at('09:00:29');
    expect(operation.signal.aborted).toBe(false);
    at('09:00:30');
    expect([operation.signal.aborted, sink.ended]).toEqual([true, '']);
    expect([operation.sink.write('more'), sink.written]).toEqual([true, ['something']]);
    expect(left()).toBe(4);
  });

  it('holds at most one event of each subscription back for a reader who lags', async () => {
    const { open, pace, places } = setUp();
    const { connection, sink } = open();
    const followers = ['a', 'b'].map((key) => {
      const operation = connection.start(key, () => places.take('ada'));
      return createFollower(
        {
          ...{ field: 'thingChanged', subgraph: 'things', key, seen: 1, expiresAt: EXPIRES },
          ...{ sink: operation.sink, words: wordsFor(key) },
          ask: async () => ({ kind: 'shown', body: {} }),
        },
        pace,
        { told: () => undefined, ended: () => undefined },
      );
    });
    sink.reads = false;
    for (let mark = 2; mark < 9; mark += 1)
      for (const follower of followers) if (follower.hear(mark)) await follower.catchUp();
    const ids = (): unknown[] =>
      sink.written.map((text) => (JSON.parse(text.split('data: ')[1] ?? '') as { id: string }).id);
    expect(ids()).toEqual(['a', 'b']);
    sink.drain();
    await until(() => sink.written.length === 4);
    expect(ids()).toEqual(['a', 'b', 'a', 'b']);
  });

  it('frees the name and the place of a subscription that is over, once', () => {
    const { open, places, left } = setUp();
    const { connection, sink } = open();
    const operation = connection.start('a', () => places.take('ada'));
    expect(() => connection.start('a', () => places.take('ada'))).toThrow('of this id already');
    expect(left()).toBe(2);
    operation.sink.end('last words');
    operation.sink.end('more');
    expect([sink.written, sink.ended, left()]).toEqual([['last words'], undefined, 3]);
    connection.start('a', () => places.take('ada'));
    connection.end();
    expect([sink.ended, left()]).toEqual(['', 4]);
    expect(() => connection.start('b', () => places.take('ada'))).toThrow('not open');
  });
});
