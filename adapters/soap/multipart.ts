import { SoapFailure } from './failure';

/** One part of a `multipart/related` answer. Parts come one after another: the next one passes over what is left of this. */
export interface MimePart {
  /** Without its angle brackets; `''` where there is none. */
  readonly id: string;
  readonly contentType: string | undefined;
  readonly content: AsyncIterable<Uint8Array>;
}

const MOST_PARTS = 100;
const MOST_HEADER_BYTES = 16 * 1024;

/** @returns the boundary of a `multipart/related` answer; `undefined` for any other media type. */
export function boundaryOf(contentType: string | undefined): string | undefined {
  if (!/^\s*multipart\/related\s*(?:;|$)/i.test(contentType ?? '')) return undefined;
  const [, quoted, plain] =
    /;\s*boundary\s*=\s*(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType ?? '') ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) throw new SoapFailure('AnswerMediaType');
  return boundary;
}

/**
 * Takes an answer apart as it arrives; no more than one chunk of it is ever held.
 *
 * @throws {SoapFailure} it is cut short, has too many parts, or a part is encoded.
 */
export async function* readParts(
  chunks: AsyncIterable<Uint8Array>,
  boundary: string,
): AsyncGenerator<MimePart, void> {
  const delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1');
  const source: AsyncIterator<Uint8Array, unknown> = chunks[Symbol.asyncIterator]();
  let held: Buffer = Buffer.from('\r\n'); // the first boundary begins a line, too
  const more = async (): Promise<void> => {
    const { done, value } = await source.next();
    if (done) throw new SoapFailure('AnswerNotXml');
    held = Buffer.concat([held, value]);
  };
  const upToDelimiter = async function* (): AsyncGenerator<Uint8Array, void> {
    for (;;) {
      const end = held.indexOf(delimiter);
      const safe = end < 0 ? held.length - delimiter.length + 1 : end;
      const piece = held.subarray(0, Math.max(0, safe));
      held = held.subarray(piece.length + (end < 0 ? 0 : delimiter.length));
      if (piece.length > 0) yield piece;
      if (end >= 0) return;
      await more();
    }
  };
  const head = async (): Promise<string> => {
    while (!held.includes('\r\n\r\n')) {
      if (held.length > MOST_HEADER_BYTES) throw new SoapFailure('AnswerNotXml');
      await more();
    }
    const end = held.indexOf('\r\n\r\n');
    const text = held.subarray(0, end).toString('latin1');
    held = held.subarray(end + 2); // its last line's end may begin the delimiter of an empty part
    return text.replace(/\r\n[ \t]+/g, ' ');
  };

  await drain(upToDelimiter());
  for (let count = 0; ; count += 1) {
    while (held.length < 2) await more();
    if (held.toString('latin1', 0, 2) === '--') return drain({ [Symbol.asyncIterator]: () => source });
    if (count === MOST_PARTS) throw new SoapFailure('AnswerTooLarge');
    const headers = await head();
    const header = (name: string): string | undefined =>
      new RegExp(`(?:^|\\r\\n)${name}:[ \\t]*([^\\r]*)`, 'i').exec(headers)?.[1]?.trim();
    if (/^(?:base64|quoted-printable)$/i.test(header('Content-Transfer-Encoding') ?? '')) {
      throw new SoapFailure('AnswerMediaType');
    }
    const content = afterLineEnd(upToDelimiter());
    yield {
      id: header('Content-ID')?.replace(/^<|>$/g, '') ?? '',
      contentType: header('Content-Type'),
      content,
    };
    await drain(content);
  }
}

/** Leaves out the line end between a part's head and its content. */
async function* afterLineEnd(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  let left = 2;
  for await (const piece of pieces) {
    const skipped = Math.min(left, piece.length);
    left -= skipped;
    if (piece.length > skipped) yield piece.subarray(skipped);
  }
}

async function drain(pieces: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const _piece of pieces);
}
