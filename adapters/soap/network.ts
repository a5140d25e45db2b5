import { createSecureContext } from 'node:tls';
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
    /** With its search. Default: the endpoint's. */
    readonly path?: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly signal: AbortSignal;
  }): Promise<SoapHttpAnswer>;
  close(): Promise<void>;
}

/** Who is trusted at the other end, and who we are there: PEM texts. */
export interface TlsIdentity {
  /** Certificates that may have signed the server's. Default: those that the system trusts. */
  readonly ca?: string;
  /** Our own certificate and its key, where the server asks for one (mutual TLS). */
  readonly certificate?: string;
  readonly privateKey?: string;
}

/** An address that never answers must not hold a connection's place for ever. */
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Keep-alive connections to one service.
 *
 * @param endpoint `http(s)://host:port/path`; redirects are not followed.
 * @param connections the most that are ever open; a call that finds none free waits until its signal is aborted.
 * @throws {Error} a certificate or key that cannot be used, or one for an endpoint without TLS: do not start.
 */
export function createHttpNetwork(
  endpoint: string,
  connections: number,
  { ca, certificate, privateKey }: TlsIdentity = {},
): SoapNetwork {
  const { origin, pathname, search, protocol } = new URL(endpoint);
  const identity = certificate === undefined ? {} : { cert: certificate, key: privateKey };
  const tls = { ...identity, ...(ca === undefined ? {} : { ca }) };
  if (protocol === 'http:' && Object.keys(tls).length > 0) throw new Error('TLS needs an https endpoint');
  createSecureContext(tls); // A certificate that cannot be read is a reason not to start.
  // The caller's signal is the clock of an exchange: undici's own limits would end a call that may still wait.
  const pool = new Pool(origin, {
    connections,
    pipelining: 1,
    connect: { ...tls, timeout: CONNECT_TIMEOUT_MS, minVersion: 'TLSv1.2', rejectUnauthorized: true },
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return {
    async send({ method, path = pathname + search, headers, body, signal }) {
      const answer = await pool.request({
        path,
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
