import { WSDL } from 'soap';

/** What we use of `soap`'s parser. It goes on after an error of its own; a listener that throws ends it at once. */
export interface SaxStream {
  on(
    event: 'opentag',
    listener: (tag: { name: string; attributes: Record<string, string> }) => void,
  ): unknown;
  on(event: 'closetag' | 'error' | 'doctype', listener: () => void): unknown;
  on(event: 'text' | 'cdata', listener: (text: string) => void): unknown;
  write(piece: string): unknown;
  end(): unknown;
}

/** A parser that waits for text: `soap` offers it for a stream, and we write to it ourselves. */
export function openParser(): SaxStream {
  const stream: unknown = WSDL.prototype.getSaxStream({ pipe: () => undefined });
  return stream as SaxStream;
}
