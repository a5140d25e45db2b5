import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A listening server on the loopback interface. */
export interface Listener {
  readonly server: Server;
  readonly port: number;
  /** e.g. `http://127.0.0.1:4001`, without a slash at its end. */
  readonly url: string;
  /** Stops listening and ends every open connection; resolves when the port is free. */
  close(): Promise<void>;
}

/** Answers one request; a rejected promise becomes a bare HTTP 500. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** Longer than any client of ours keeps one: a request never meets a connection that is just being closed. */
const KEEP_ALIVE_MS = 600_000;

/**
 * Listens on 127.0.0.1.
 *
 * @param port 0 lets the system choose one.
 * @throws {Error} `EADDRINUSE` where another process has the port.
 */
export async function listen(port: number, handler: Handler): Promise<Listener> {
  const server = createServer((request, response) => {
    Promise.resolve()
      .then(() => handler(request, response))
      .catch(() => {
        if (!response.headersSent) response.writeHead(500);
        response.end();
      });
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const actual = (server.address() as AddressInfo).port;
  return {
    server,
    port: actual,
    url: `http://127.0.0.1:${actual}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * Reads a request's body to its end.
 *
 * @param limit bytes; a longer body is read to its end and given as `undefined`.
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
  }
  return size <= limit ? Buffer.concat(chunks) : undefined;
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

/** @returns the path of the request without its query, e.g. `/soap/ged`. */
export function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/';
}
