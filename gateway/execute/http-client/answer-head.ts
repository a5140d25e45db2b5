/** What stands before an answer's body. */
export interface AnswerHead {
  readonly status: number;
  /** How the body's end is known: by its length, by chunks and what follows them, or because the server closes. */
  readonly kind: 'length' | 'chunks' | 'trailers' | 'close';
  /** Bytes of the body where it is known by its length. */
  readonly length: number;
  /** Milliseconds for which the connection may be used again; 0 where it may not. */
  readonly keepMs: number;
}

/** What stands between a head and its body. */
export const HEAD_END = '\r\n\r\n';
/** Bytes; a server that sends more before its answer is not right. */
export const LONGEST_HEAD = 64_000;

/** How long an idle connection is used again where the server does not tell: less than any server keeps it. */
const KEPT_MS = 4_000;
/** A connection is left this long before its server closes it: a request may be on its way by then. */
const MARGIN_MS = 1_000;
const LONGEST_KEPT_MS = 60_000;

/** Heads that were read; a server's are alike, all of them within one second. */
const known = new Map<string, AnswerHead>();
const KNOWN = { heads: 200, letters: 500 };

/**
 * Reads the head of an answer, the same one once.
 *
 * @param text without the empty line at its end.
 * @throws {Error} it is not one of HTTP/1.1, or ambiguous about where the body ends.
 */
export function parseHead(text: string): AnswerHead {
  const before = known.get(text);
  if (before) return before;
  const head = read(text);
  if (text.length > KNOWN.letters) return head;
  if (known.size >= KNOWN.heads) known.clear();
  known.set(text, head);
  return head;
}

function read(text: string): AnswerHead {
  const [first = '', ...lines] = text.split('\r\n');
  const start = /^HTTP\/1\.([01]) (\d{3})(?: |$)/.exec(first);
  if (!start) throw new Error('The answer is not one of HTTP/1.1.');
  const status = Number(start[2]);
  let keep = start[1] === '1';
  let keepMs = KEPT_MS;
  let length: number | undefined;
  let chunked = false;
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon < 1) throw new Error('A line of the head is not a header.');
    const value = line.slice(colon + 1).trim();
    switch (line.slice(0, colon).toLowerCase()) {
      case 'content-length':
        if (!/^\d{1,15}$/.test(value) || (length ?? Number(value)) !== Number(value))
          throw new Error('The answer does not tell its length.');
        length = Number(value);
        break;
      case 'transfer-encoding':
        if (value.toLowerCase() !== 'chunked')
          throw new Error('The answer is coded in a way that is unknown.');
        chunked = true;
        break;
      case 'connection':
        if (/\bclose\b/i.test(value)) keep = false;
        else if (/\bkeep-alive\b/i.test(value)) keep = true;
        break;
      case 'keep-alive': {
        const told = /\btimeout=(\d{1,6})\b/i.exec(value)?.[1];
        if (told !== undefined) keepMs = Math.min(Number(told) * 1_000 - MARGIN_MS, LONGEST_KEPT_MS);
        break;
      }
    }
  }
  if (chunked && length !== undefined) throw new Error('The answer tells its length in two ways.');
  const kept = keep ? Math.max(0, keepMs) : 0;
  if (status === 204 || status === 304) return { status, kind: 'length', length: 0, keepMs: kept };
  if (chunked) return { status, kind: 'chunks', length: 0, keepMs: kept };
  if (length === undefined) return { status, kind: 'close', length: 0, keepMs: 0 };
  return { status, kind: 'length', length, keepMs: kept };
}
