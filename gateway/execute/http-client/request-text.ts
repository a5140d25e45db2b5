/** What a request says. */
interface Said {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Characters that end a header, or are none. */
const FOREIGN = /[^\t\x20-\x7e]/;

/** A request as it is sent. */
export interface RequestText {
  readonly text: string;
  /** Whether each letter is one byte: quicker to write. */
  readonly isAscii: boolean;
}

/** Writes a request of HTTP/1.1. @throws {Error} a path or a header would be more than one. */
export function requestText({ host }: URL, { method, path, headers = {}, body }: Said): RequestText {
  if (/[^\x21-\x7e]/.test(path)) throw new Error('A path has characters that it may not have.');
  let text = `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\n`;
  for (const name in headers) {
    const value = headers[name] ?? '';
    if (FOREIGN.test(value) || FOREIGN.test(name))
      throw new Error('A header has characters that it may not have.');
    text += `${name}: ${value}\r\n`;
  }
  if (body === undefined) return { text: `${text}\r\n`, isAscii: true };
  const length = Buffer.byteLength(body);
  return { text: `${text}content-length: ${length}\r\n\r\n${body}`, isAscii: length === body.length };
}
