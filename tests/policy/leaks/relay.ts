import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { once } from 'node:events';

/** A loopback relay in front of a legacy system that hands on what the hub says to it. */
export interface Relay {
  readonly port: number;
  close(): Promise<void>;
}

/** Kept of what was heard before: a value may be cut in two by the network. */
const OVERLAP = 200;

/** @param heard each piece of text that the hub sends, in order, a little of the one before included. */
export async function createRelay(
  target: { readonly host: string; readonly port: number },
  heard: (text: string) => void,
): Promise<Relay> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target);
    let before = '';
    client.on('data', (bytes: Buffer) => {
      const text = bytes.toString('utf8');
      heard(before + text);
      before = text.slice(-OVERLAP);
    });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream).pipe(client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
