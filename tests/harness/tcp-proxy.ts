import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { EventEmitter, once } from 'node:events';

/** A loopback relay in front of a server, to break connections the way networks do. */
export interface CuttableProxy {
  /** On 127.0.0.1. */
  readonly port: number;
  /** Connections that are open through it. */
  connections(): number;
  /** Breaks every connection, and refuses new ones. */
  cut(): void;
  /** Passes nothing on any more, in either direction, and keeps connections open: a silent network. */
  freeze(): void;
  /** Keeps what the server answers to itself; what it is asked still passes. */
  mute(): void;
  /** Resolves when the next bytes of a client are on their way to the server. */
  asked(): Promise<void>;
  /** Lets new connections through, and frozen or muted ones go on. */
  restore(): void;
  close(): Promise<void>;
}

/** @param target where the server listens. */
export async function createCuttableProxy(target: { host: string; port: number }): Promise<CuttableProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let refusing = false;
  let frozen = false;
  let muted = false;
  const events = new EventEmitter();

  const server = createServer((client) => {
    if (refusing) return void client.resetAndDestroy();
    const upstream = connect(target);
    const pair = [client, upstream] as const;
    pairs.add(pair);
    for (const socket of pair) {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        pairs.delete(pair);
        for (const each of pair) each.destroy();
      });
    }
    client.pipe(upstream).pipe(client);
    client.on('data', () => events.emit('asked'));
    if (frozen) client.pause();
    if (frozen || muted) upstream.pause();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const cut = (): void => {
    refusing = true;
    for (const pair of pairs) for (const socket of pair) socket.resetAndDestroy();
  };
  return {
    port,
    connections: () => pairs.size,
    cut,
    freeze() {
      frozen = true;
      for (const pair of pairs) for (const socket of pair) socket.pause();
    },
    mute() {
      muted = true;
      for (const [, upstream] of pairs) upstream.pause();
    },
    async asked() {
      await once(events, 'asked');
    },
    restore() {
      refusing = frozen = muted = false;
      for (const pair of pairs) for (const socket of pair) socket.resume();
    },
    async close() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
