import { networkFailure, SoapFailure } from './failure';
import type { SoapHttpAnswer, SoapNetwork } from './network';

/**
 * Sends one request and waits for the head of its answer.
 *
 * @throws {SoapFailure} and, when it is aborted, the signal's reason.
 */
export async function request(
  network: SoapNetwork,
  message: Omit<Parameters<SoapNetwork['send']>[0], 'signal'>,
  signal: AbortSignal,
): Promise<SoapHttpAnswer> {
  return overNetwork(network.send({ ...message, signal }), signal);
}

/**
 * The bytes of an answer as they arrive. Leaving early gives up the rest.
 *
 * @param maxBytes of the whole body.
 * @throws {SoapFailure} lost on the way, compressed, or too large; and, when it is aborted, the signal's reason.
 */
export async function* chunksOf(
  answer: SoapHttpAnswer,
  maxBytes: number,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void> {
  const { contentEncoding } = answer;
  const source: AsyncIterator<Uint8Array, unknown> = answer.body[Symbol.asyncIterator]();
  let size = 0;
  let isWhole = false;
  try {
    if (contentEncoding && contentEncoding !== 'identity') throw new SoapFailure('AnswerMediaType');
    for (;;) {
      const { done, value } = await overNetwork(source.next(), signal);
      isWhole = done === true;
      if (done) return;
      size += value.byteLength;
      if (size > maxBytes) throw new SoapFailure('AnswerTooLarge');
      yield value;
    }
  } finally {
    if (!isWhole) answer.discard();
  }
}

/** @throws {SoapFailure} there are more bytes than that. */
export async function collect(chunks: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new SoapFailure('AnswerTooLarge');
    pieces.push(Buffer.from(chunk)); // a copy: a part's pieces are views of chunks that are much larger
  }
  return Buffer.concat(pieces);
}

/** Fails with the signal's reason as soon as it is aborted: not all that one waits for hears signals. */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work
      .then(resolve, (error: unknown) => reject(signal.aborted ? (signal.reason as Error) : error))
      .finally(() => signal.removeEventListener('abort', abort));
  });
}

/** As `unlessAborted`, for the network: a request that waits for a connection does not hear its signal before it has one. */
export const overNetwork = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  unlessAborted(
    work.catch((error: unknown) => {
      throw networkFailure(error);
    }),
    signal,
  );
