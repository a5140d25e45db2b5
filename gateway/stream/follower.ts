import type { Clock } from '../../schema/kernel/clock';
import type { Mark } from '../../schema/ports/changes';
import type { AnswerBody } from '../answer/answer';
import { COMPLETE, HEARTBEAT, nextEvent } from './event-text';

/** Where events are written: what we use of an HTTP response. */
export interface EventSink {
  /** @returns whether the reader keeps up. */
  write(text: string): boolean;
  end(text?: string): unknown;
  once(event: 'drain', listener: () => void): unknown;
}

/** What the caller gets when they ask again: something to show, the end of it all, or no answer this time. */
export interface Told {
  readonly kind: 'shown' | 'over' | 'failed';
  readonly body: AnswerBody;
}

/** Why a stream ended; a label of few values. */
export type Ending = 'over' | 'expired' | 'slow' | 'left' | 'stopped';

/** One thing that one client follows. */
export interface Followed {
  /** Of `Subscription`. */
  readonly field: string;
  readonly subgraph: string;
  readonly key: string;
  /** How far what the client has got had come. */
  readonly seen: Mark;
  /** Milliseconds since 1970: from then on the caller is nobody. */
  readonly expiresAt: number;
  readonly sink: EventSink;
  /** Asks as the caller, who is let in anew. */
  readonly ask: () => Promise<Told>;
}

/** A stream that is open. */
export interface Follower extends Pick<Followed, 'field' | 'subgraph' | 'key'> {
  /** Takes in how far the thing has come. @returns whether the client is behind. */
  hear(mark: Mark | undefined): boolean;
  /** Tells the client what is there now, where they are behind and read along; of many changes the last. */
  catchUp(): Promise<void>;
  /** A second has passed. */
  beat(): void;
  end(why: Ending): void;
}

/** Spans, in milliseconds. */
export interface Pace {
  /** Between two signs of life. */
  readonly heartbeatMs: number;
  /** How long a client may leave unread what was written. */
  readonly slowMs: number;
}

/** Who is told of what a stream does. */
interface Hooks {
  /** After each event. */
  told(): void;
  /** Once. */
  ended(why: Ending): void;
}

export function createFollower(
  followed: Followed,
  { clock, heartbeatMs, slowMs }: Pace & { readonly clock: Clock },
  hooks: Hooks,
): Follower {
  const { field, subgraph, key, sink, expiresAt, ask } = followed;
  const now = (): number => clock.now().getTime();
  let seen = followed.seen;
  let due = seen;
  let busy = false;
  let open = true;
  let written = now();
  let unreadSince: number | undefined;

  const write = (text: string): void => {
    written = now();
    if (sink.write(text)) return;
    unreadSince ??= now();
    sink.once('drain', () => {
      unreadSince = undefined;
      void catchUp();
    });
  };
  const end = (why: Ending, last = ''): void => {
    if (!open) return;
    open = false;
    sink.end(last);
    hooks.ended(why);
  };
  const isBehind = (): boolean => open && due > seen;

  async function catchUp(): Promise<void> {
    while (isBehind() && !busy && unreadSince === undefined) {
      const mark = due;
      busy = true;
      const { kind, body } = await ask().finally(() => (busy = false));
      if (!open || kind === 'failed') return; // The next word of it, or the next look, is another try.
      seen = mark;
      write(nextEvent(body, mark));
      hooks.told();
      if (kind === 'over') end('over', COMPLETE);
    }
  }

  return {
    ...{ field, subgraph, key, catchUp, end },
    hear(mark) {
      // What is there no more has changed too.
      due = Math.max(due, mark ?? seen + 1);
      return isBehind();
    },
    beat() {
      const at = now();
      if (at >= expiresAt) return end('expired', nextEvent(EXPIRED) + COMPLETE);
      if (unreadSince !== undefined) {
        if (at - unreadSince >= slowMs) end('slow', nextEvent(SLOW) + COMPLETE);
      } else if (at - written >= heartbeatMs) write(HEARTBEAT);
    },
  };
}

const said = (message: string, code: string): AnswerBody => ({
  errors: [{ message, extensions: { code } }],
});

const EXPIRED = said('The access token has expired.', 'UNAUTHENTICATED');
const SLOW = said('The stream is closed: its events were not read in time.', 'RATE_LIMITED');
