import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import { createAnswerReader, type WholeAnswer } from './answer-reader';
import type { RequestText } from './request-text';

/** The server closed a connection before it had answered: it may never have seen the request. */
export class ConnectionLost extends Error {
  readonly code = 'ECONNRESET';
  constructor() {
    super('The connection was closed before the answer.');
    this.name = 'ConnectionLost';
  }
}

/** Whether an error says that a connection was lost, which it may have been before the server saw the request. */
export const isLost = (error: unknown): boolean =>
  ['ECONNRESET', 'EPIPE'].includes((error as { code?: string }).code ?? '');

/** Hears why there is no answer, or the answer. */
export type Done = (error: Error | undefined, answer?: WholeAnswer) => void;

/** One connection to a server, for one request at a time. */
export interface Connection {
  /** Sends a request. @param done is called once. */
  send(request: RequestText, done: Done): void;
  /** Ends the connection; a request under way fails with the reason. */
  cut(reason: Error): void;
}

/** @param gone hears that the connection can take no more requests, after what was under way has failed. */
export function openConnection(origin: URL, gone: (connection: Connection) => void): Connection {
  const reader = createAnswerReader();
  let waiting: Done | undefined;
  let over = false;

  const finish: Done = (error, answer) => {
    const done = waiting;
    waiting = undefined;
    done?.(error, answer);
  };
  const connection: Connection = {
    send({ text, isAscii }, done) {
      waiting = done;
      if (over) finish(new ConnectionLost());
      else socket.write(text, isAscii ? 'latin1' : 'utf8');
    },
    cut: (reason) => end(reason),
  };
  const end = (reason: Error): void => {
    if (over) return;
    over = true;
    socket.destroy();
    finish(reason);
    gone(connection);
  };
  const take: Take = (place, size) => {
    if (!waiting) return end(new ConnectionLost()); // Nobody asked.
    try {
      const given = reader.take(place, size);
      if (given) finish(undefined, given);
    } catch (error) {
      end(error as Error);
    }
  };
  const socket = connect(origin, take);
  socket.on('end', () => {
    const given = waiting && reader.end();
    if (given) finish(undefined, given);
    end(new ConnectionLost());
  });
  socket.on('error', (error) => end(error));
  socket.on('close', () => end(new ConnectionLost()));
  return connection;
}

/** Takes the bytes that have come; see {@link AnswerReader}. */
type Take = (place: Buffer, size: number) => void;

/**
 * Into one place again and again, whichever connection it is: what is read is taken before anything else is. Room for each
 * piece, made and thrown away, took a quarter of a request's time; room for each connection is megabytes when all of
 * them are opened anew.
 */
const READ = Buffer.allocUnsafeSlow(65_536);

function connect({ protocol, hostname, port }: URL, take: Take): Socket {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (protocol !== 'https:') {
    const callback = (size: number): boolean => {
      take(READ, size);
      return true;
    };
    return connectPlain({
      host,
      port: Number(port || 80),
      noDelay: true,
      onread: { buffer: READ, callback },
    });
  }
  const servername = /^[\d.]+$|:/.test(host) ? '' : host;
  return connectSecurely({ host, port: Number(port || 443), servername, ALPNProtocols: ['http/1.1'] })
    .setNoDelay(true)
    .on('data', (bytes: Buffer) => take(bytes, bytes.length));
}
