import { setTimeout as wait } from 'node:timers/promises';
import type { Socket } from 'node:net';

/** How a database server treats its clients on a bad day. */
export type BadDay =
  /** Connections are reset, those that are open and new ones alike. */
  | 'refuse'
  /** Everything is accepted and nothing answered. */
  | 'hang'
  /** Connections are reset as soon as they ask anything. */
  | 'drop'
  /** Answers are cut in the middle, with their connection. */
  | 'cut'
  /** Answers come drop by drop, over far more time than anybody has. */
  | 'drip'
  /** Answers are bytes of another protocol. */
  | 'garbage'
  /** Whatever is asked is answered by an error of this SQLSTATE; with `opening`, already the opening of a connection. */
  | { readonly sqlstate: string; readonly opening?: boolean };

const DROP = { bytes: 8, everyMs: 50 };

/** Sends an answer as this day has it. */
export async function sendOn(day: BadDay | undefined, socket: Socket, bytes: Uint8Array): Promise<void> {
  switch (day) {
    case 'cut':
      socket.write(bytes.subarray(0, bytes.length / 2), () => socket.resetAndDestroy());
      return;
    case 'drip':
      for (let at = 0; at < bytes.length && socket.writable; at += DROP.bytes) {
        socket.write(bytes.subarray(at, at + DROP.bytes));
        await wait(DROP.everyMs, undefined, { ref: false });
      }
      return;
    case 'garbage':
      socket.write('HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n');
      return;
    default:
      if (socket.writable) socket.write(bytes);
  }
}
