import type { Clock } from '../../schema/kernel/clock';
import { HEARTBEAT } from './event-text';

/** Where events are written: what we use of an HTTP response. */
export interface EventSink {
  /** @returns whether the reader keeps up. */
  write(text: string): boolean;
  end(text?: string): unknown;
  once(event: 'drain', listener: () => void): unknown;
}

/** Spans, in milliseconds. */
export interface Pace {
  /** Between two signs of life. */
  readonly heartbeatMs: number;
  /** How long a client may leave unread what was written. */
  readonly slowMs: number;
}

/** What is written to a client, and whether they read it. */
export interface Line {
  /** @returns whether the reader keeps up. */
  write(text: string): boolean;
  /** Whether something is left unread: nothing more should be written. */
  isUnread(): boolean;
  /** A second has passed: writes a sign of life where it is time for one. @returns why the client must go, if so. */
  beat(): 'expired' | 'slow' | undefined;
}

/**
 * @param expiresAt milliseconds since 1970: from then on the reader is nobody.
 * @param onRead hears that what was left unread is read.
 */
export function createLine(
  { sink, expiresAt }: { readonly sink: EventSink; readonly expiresAt: number },
  { clock, heartbeatMs, slowMs }: Pace & { readonly clock: Clock },
  onRead: () => void,
): Line {
  const now = (): number => clock.now().getTime();
  let written = now();
  let unreadSince: number | undefined;
  const write = (text: string): boolean => {
    written = now();
    if (sink.write(text)) return true;
    if (unreadSince === undefined) {
      unreadSince = written;
      sink.once('drain', () => {
        unreadSince = undefined;
        onRead();
      });
    }
    return false;
  };
  return {
    write,
    isUnread: () => unreadSince !== undefined,
    beat() {
      const at = now();
      if (at >= expiresAt) return 'expired';
      if (unreadSince !== undefined) return at - unreadSince >= slowMs ? 'slow' : undefined;
      if (at - written >= heartbeatMs) write(HEARTBEAT);
      return undefined;
    },
  };
}
