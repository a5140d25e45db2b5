import type { DocumentSink } from '../../schema/ports/soap';
import { answerPieces, answerText, assertXmlMedia } from './answer-text';
import { createBase64Decoder } from './base64';
import { SoapFailure } from './failure';
import { boundaryOf, readParts, type MimePart } from './multipart';
import type { SoapHttpAnswer } from './network';
import { chunksOf, collect, unlessAborted } from './post';
import { createReading, type Envelope } from './read-answer';
import type { Shape } from './shape';

/** How an answer is read, and how much of it. */
export interface Receiving {
  /** What the contract says it is. */
  readonly shape: Shape;
  /** Of the answer without the documents that go to a sink. */
  readonly maxBytes: number;
  readonly maxDepth: number;
  readonly signal: AbortSignal;
  readonly sink: DocumentSink | undefined;
}

/** A sink that takes for ever does not hold the call for ever. */
const hand = async (
  sink: DocumentSink,
  piece: Uint8Array,
  index: number,
  signal: AbortSignal,
): Promise<void> => unlessAborted(Promise.resolve(sink.write(piece, index)), signal);

/** An answer whose envelope has been read. */
export interface Received {
  readonly envelope: Envelope;
  /** Hands on the documents that stand behind the envelope. @throws {SoapFailure} one is missing or too large. */
  documents(): Promise<void>;
}

/**
 * Reads an answer: XML, or XML with the documents beside it (MTOM).
 *
 * @throws {SoapFailure} and, when it is aborted, the signal's reason.
 */
export async function receive(answer: SoapHttpAnswer, how: Receiving): Promise<Received> {
  const { maxBytes, sink, signal } = how;
  const boundary = boundaryOf(answer.contentType);
  // Base64 takes a third more, line ends included.
  const chunks = chunksOf(answer, maxBytes + (sink ? Math.ceil(sink.maxBytes * 1.4) : 0), signal);
  try {
    if (boundary !== undefined) {
      const start = /;\s*start\s*=\s*"<([^">]*)>"/i.exec(answer.contentType ?? '')?.[1];
      return await receiveParts(readParts(chunks, boundary), start, how);
    }
    assertXmlMedia(answer.contentType);
    const documents = (): Promise<void> => Promise.resolve();
    if (sink) return { envelope: await readPieces(chunks, answer.contentType, how, sink), documents };
    const text = answerText(await collect(chunks, maxBytes), answer.contentType);
    return { envelope: await readWhole(text, how, noParts), documents };
  } catch (error) {
    answer.discard();
    throw error;
  }
}

const noParts = (): never => {
  throw new SoapFailure('AnswerBreaksContract');
};

async function readWhole(
  text: string,
  { shape, maxDepth, signal }: Receiving,
  part: (id: string) => string,
): Promise<Envelope> {
  const reading = createReading(shape, maxDepth, { part }, signal);
  await reading.write(text);
  return reading.end();
}

/** Reads XML as it arrives, its documents on to the sink. */
async function readPieces(
  chunks: AsyncIterable<Uint8Array>,
  contentType: string | undefined,
  { shape, maxBytes, maxDepth, signal }: Receiving,
  sink: DocumentSink,
): Promise<Envelope> {
  const decoder = createBase64Decoder();
  const ready: (readonly [piece: Buffer, index: number])[] = [];
  let index = 0;
  const inline = (base64: string): void => void ready.push([decoder.push(base64), index]);
  const inlineEnd = (): void => {
    decoder.end();
    index += 1;
  };
  const reading = createReading(shape, maxDepth, { inline, inlineEnd, part: noParts }, signal);
  let size = 0;
  let documents = 0;
  const take = async (text: string): Promise<void> => {
    size += text.length;
    await reading.write(text);
    for (const [piece, at] of ready.splice(0)) {
      documents += piece.length;
      if (documents > sink.maxBytes) throw new SoapFailure('AnswerTooLarge');
      if (piece.length > 0) await hand(sink, piece, at, signal);
    }
    if (size - documents * 1.4 > maxBytes) throw new SoapFailure('AnswerTooLarge');
  };
  let pieces: ReturnType<typeof answerPieces> | undefined;
  for await (const chunk of chunks) {
    pieces ??= answerPieces(Buffer.from(chunk), contentType);
    await take(pieces.push(chunk));
  }
  if (pieces) await take(pieces.end());
  return reading.end();
}

async function receiveParts(
  parts: AsyncGenerator<MimePart, void>,
  start: string | undefined,
  how: Receiving,
): Promise<Received> {
  const { maxBytes, sink } = how;
  const { value: root } = await parts.next();
  if (!root || (start !== undefined && root.id !== start)) throw new SoapFailure('AnswerMediaType');
  assertXmlMedia(root.contentType);
  const text = answerText(await collect(root.content, maxBytes), root.contentType);

  if (sink) {
    const wanted = new Map<string, number>();
    const part = (id: string): string => {
      if (wanted.has(id)) noParts();
      wanted.set(id, wanted.size);
      return '';
    };
    return {
      envelope: await readWhole(text, how, part),
      documents: () => pass(parts, wanted, sink, how.signal),
    };
  }
  const found = new Map<string, string>();
  for await (const { id, content } of parts)
    found.set(id, (await collect(content, maxBytes)).toString('base64'));
  const part = (id: string): string => {
    const base64 = found.get(id) ?? noParts();
    found.delete(id); // once: a small answer that names one part a thousand times would be a large one
    return base64;
  };
  return { envelope: await readWhole(text, how, part), documents: () => Promise.resolve() };
}

async function pass(
  parts: AsyncIterable<MimePart>,
  wanted: Map<string, number>,
  sink: DocumentSink,
  signal: AbortSignal,
): Promise<void> {
  let size = 0;
  for await (const { id, content } of parts) {
    const index = wanted.get(id);
    wanted.delete(id);
    for await (const piece of content) {
      size += piece.byteLength;
      if (size > sink.maxBytes) throw new SoapFailure('AnswerTooLarge');
      if (index !== undefined) await hand(sink, piece, index, signal);
    }
  }
  if (wanted.size > 0) noParts();
}
