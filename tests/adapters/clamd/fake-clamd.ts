import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** The EICAR test file, which every scanner finds, put together so that this file is not it. */
export const EICAR = Buffer.from(
  ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE', '!$H+H*'].join(''),
  'latin1',
);

/** How it behaves: as it should, or not at all, or as on a bad day. */
export type ClamdMood = 'well' | 'silent' | 'reset' | 'error' | 'nonsense';

/** A stand-in for clamd on a socket: `zPING` and `zINSTREAM`, with one signature. */
export interface FakeClamd {
  readonly port: number;
  mood: ClamdMood;
  /** Bytes of one stream that it takes. */
  limit: number;
  readonly scanned: number;
  close(): Promise<void>;
}

export async function startFakeClamd(): Promise<FakeClamd> {
  const sockets = new Set<Socket>();
  const fake = { port: 0, mood: 'well' as ClamdMood, limit: 25 * 1024 * 1024, scanned: 0, close };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    let received = Buffer.alloc(0);
    socket.on('data', (piece) => {
      received = Buffer.concat([received, piece]);
      const reply = replyTo(received, fake);
      if (reply !== undefined) socket.end(reply);
      if (fake.mood === 'reset') socket.resetAndDestroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  fake.port = (server.address() as AddressInfo).port;

  async function close(): Promise<void> {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  }
  return fake;
}

/** @returns what it says to what it has got so far, once it can. */
function replyTo(
  received: Buffer,
  fake: { mood: ClamdMood; limit: number; scanned: number },
): string | undefined {
  if (fake.mood === 'silent' || fake.mood === 'reset') return undefined;
  const end = received.indexOf(0);
  if (end < 0) return undefined;
  const command = received.toString('latin1', 0, end);
  if (command === 'zPING') return 'PONG\0';
  if (command !== 'zINSTREAM') return 'UNKNOWN COMMAND\0';
  const pieces: Buffer[] = [];
  let at = end + 1;
  for (;;) {
    if (pieces.reduce((sum, { length }) => sum + length, 0) > fake.limit)
      return 'INSTREAM size limit exceeded. ERROR\0';
    if (received.length < at + 4) return undefined;
    const length = received.readUInt32BE(at);
    at += 4;
    if (length === 0) break;
    if (received.length < at + length) return undefined;
    pieces.push(received.subarray(at, at + length));
    at += length;
  }
  fake.scanned += 1;
  if (fake.mood === 'error') return "stream: Can't allocate memory ERROR\0";
  if (fake.mood === 'nonsense') return 'stream: maybe\0';
  return Buffer.concat(pieces).includes(EICAR) ? 'stream: Eicar-Test-Signature FOUND\0' : 'stream: OK\0';
}
