import { answerText, assertXmlMedia } from './answer-text';
import { httpFailure, networkFailure, SoapFailure } from './failure';
import type { SoapHttpAnswer, SoapNetwork } from './network';

/**
 * Sends one envelope and reads the whole answer.
 *
 * @returns the answer's text, checked for what must not reach a parser; an HTTP error's too where it is XML, because
 *   a Fault comes with status 500.
 * @throws {SoapFailure} and, when it is aborted, the signal's reason.
 */
export async function post(
  network: SoapNetwork,
  envelope: string,
  headers: Readonly<Record<string, string>>,
  maxBytes: number,
  signal: AbortSignal,
): Promise<{ text: string; status: number }> {
  const answer = await request(network, { method: 'POST', headers, body: envelope }, signal);
  const { status, contentType, contentEncoding } = answer;
  try {
    assertXmlMedia(contentType);
    if (contentEncoding && contentEncoding !== 'identity') throw new SoapFailure('AnswerMediaType');
    return { text: answerText(await bytesOf(answer, maxBytes, signal), contentType), status };
  } catch (error) {
    answer.discard();
    throw httpFailure(error, status);
  }
}

/**
 * Sends one request and waits for the head of its answer.
 *
 * @throws {SoapFailure} and, when it is aborted, the signal's reason.
 */
export function request(
  network: SoapNetwork,
  message: Omit<Parameters<SoapNetwork['send']>[0], 'signal'>,
  signal: AbortSignal,
): Promise<SoapHttpAnswer> {
  return unlessAborted(network.send({ ...message, signal }), signal);
}

async function bytesOf({ body }: SoapHttpAnswer, maxBytes: number, signal: AbortSignal): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  const read = async (): Promise<boolean> => {
    let size = 0;
    for await (const chunk of body) {
      size += chunk.byteLength;
      if (size > maxBytes) return false;
      chunks.push(chunk);
    }
    return true;
  };
  if (!(await unlessAborted(read(), signal))) throw new SoapFailure('AnswerTooLarge');
  return Buffer.concat(chunks);
}

/** A request that waits for a connection does not hear its signal before it has one; whoever waits does not wait for that. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work
      .then(resolve, (error: unknown) =>
        reject(signal.aborted ? (signal.reason as Error) : networkFailure(error)),
      )
      .finally(() => signal.removeEventListener('abort', abort));
  });
}
