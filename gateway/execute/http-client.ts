import { type Dispatcher, Pool } from 'undici';

/** What a server answered. */
export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

/** One request. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  /** With its query, e.g. `/graphql`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
  /** Milliseconds for the whole answer. */
  readonly timeoutMs: number;
}

/** Asks one server over connections that are kept. */
export interface HttpClient {
  /** @throws {Error} no answer: with a `TimeoutError` when it took too long, the signal's reason when it was given up. */
  send(request: HttpRequest): Promise<HttpAnswer>;
  close(): Promise<void>;
}

/** Connections kept per server. */
const CONNECTIONS = 64;

/** Bytes of one answer; a server that sends more is not right. */
const LONGEST_ANSWER = 64_000_000;

/**
 * Undici's own layer below `request`: no stream, no signal of its own per request; an answer is gathered as it arrives.
 */
export function createHttpClient(origin: string): HttpClient {
  const pool = new Pool(origin, { connections: CONNECTIONS, maxResponseSize: LONGEST_ANSWER });
  return {
    send: ({ method, path, headers = {}, body = null, signal, timeoutMs }) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason as Error);
        let controller: Dispatcher.DispatchController | undefined;
        let reason: Error | undefined;
        const giveUp = (error: Error): void => {
          reason = error;
          finish();
          controller?.abort(error);
          reject(error);
        };
        const follow = (): void => giveUp(signal.reason as Error);
        const timer = setTimeout(
          () => giveUp(new DOMException('It took too long.', 'TimeoutError')),
          timeoutMs,
        );
        const finish = (): void => {
          clearTimeout(timer);
          signal.removeEventListener('abort', follow);
        };
        signal.addEventListener('abort', follow, { once: true });
        const chunks: Buffer[] = [];
        let status = 0;
        pool.dispatch(
          { method, path, headers: { ...headers }, body },
          {
            onRequestStart(given: Dispatcher.DispatchController) {
              controller = given;
              if (reason) given.abort(reason);
            },
            onResponseStart: (_, code) => void (status = code),
            onResponseData: (_, chunk) => void chunks.push(chunk),
            onResponseEnd() {
              finish();
              const [first] = chunks;
              const whole = first && chunks.length === 1 ? first : Buffer.concat(chunks);
              resolve({ status, text: whole.toString('utf8') });
            },
            onResponseError(_, error) {
              finish();
              reject(reason ?? error);
            },
          },
        );
      }),
    close: () => pool.destroy(),
  };
}
