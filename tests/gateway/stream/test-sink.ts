import type { EventSink } from '../../../gateway/stream/line';

/** A response that a test reads, or leaves unread. */
export interface TestSink extends EventSink {
  readonly written: string[];
  ended: string | undefined;
  /** Whether the reader keeps up. */
  reads: boolean;
  /** The reader has caught up. */
  drain(): void;
}

export function createSink(): TestSink {
  let drained: () => void = () => undefined;
  const sink: TestSink = {
    written: [],
    ended: undefined,
    reads: true,
    write: (text) => {
      sink.written.push(text);
      return sink.reads;
    },
    end: (text = '') => (sink.ended = text),
    once: (_, listener) => (drained = listener),
    drain: () => {
      sink.reads = true;
      drained();
    },
  };
  return sink;
}
