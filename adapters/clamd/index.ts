import { createConnection, type Socket } from 'node:net';
import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { HubError } from '../../schema/kernel/errors';
import { SourceTimeout, SourceUnavailable } from '../../schema/kernel/source-errors';
import type { FileScanner, ScanVerdict } from '../../schema/ports/scanner';

/** The name under which it appears in errors. */
const SOURCE = 'scanner';

/** Where clamd listens, and how long one file may take. */
export interface ClamdOptions {
  readonly host: string;
  readonly port: number;
  /** Milliseconds, 30,000 unless said. */
  readonly timeoutMs?: number;
}

/** No verdict is longer. */
const REPLY_MAX = 4_096;

/**
 * Asks clamd, ClamAV's daemon, over TCP: `INSTREAM`, one connection for each file. Which signature it found stays there:
 * nobody here decides by it.
 */
export function createClamdScanner({ host, port, timeoutMs = 30_000 }: ClamdOptions): FileScanner {
  /** Sends one command and what belongs to it. @returns the reply, without its closing NUL. */
  async function ask(command: string, withinMs: number, body: Body): Promise<string> {
    const socket = createConnection({ host, port });
    const signal = AbortSignal.timeout(withinMs);
    const stop = (): void => void socket.destroy(new SourceTimeout(SOURCE, withinMs));
    signal.addEventListener('abort', stop);
    let said: string | undefined;
    const reply = replyOf(socket).then((text) => (said = text));
    reply.catch(() => undefined); // Told by whoever waits for it last.
    try {
      await once(socket, 'connect');
      socket.write(`z${command}\0`);
      await body(socket, () => said !== undefined);
      return await reply;
    } catch (cause) {
      if (signal.aborted) throw new SourceTimeout(SOURCE, withinMs);
      // It hangs up on a file that is too long for it, once it has said so.
      if (said !== undefined) return said;
      // Where the file is read from may fail too.
      throw cause instanceof HubError ? cause : new SourceUnavailable(SOURCE, { cause });
    } finally {
      signal.removeEventListener('abort', stop);
      socket.destroy();
    }
  }
  return {
    async scan(content) {
      return verdictOf(await ask('INSTREAM', timeoutMs, (socket, isOver) => stream(socket, content, isOver)));
    },
    async ping(withinMs) {
      if ((await ask('PING', withinMs, async () => undefined)) !== 'PONG')
        throw new SourceUnavailable(SOURCE);
    },
  };
}

/** Sends what belongs to a command, as long as there is no reply yet. */
type Body = (socket: Socket, isOver: () => boolean) => Promise<void>;

/** Each piece after its length, four bytes; a length of zero ends it. */
async function stream(
  socket: Socket,
  content: AsyncIterable<Uint8Array>,
  isOver: () => boolean,
): Promise<void> {
  const length = (bytes: number): Buffer => {
    const prefix = Buffer.alloc(4);
    prefix.writeUInt32BE(bytes);
    return prefix;
  };
  for await (const piece of content) {
    // Its last words are heard before more is sent: sending to one that hung up loses what was not read yet.
    await nextTurn();
    if (isOver()) return;
    if (piece.length === 0) continue;
    socket.cork(); // It may hang up at the length alone.
    socket.write(length(piece.length));
    const hasRoom = socket.write(piece);
    socket.uncork();
    if (!hasRoom) await once(socket, 'drain');
  }
  socket.write(length(0));
}

async function replyOf(socket: Socket): Promise<string> {
  let reply = '';
  for await (const piece of socket as AsyncIterable<Buffer>) {
    reply += piece.toString('latin1');
    if (reply.includes('\0') || reply.length > REPLY_MAX) break;
  }
  const end = reply.indexOf('\0');
  if (end < 0) throw new SourceUnavailable(SOURCE);
  return reply.slice(0, end);
}

/** @throws {SourceUnavailable} it failed, so that it knows nothing of the file. */
function verdictOf(reply: string): ScanVerdict {
  if (reply === 'stream: OK') return 'CLEAN';
  if (/^stream: .+ FOUND$/.test(reply)) return 'INFECTED';
  if (reply === 'INSTREAM size limit exceeded. ERROR') return 'NOT_SCANNED';
  throw new SourceUnavailable(SOURCE);
}
