import { NOWHERE, type Placed, UnderWay } from '../../subgraphs/shared/under-way';
import type { HttpAnswer } from './http-client/answer-reader';
import { type Connection, ConnectionLost, isLost, openConnection } from './http-client/connection';
import { requestText, type RequestText } from './http-client/request-text';
import { createWatch } from './http-client/watch';

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
  /**
   * @param read takes from an answer what is needed of it, as soon as it is there: a long text that waited for its reader
   *   would outlive several rounds of garbage collection.
   * @throws {Error} no answer: with a `TimeoutError` when it took too long, the signal's reason when it was given up, with
   *   a system's code such as `ECONNRESET` when the connection was lost; or what `read` throws.
   */
  send<T>(request: HttpRequest, read: (answer: HttpAnswer) => T): Promise<T>;
  close(): Promise<void>;
}

/** A request that has no answer yet. */
interface Exchange extends Placed {
  readonly request: RequestText;
  readonly deadline: number;
  readonly done: (error: Error | undefined, answer?: HttpAnswer) => void;
  /** Absent while it waits for one. */
  connection?: Connection;
}

/** Connections per server. */
const CONNECTIONS = 64;

/**
 * A client of HTTP/1.1 for what a gateway does all day: short texts to a server that is always the same. One write per
 * request, one timer per server, one place into which bytes are read; answers are read whole. A request takes 0.6 of the
 * processor time of undici's `dispatch` where the answer has 6 kB, 0.5 where it has 20 kB.
 */
export function createHttpClient(origin: string): HttpClient {
  const server = new URL(origin);
  /** The one that was used last comes first: the others may rest until they are closed. */
  const idle: { readonly connection: Connection; readonly until: number }[] = [];
  const open = new Set<Connection>();
  const waiting: Exchange[] = [];
  const underWay = new UnderWay<Exchange>();
  let closed = false;

  const watch = createWatch((now) => {
    for (const exchange of underWay)
      if (exchange.deadline <= now) giveUp(exchange, new DOMException('It took too long.', 'TimeoutError'));
    for (const { connection, until } of [...idle]) if (until <= now) connection.cut(new ConnectionLost());
    const next = [...[...underWay].map(({ deadline }) => deadline), ...idle.map(({ until }) => until)];
    return Math.min(...next);
  });
  const gone = (connection: Connection): void => {
    open.delete(connection);
    const at = idle.findIndex((each) => each.connection === connection);
    if (at >= 0) idle.splice(at, 1);
    const next = closed ? undefined : waiting.shift();
    if (next) start(next);
  };
  const connectionNow = (): Connection | undefined => {
    for (let last = idle.pop(); last; last = idle.pop()) {
      if (last.until > performance.now()) return last.connection;
      last.connection.cut(new ConnectionLost());
    }
    if (open.size >= CONNECTIONS) return undefined;
    const opened = openConnection(server, gone);
    open.add(opened);
    return opened;
  };
  const start = (exchange: Exchange): void => {
    const connection = connectionNow();
    if (!connection) return void waiting.push(exchange);
    exchange.connection = connection;
    connection.send(exchange.request, (error, answer) => {
      if (answer) rest(connection, answer.keepMs);
      else if (isLost(error)) cutIdle(); // It may have happened to them too: a second attempt must not meet it again.
      settle(exchange, error, answer);
    });
  };
  const cutIdle = (): void => {
    for (const { connection } of [...idle]) connection.cut(new ConnectionLost());
  };
  /** Lets a connection do the next thing: another request, or nothing for a while. */
  const rest = (connection: Connection, keepMs: number): void => {
    if (keepMs === 0) return connection.cut(new ConnectionLost());
    const until = performance.now() + keepMs;
    idle.push({ connection, until });
    const next = waiting.shift();
    if (next) start(next);
    else watch.by(until);
  };
  const settle = (exchange: Exchange, error: Error | undefined, answer?: HttpAnswer): void => {
    if (underWay.delete(exchange)) exchange.done(error, answer);
  };
  const giveUp = (exchange: Exchange, reason: Error): void => {
    if (!underWay.has(exchange)) return;
    const at = waiting.indexOf(exchange);
    if (at >= 0) waiting.splice(at, 1);
    settle(exchange, reason);
    exchange.connection?.cut(reason);
  };
  return {
    send: <T>({ signal, timeoutMs, ...request }: HttpRequest, read: (answer: HttpAnswer) => T) =>
      new Promise<T>((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason as Error);
        if (closed) return reject(new ConnectionLost());
        const follow = (): void => giveUp(exchange, signal.reason as Error);
        const exchange: Exchange = {
          place: NOWHERE,
          request: requestText(server, request),
          deadline: performance.now() + timeoutMs,
          done(error, answer) {
            signal.removeEventListener('abort', follow);
            if (!answer) return reject(error ?? new ConnectionLost());
            try {
              resolve(read(answer));
            } catch (cause) {
              reject(cause);
            }
          },
        };
        signal.addEventListener('abort', follow, { once: true });
        underWay.add(exchange);
        watch.by(exchange.deadline);
        start(exchange);
      }),
    async close() {
      closed = true;
      watch.stop();
      for (const exchange of underWay) giveUp(exchange, new ConnectionLost());
      for (const connection of [...open]) connection.cut(new ConnectionLost());
    },
  };
}
