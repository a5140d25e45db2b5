import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NOWHERE, type Placed, UnderWay } from './under-way';

/** A listening HTTP server. */
export interface Listener {
  /** e.g. `http://127.0.0.1:4000`. */
  readonly url: string;
  readonly port: number;
  /**
   * Takes no new connection, lets requests that are under way finish, then closes.
   *
   * @param graceMs how long they may take; what is still open afterwards is cut.
   */
  close(graceMs: number): Promise<void>;
}

/** The port cannot be had; the message says which and why, for the person who starts the process. */
export class ListenError extends Error {
  constructor(port: number, reason: string | undefined) {
    const why =
      reason === 'EADDRINUSE'
        ? 'another process listens on it'
        : reason === 'EACCES'
          ? 'this user may not open it'
          : 'the system refused it';
    super(`Port ${port} cannot be opened: ${why}.`);
    this.name = 'ListenError';
  }
}

/** Idle connections are kept this long; longer than usual load balancers keep theirs, so that they close first. */
const KEEP_ALIVE_MS = 65_000;

/** A request's headers, and the whole of it, must have arrived within this: 10 MB from a telephone take their time. */
const HEADERS_MS = 15_000;
const REQUEST_MS = 120_000;

/** A request that was not answered yet. */
interface Answering extends Placed {
  readonly response: ServerResponse;
}

/**
 * Serves HTTP.
 *
 * @param port 0 lets the system choose one.
 * @param host the interface to listen on.
 * @throws {ListenError}
 */
export async function listen(handle: RequestListener, port: number, host: string): Promise<Listener> {
  let draining = false;
  const underWay = new UnderWay<Answering>();
  const server = createServer(
    { keepAliveTimeout: KEEP_ALIVE_MS, headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS },
    (request, response) => {
      if (draining) response.setHeader('connection', 'close');
      const answering = { response, place: NOWHERE };
      underWay.add(answering);
      response.on('close', () => underWay.delete(answering));
      handle(request, response);
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new ListenError(port, error.code)));
    server.listen(port, host, resolve);
  });
  const { port: opened } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host === '0.0.0.0' ? '127.0.0.1' : host}:${opened}`,
    port: opened,
    async close(graceMs) {
      draining = true;
      for (const { response } of underWay) {
        if (!response.headersSent) response.setHeader('connection', 'close');
      }
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // A kept-alive connection that becomes idle while we drain would otherwise hold the server open.
      const sweep = setInterval(() => server.closeIdleConnections(), 20);
      const cut = setTimeout(() => server.closeAllConnections(), graceMs);
      await closed;
      clearInterval(sweep);
      clearTimeout(cut);
    },
  };
}
