import { setImmediate as nextTurn } from 'node:timers/promises';
import { Client, type IOptions, type SoapMethod } from 'soap';
import type { SoapNode } from '../../schema/ports/soap';
import { createAnswerTree, type AnswerTree } from './answer-tree';
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
 * @throws {SoapFailure} not XML, or not the contract's; and whatever `send` or the signal throws.
 * @throws {TypeError} a body that `soap` cannot write.
 */
export async function exchange(
  { wsdl }: SoapContract,
  { operation, body, header }: Outgoing,
  answer: Shape,
  maxDepth: number,
  signal: AbortSignal,
  send: Send,
): Promise<{ readonly [root: string]: SoapNode }> {
  let text = '';
  let failure: unknown;
  const httpClient = {
    request: () => Promise.reject(new TypeError('answers are read as streams')),
    requestStream: async (_url: string, envelope: string, headers: Record<string, string>) => {
      text = await send(envelope, headers).catch((error: unknown) => {
        failure = error;
        throw error;
      });
      return { status: 200, headers: {}, data: { pipe: () => undefined } }; // we write to the parser ourselves
    },
  } as unknown as NonNullable<IOptions['httpClient']>;
  const client = new Client(wsdl, 'unused:', { httpClient, stream: true, returnSaxStream: true });
  client.addSoapHeader(header);
  const parser = await new Promise<SaxStream>((resolve, reject) => {
    (client[operation] as SoapMethod)(body, (error: unknown, result: { saxStream: SaxStream }) =>
      error ? reject(error) : resolve(result.saxStream),
    );
  }).catch((error: unknown) => {
    // What did not come from sending is `soap`'s own, and may hold the request.
    throw error === failure ? error : new TypeError(`${operation} could not be written`);
  });
  return read(parser, text, createAnswerTree(answer, maxDepth), signal);
}

/** What we use of the parser. It goes on after an error of its own; a listener that throws ends it at once. */
interface SaxStream {
  on(
    event: 'opentag',
    listener: (tag: { name: string; attributes: Record<string, string> }) => void,
  ): unknown;
  on(event: 'closetag' | 'error' | 'doctype', listener: () => void): unknown;
  on(event: 'text' | 'cdata', listener: (text: string) => void): unknown;
  write(piece: string): unknown;
  end(): unknown;
}

/** Characters that are parsed before others get their turn, and before the parser empties its buffers. */
const PIECE = 64 * 1024;

async function read(
  parser: SaxStream,
  text: string,
  tree: AnswerTree,
  signal: AbortSignal,
): Promise<{ readonly [root: string]: SoapNode }> {
  const refuse = (): never => {
    throw new SoapFailure('AnswerNotXml');
  };
  parser.on('opentag', ({ name, attributes }) => tree.open(name, attributes));
  parser.on('text', (part) => tree.text(part));
  parser.on('cdata', (part) => tree.text(part));
  parser.on('closetag', () => tree.close());
  parser.on('doctype', refuse);
  parser.on('error', refuse);
  for (let at = 0; at < text.length; at += PIECE) {
    if (at > 0) await nextTurn();
    signal.throwIfAborted();
    parser.write(text.slice(at, at + PIECE));
  }
  parser.end();
  return tree.end();
}
