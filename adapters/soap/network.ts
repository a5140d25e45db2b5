import { Pool } from 'undici';

/** An HTTP answer whose body has not been read yet. */
export interface SoapHttpAnswer {
  readonly status: number;
  /** `Content-Type`, as sent; `undefined` where there is none. */
  readonly contentType: string | undefined;
  /** `Content-Encoding`; we ask for none. */
  readonly contentEncoding: string | undefined;
  readonly body: AsyncIterable<Uint8Array>;
  /** Gives up what has not been read. */
  discard(): void;
}

/** What the adapter needs of HTTP. Whatever it throws is classified by its `code` and goes no further. */
export interface SoapNetwork {
  send(request: {
    readonly method: 'GET' | 'POST';
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly signal: AbortSignal;
  }): Promise<SoapHttpAnswer>;
  close(): Promise<void>;
}

/** An address that never answers must not hold a connection's place for ever. */
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Keep-alive connections to one service.
 *
 * @param endpoint `http(s)://host:port/path`; redirects are not followed.
 * @param connections the most that are ever open; a call that finds none free waits until its signal is aborted.
 */
export function createHttpNetwork(endpoint: string, connections: number): SoapNetwork {
  const { origin, pathname, search } = new URL(endpoint);
  // The caller's signal is the clock of an exchange: undici's own limits would end a call that may still wait.
  const pool = new Pool(origin, {
    connections,
    pipelining: 1,
    connectTimeout: CONNECT_TIMEOUT_MS,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return {
    async send({ method, headers, body, signal }) {
      const answer = await pool.request({
        path: pathname + search,
        method,
        headers: { ...headers, 'accept-encoding': 'identity' },
        signal,
        ...(body === undefined ? {} : { body }),
      });
      return {
        status: answer.statusCode,
        contentType: first(answer.headers['content-type']),
        contentEncoding: first(answer.headers['content-encoding']),
        body: answer.body,
        discard: () => answer.body.on('error', () => undefined).destroy(),
      };
    },
    close: () => pool.close(),
  };
}

const first = (header: string | string[] | undefined): string | undefined =>
  typeof header === 'string' ? header : header?.[0];
