import type { Clock } from '../../schema/kernel/clock';
import type { Mark } from '../../schema/ports/changes';
import type { AnswerBody } from '../answer/answer';
import { PLAIN, type Words } from './event-text';
import { createLine, type EventSink, type Pace } from './line';

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
  /** Where the stream is not this one's alone. */
  readonly words?: Words;
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

/** Who is told of what a stream does. */
interface Hooks {
  /** After each event. */
  told(): void;
  /** Once. */
  ended(why: Ending): void;
}

export function createFollower(
  followed: Followed,
  pace: Pace & { readonly clock: Clock },
  hooks: Hooks,
): Follower {
  const { field, subgraph, key, sink, ask, words = PLAIN } = followed;
  let seen = followed.seen;
  let due = seen;
  let busy = false;
  let open = true;
  const line = createLine(followed, pace, () => void catchUp());

  const end = (why: Ending, last = ''): void => {
    if (!open) return;
    open = false;
    sink.end(last);
    hooks.ended(why);
  };
  const isBehind = (): boolean => open && due > seen;

  async function catchUp(): Promise<void> {
    while (isBehind() && !busy && !line.isUnread()) {
      const mark = due;
      busy = true;
      const { kind, body } = await ask().finally(() => (busy = false));
      if (!open || kind === 'failed') return; // The next word of it, or the next look, is another try.
      seen = mark;
      line.write(words.next(body, mark));
      hooks.told();
      if (kind === 'over') end('over', words.complete);
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
      const why = line.beat();
      if (why) end(why, words.next(why === 'slow' ? SLOW : EXPIRED) + words.complete);
    },
  };
}

const said = (message: string, code: string): AnswerBody => ({
  errors: [{ message, extensions: { code } }],
});

const EXPIRED = said('The access token has expired.', 'UNAUTHENTICATED');
const SLOW = said('The stream is closed: its events were not read in time.', 'RATE_LIMITED');
