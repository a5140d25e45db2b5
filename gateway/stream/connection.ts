import type { Clock } from '../../schema/kernel/clock';
import { RequestRefused } from '../answer/request-refused';
import { HEARTBEAT } from './event-text';
import { createLine, type EventSink, type Line, type Pace } from './line';

/** One subscription of several that share a stream. */
export interface SharedOperation {
  /** Its end leaves the stream open. */
  readonly sink: EventSink;
  /** Fires when it is over, for whatever reason. */
  readonly signal: AbortSignal;
}

/** A stream that several subscriptions share. */
export interface Connection {
  /**
   * @param begin begins to write to the client.
   * @param expiresAt milliseconds since 1970: when the caller's token ends.
   * @throws {RequestRefused} it is open already.
   */
  open(begin: () => EventSink, expiresAt: number): void;
  /**
   * @param operationId what the client calls it.
   * @param take takes a place for it; what that returns gives the place back.
   * @throws {RequestRefused} the stream is not open, or there is one of this name.
   */
  start(operationId: string, take: () => () => void): SharedOperation;
  /** The client wants no more of one. @throws {RequestRefused} there is none of this name. */
  stop(operationId: string): void;
  /** To be called every second. */
  beat(): void;
  /** The stream is over, and all that share it. */
  end(): void;
}

/** How long a stream that was reserved waits to be opened, in milliseconds. */
const RESERVED_MS = 60_000;

/** @param ended hears once that it is over. */
export function createConnection(pace: Pace & { readonly clock: Clock }, ended: () => void): Connection {
  const reservedUntil = pace.clock.now().getTime() + RESERVED_MS;
  const operations = new Map<string, SharedOperation>();
  const waiting = new Set<() => void>();
  let stream: { readonly line: Line; readonly sink: EventSink } | undefined;
  let isOver = false;

  const end = (): void => {
    if (isOver) return;
    isOver = true;
    for (const { sink } of [...operations.values()]) sink.end();
    stream?.sink.end();
    ended();
  };
  const onRead = (): void => {
    const listeners = [...waiting];
    waiting.clear();
    for (const listener of listeners) listener();
  };
  return {
    open(begin, expiresAt) {
      if (stream || isOver) throw new RequestRefused(409, 'This stream is open already.');
      const sink = begin();
      stream = { sink, line: createLine({ sink, expiresAt }, pace, onRead) };
      stream.line.write(HEARTBEAT); // The client hears that it is open.
    },
    start(operationId, take) {
      if (!stream || isOver) throw new RequestRefused(409, 'This stream is not open: open it with GET.');
      if (operations.has(operationId))
        throw new RequestRefused(409, 'There is an operation of this id already.');
      const giveBack = take();
      const { line } = stream;
      const over = new AbortController();
      const sink: EventSink = {
        write: (text) => over.signal.aborted || line.write(text),
        once: (_, listener) => waiting.add(listener),
        end(text = '') {
          if (over.signal.aborted) return;
          if (text !== '' && !isOver) line.write(text);
          operations.delete(operationId);
          over.abort();
          giveBack();
        },
      };
      const operation = { sink, signal: over.signal };
      operations.set(operationId, operation);
      return operation;
    },
    stop(operationId) {
      const operation = operations.get(operationId);
      if (!operation) throw new RequestRefused(404, 'There is no operation of this id.');
      operation.sink.end();
    },
    beat() {
      if (stream ? stream.line.beat() : pace.clock.now().getTime() >= reservedUntil) end();
    },
    end,
  };
}
