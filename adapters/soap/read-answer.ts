import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SoapNode } from '../../schema/ports/soap';
import { createAnswerTree, type BinaryContent } from './answer-tree';
import { SoapFailure } from './failure';
import { openParser } from './parser';
import type { Shape } from './shape';

/** Characters that are parsed before others get their turn, and before the parser empties its buffers. */
const PIECE = 64 * 1024;

/** The elements of an envelope, by the root's name. */
export type Envelope = { readonly [root: string]: SoapNode };

/** An answer that is being read. */
export interface Reading {
  /** @throws {SoapFailure} not XML, or not the contract's; and the signal's reason. */
  write(text: string): Promise<void>;
  /** @returns the envelope's elements, as the contract declares them. @throws {SoapFailure} it is cut short. */
  end(): Envelope;
}

/**
 * Reads an answer by its contract. `soap`'s own reader drops the difference between nil and empty, turns decimals into
 * floats, and reads CDATA again as XML; so the answer is taken from its parser's events instead.
 *
 * @param maxDepth how deep elements may nest, the envelope included.
 */
export function createReading(
  answer: Shape,
  maxDepth: number,
  binary: BinaryContent,
  signal: AbortSignal,
): Reading {
  const tree = createAnswerTree(answer, maxDepth, binary);
  const parser = openParser();
  const refuse = (): never => {
    throw new SoapFailure('AnswerNotXml');
  };
  parser.on('opentag', ({ name, attributes }) => tree.open(name, attributes));
  parser.on('text', (part) => tree.text(part));
  parser.on('cdata', (part) => tree.text(part));
  parser.on('closetag', () => tree.close());
  parser.on('doctype', refuse);
  parser.on('error', refuse);
  return {
    async write(text) {
      for (let at = 0; at < text.length; at += PIECE) {
        if (at > 0) await nextTurn();
        signal.throwIfAborted();
        parser.write(text.slice(at, at + PIECE));
      }
    },
    end() {
      parser.end();
      return tree.end();
    },
  };
}
