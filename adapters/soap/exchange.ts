import { Readable } from 'node:stream';
import { Client, type IOptions, type SoapMethod } from 'soap';
import type { SoapNode } from '../../schema/ports/soap';
import { createAnswerTree } from './answer-tree';
import type { SoapContract } from './contract';
import { SoapFailure } from './failure';
import type { SoapArgument } from './request';
import type { Shape } from './shape';

/** One envelope to send, ready but for its way over the network. */
export interface Outgoing {
  readonly operation: string;
  readonly body: SoapArgument;
  /** The content of `soap:Header`. */
  readonly header: string;
}

/** Sends an envelope; resolves to the text of the answering one. */
export type Send = (envelope: string, headers: Readonly<Record<string, string>>) => Promise<string>;

/**
 * Has `soap` write one request and open one answer.
 *
 * Its client remembers headers, the last request and the last answer; so each call gets a client of its own, over the
 * one loaded contract, and nothing of a call outlives it. Its reader drops the difference between nil and empty, turns
 * decimals into floats, and reads CDATA again as XML; so the answer is taken from its parser's events instead, which
 * it offers for this (`returnSaxStream`).
 *
 * @returns the envelope's elements, as the contract declares them.
 * @throws {SoapFailure} not XML, or not the contract's; and whatever `send` throws.
 * @throws {TypeError} a body that `soap` cannot write.
 */
export async function exchange(
  { wsdl }: SoapContract,
  { operation, body, header }: Outgoing,
  answer: Shape,
  maxDepth: number,
  send: Send,
): Promise<SoapNode> {
  let text: Readable | undefined;
  let failure: unknown;
  const httpClient = {
    request: () => Promise.reject(new TypeError('answers are read as streams')),
    requestStream: async (_url: string, envelope: string, headers: Record<string, string>) => {
      try {
        text = Readable.from(pieces(await send(envelope, headers)));
      } catch (error) {
        failure = error;
        throw error;
      }
      return { status: 200, headers: {}, data: text };
    },
  } as unknown as NonNullable<IOptions['httpClient']>;
  try {
    const client = new Client(wsdl, 'unused:', { httpClient, stream: true, returnSaxStream: true });
    client.addSoapHeader(header);
    return await new Promise<SoapNode>((resolve, reject) => {
      (client[operation] as SoapMethod)(body, (error: unknown, result: { saxStream: SaxStream }) => {
        if (error) reject(error);
        else read(result.saxStream, answer, maxDepth).then(resolve, reject);
      });
    });
  } catch (error) {
    // Anything else is `soap`'s own, and may hold the request: a value that its writer does not take.
    if (error === failure || error instanceof SoapFailure) throw error;
    throw new TypeError(`${operation} could not be written`);
  } finally {
    text?.destroy();
  }
}

/** What we use of the parser's stream. It goes on after an error, and must not be thrown at: the first failure counts. */
interface SaxStream {
  on(
    event: 'opentag',
    listener: (tag: { name: string; attributes: Record<string, string> }) => void,
  ): unknown;
  on(event: 'closetag' | 'end' | 'error' | 'doctype', listener: () => void): unknown;
  on(event: 'text' | 'cdata', listener: (text: string) => void): unknown;
}

function read(events: SaxStream, shape: Shape, maxDepth: number): Promise<SoapNode> {
  return new Promise((resolve, reject) => {
    const tree = createAnswerTree(shape, maxDepth);
    let failed = false;
    const attempt = (step: () => void): void => {
      if (failed) return;
      try {
        step();
      } catch (error) {
        failed = true;
        reject(error);
      }
    };
    const refuse = (): void =>
      attempt(() => {
        throw new SoapFailure('AnswerNotXml');
      });
    events.on('opentag', ({ name, attributes }) => attempt(() => tree.open(name, attributes)));
    events.on('text', (text) => attempt(() => tree.text(text)));
    events.on('cdata', (text) => attempt(() => tree.text(text)));
    events.on('closetag', () => attempt(() => tree.close()));
    events.on('doctype', refuse);
    events.on('error', refuse);
    events.on('end', () => attempt(() => resolve(tree.end())));
  });
}

const PIECE = 64 * 1024;

/** In pieces, so that a long answer leaves the parser's buffers often. */
function* pieces(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += PIECE) yield text.slice(at, at + PIECE);
}
