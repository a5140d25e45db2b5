import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { PGlite } from '@electric-sql/pglite';
import { createFrontendReader, type Frontend } from './frontend';
import { createTurns } from './turns';

/** How a database server treats its clients on a bad day. */
export type BadDay =
  /** Connections are reset, those that are open and new ones alike. */
  | 'refuse'
  /** Everything is accepted and nothing answered. */
  | 'hang'
  /** Connections are reset as soon as they ask anything. */
  | 'drop';

/** A database on a TCP port, in PostgreSQL's protocol. */
export interface WireServer {
  readonly port: number;
  /** Starts a bad day, also for connections that are open; `undefined` ends it. */
  misbehave(day: BadDay | undefined): void;
  close(): Promise<void>;
}

/**
 * Serves one embedded database to several connections. They share its one session, its settings included, so whatever
 * one of them sends up to its `Sync` runs undisturbed, and so does a transaction; a connection that goes away in between
 * leaves nothing behind.
 */
export async function serveWire(db: PGlite, port: number): Promise<WireServer> {
  const sockets = new Set<Socket>();
  const turns = createTurns(db);
  let day: BadDay | undefined;

  async function answer(socket: Socket, asked: Frontend): Promise<void> {
    if (day === 'hang') return;
    if (day === 'drop') return void socket.resetAndDestroy();
    switch (asked.kind) {
      case 'ssl':
        return void socket.write('N');
      case 'startup':
        return void socket.write(WELCOME);
      case 'cancel':
      case 'terminate':
        return void socket.end();
      case 'unit': {
        const bytes = await turns.run(socket, asked.bytes);
        if (socket.writable) socket.write(bytes);
      }
    }
  }

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => {
      sockets.delete(socket);
      turns.leave(socket);
    });
    socket.on('error', () => undefined);
    if (day === 'refuse') return void socket.resetAndDestroy();
    socket.setNoDelay(true);
    const read = createFrontendReader();
    let last = Promise.resolve();
    socket.on('data', (chunk) => {
      try {
        for (const asked of read(chunk)) {
          last = last.then(() => answer(socket, asked)).catch(() => void socket.destroy());
        }
      } catch {
        socket.destroy();
      }
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');

  return {
    port: (server.address() as AddressInfo).port,
    misbehave(next) {
      day = next;
      // A server that is gone has no connections left.
      if (day === 'refuse') for (const socket of sockets) socket.resetAndDestroy();
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

const int32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};

const backend = (type: string, body: Buffer): Buffer =>
  Buffer.concat([Buffer.from(type), int32(body.length + 4), body]);

const status = (name: string, value: string): Buffer => backend('S', Buffer.from(`${name}\0${value}\0`));

/** Anyone may come in: authentication ok, how values are written, ready. */
const WELCOME = Buffer.concat([
  backend('R', int32(0)),
  status('server_version', '17.0'),
  status('server_encoding', 'UTF8'),
  status('client_encoding', 'UTF8'),
  status('DateStyle', 'ISO, MDY'),
  status('integer_datetimes', 'on'),
  status('standard_conforming_strings', 'on'),
  backend('K', Buffer.concat([int32(1), int32(1)])),
  backend('Z', Buffer.from('I')),
]);
