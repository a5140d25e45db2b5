import { randomBytes } from 'node:crypto';
import type { Clock } from '../../schema/kernel/clock';
import { RequestRefused } from '../answer/request-refused';
import { type Connection, createConnection } from './connection';
import type { Pace } from './line';

/** Streams of which each is shared by the subscriptions of one caller. */
export interface Connections {
  /**
   * Keeps a stream ready for a caller; who does not open it within a minute has to ask anew. It takes one of their places.
   *
   * @returns the ticket that it is opened and used with.
   * @throws {HubError} `RATE_LIMITED`: there are too many streams already.
   */
  reserve(caller: string): string;
  /** @throws {RequestRefused} the caller has no such stream, whoever else may have one. */
  find(ticket: string, caller: string): Connection;
  /** To be called every second. */
  beat(): void;
  /** Ends all of them without a word. */
  close(): void;
}

/** @param take takes a place. @returns gives it back. */
export function createConnections(
  pace: Pace & { readonly clock: Clock },
  take: (caller: string) => () => void,
): Connections {
  const all = new Map<string, { readonly caller: string; readonly connection: Connection }>();
  let closed = false;
  const each = (act: (connection: Connection) => void): void => {
    for (const { connection } of [...all.values()]) act(connection);
  };
  return {
    reserve(caller) {
      const giveBack = take(caller);
      const ticket = randomBytes(32).toString('base64url');
      const connection = createConnection(pace, () => {
        all.delete(ticket);
        giveBack();
      });
      all.set(ticket, { caller, connection });
      if (closed) connection.end();
      return ticket;
    },
    find(ticket, caller) {
      const found = all.get(ticket);
      if (found?.caller === caller) return found.connection;
      throw new RequestRefused(404, 'You have no such stream: reserve one with PUT.');
    },
    beat: () => each(({ beat }) => beat()),
    close() {
      closed = true;
      each(({ end }) => end());
    },
  };
}
