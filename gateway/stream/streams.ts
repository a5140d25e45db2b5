import type { Clock } from '../../schema/kernel/clock';
import type { ChangeReader, Mark } from '../../schema/ports/changes';
import type { ReportError } from '../../subgraphs/shared/error-answer';
import { type Connections, createConnections } from './connections';
import { createFollower, type Ending, type Follower, type Followed } from './follower';
import type { Pace } from './line';
import { createPlaces } from './places';
import { createTurns } from './turns';

/** How many streams there may be, and how they go. */
export interface StreamLimits extends Pace {
  /** Open at a time in this process. */
  readonly total: number;
  /** Open at a time of one caller with one application. */
  readonly perCaller: number;
  /** Milliseconds between two looks at how far things have come. */
  readonly lookMs: number;
  /** Events that are answered at a time, so that a change which many follow leaves room for queries. */
  readonly atOnce: number;
}

/** What streams work with. */
interface StreamsOptions {
  readonly clock: Clock;
  readonly limits: StreamLimits;
  /** Who says how far things have come, by subgraph. */
  readonly readers: ReadonlyMap<string, ChangeReader>;
  readonly report: ReportError;
}

/** What happened so far, and how many are open. */
export interface StreamCounts {
  readonly open: number;
  readonly events: number;
  readonly refused: number;
  readonly ended: Readonly<Record<Ending, number>>;
}

/** All streams of this process. */
export interface Streams {
  /** Takes a place for a stream. @returns gives it back. @throws {HubError} `RATE_LIMITED`: there are too many already. */
  take(caller: string): () => void;
  /** How far one thing has come; `undefined`: there is no such thing. @throws {SourceUnavailable} */
  mark(thing: Pick<Followed, 'field' | 'subgraph' | 'key'>): Promise<Mark | undefined>;
  /** Streams that several subscriptions share. */
  readonly connections: Connections;
  /** Opens a stream. @returns to be called when the client has left. */
  follow(followed: Followed): () => void;
  /** Word of a change, from wherever. */
  hear(field: string, key: string, mark: Mark): void;
  /** Looks now: somebody has just changed something. */
  look(): Promise<void>;
  /** To be called every second. */
  beat(): void;
  counts(): StreamCounts;
  /** Ends all streams without a word, so that clients come back, to another process. */
  close(): void;
}

/** Keys that are asked for at a time. */
const KEYS = 500;

export function createStreams({ clock, limits, readers, report }: StreamsOptions): Streams {
  const followers = new Set<Follower>();
  const places = createPlaces(limits.total, limits.perCaller);
  const turns = createTurns<Follower>(limits.atOnce, (follower) => follower.catchUp(), report);
  const connections = createConnections({ ...limits, clock }, places.take);
  const ended: Record<Ending, number> = { over: 0, expired: 0, slow: 0, left: 0, stopped: 0 };
  let events = 0;
  let closed = false;

  async function lookAt(all: readonly Follower[]): Promise<void> {
    const [first] = all;
    const reader = first && readers.get(first.subgraph);
    if (!reader) return;
    const byKey = [...Map.groupBy(all, ({ key }) => key)];
    for (let from = 0; from < byKey.length; from += KEYS) {
      const some = byKey.slice(from, from + KEYS);
      const keys = some.map(([key]) => key);
      const marks = await reader.marks(first.field, keys);
      for (const [key, each] of some) {
        for (const follower of each) if (follower.hear(marks.get(key))) turns.add(follower);
      }
    }
  }
  let lookedAt = clock.now().getTime();
  let looking: Promise<void> | undefined;
  let again: Promise<void> | undefined;
  /** One look at a time; who asks while one is under way gets the next: the one under way may have read already. */
  function look(): Promise<void> {
    if (looking) return (again ??= looking.then(look));
    again = undefined;
    lookedAt = clock.now().getTime();
    const groups = Map.groupBy(followers, ({ subgraph, field }) => `${subgraph} ${field}`);
    const looks = [...groups.values()].map((group) => lookAt(group).catch(report));
    return (looking = Promise.all(looks).then(() => (looking = undefined)));
  }

  return {
    ...{ take: places.take, connections },
    async mark({ subgraph, field, key }) {
      return (await readers.get(subgraph)?.marks(field, [key]))?.get(key);
    },
    follow(followed) {
      const follower: Follower = createFollower(
        followed,
        { clock, ...limits },
        {
          told: () => (events += 1),
          ended(why) {
            ended[why] += 1;
            followers.delete(follower);
            turns.remove(follower);
          },
        },
      );
      followers.add(follower);
      if (closed) follower.end('stopped');
      return () => follower.end('left');
    },
    hear(field, key, mark) {
      for (const follower of followers) {
        if (follower.field === field && follower.key === key && follower.hear(mark)) turns.add(follower);
      }
    },
    look: () => (followers.size > 0 ? look() : Promise.resolve()),
    beat() {
      for (const follower of followers) follower.beat();
      connections.beat();
      if (followers.size > 0 && clock.now().getTime() - lookedAt >= limits.lookMs) void look();
    },
    counts: () => ({ open: followers.size, events, refused: places.refused(), ended: { ...ended } }),
    close() {
      closed = true;
      for (const follower of followers) follower.end('stopped');
      connections.close();
    },
  };
}
