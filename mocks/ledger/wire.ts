import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { PGlite } from '@electric-sql/pglite';
import { type BadDay, sendOn } from './bad-day';
import { createFrontendReader, type Frontend } from './frontend';
import { createTurns } from './turns';

/** A database on a TCP port, in PostgreSQL's protocol. */
export interface WireServer {
  readonly port: number;
  /** Starts a bad day, also for connections that are open; `undefined` ends it. */
  misbehave(day: BadDay | undefined): void;
  /** @returns the most connections that were open at once since this was last asked. */
  mostConnections(): number;
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
  let most = 0;

  async function answer(socket: Socket, asked: Frontend): Promise<void> {
    if (day === 'hang') return;
    if (day === 'drop') return void socket.resetAndDestroy();
    if (typeof day === 'object' && (asked.kind === 'unit' || (day.opening && asked.kind === 'startup')))
      return void socket.write(refusal(day.sqlstate));
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
        await sendOn(day, socket, bytes);
      }
    }
  }

  const server = createServer((socket) => {
    sockets.add(socket);
    most = Math.max(most, sockets.size);
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
    mostConnections() {
      const asked = most;
      most = sockets.size;
      return asked;
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

/** An error, and ready for the next question. Its text is what an old system's is: it repeats what it worked on. */
const refusal = (sqlstate: string): Buffer =>
  Buffer.concat([
    backend('E', Buffer.from(`SERROR\0VERROR\0C${sqlstate}\0MBNQ.TCPT0010 CPT_NUM=00012345678\0\0`)),
    backend('Z', Buffer.from('I')),
  ]);

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
