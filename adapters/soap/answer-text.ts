import { TextDecoder } from 'node:util';
import { SoapFailure } from './failure';
import { createScanner } from './scan';

const XML_MEDIA = /^(?:text\/xml|application\/(?:[\w.+-]+\+)?xml)$/;
const BYTE_ORDER_MARKS: readonly (readonly [charset: string, ...bytes: number[]])[] = [
  ['utf-8', 0xef, 0xbb, 0xbf],
  ['utf-16le', 0xff, 0xfe],
  ['utf-16be', 0xfe, 0xff],
];
/** @param contentType absent is taken for XML: old servers forget it, and reading decides. @throws {SoapFailure} it is not XML. */
export function assertXmlMedia(contentType: string | undefined): void {
  const media = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  if (media && !XML_MEDIA.test(media)) throw new SoapFailure('AnswerMediaType');
}

/**
 * Reads an answer that arrives in pieces and is too large to be held: its charset is what is declared, or UTF-8.
 *
 * @param first its first bytes, where an XML declaration may stand.
 * @returns text ready for a parser, checked like a whole answer's.
 * @throws {SoapFailure} as `answerText`.
 */
export function answerPieces(first: Buffer, contentType: string | undefined) {
  const charset = inHeader(contentType) ?? inDeclaration(first) ?? 'utf-8';
  const scanner = createScanner();
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(charset, { fatal: true });
  } catch {
    return refuseCharset('AnswerCharsetUnknown');
  }
  const decoded = (bytes?: Uint8Array): string => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
    } catch {
      return refuseCharset('AnswerNotXml');
    }
  };
  return {
    push(bytes: Uint8Array): string {
      const text = decoded(bytes);
      scanner.push(text);
      return text;
    },
    end(): string {
      const text = decoded();
      scanner.push(text);
      scanner.end();
      return text;
    },
  };
}

/**
 * Decodes an answer, and refuses what must not reach a parser.
 *
 * @param contentType its `charset` and the XML declaration's `encoding` are both believed, UTF-8 first where either
 *   names it and the bytes agree: bytes beyond ASCII are never UTF-8 by accident.
 * @throws {SoapFailure} unknown or mixed charset, DOCTYPE, entity, characters that XML forbids.
 */
export function answerText(bytes: Buffer, contentType: string | undefined): string {
  const text = decode(bytes, contentType);
  const scanner = createScanner();
  scanner.push(text);
  scanner.end();
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

function decode(bytes: Buffer, contentType: string | undefined): string {
  const marked = BYTE_ORDER_MARKS.find(([, ...mark]) => mark.every((byte, at) => bytes[at] === byte))?.[0];
  if (marked) return decodeAs(marked, bytes) ?? refuseCharset('AnswerNotXml');
  const named = [inHeader(contentType), inDeclaration(bytes)].filter((each) => each !== undefined);
  if (named.length === 0 || named.some((each) => /^utf-?8$|^us-ascii$/.test(each))) {
    const text = decodeAs('utf-8', bytes);
    if (text !== undefined) return text;
  }
  const other = named.find((each) => !/^utf-?8$|^us-ascii$/.test(each));
  if (other !== undefined) return decodeAs(other, bytes) ?? refuseCharset('AnswerNotXml');
  return repaired(bytes);
}

/** The commonest letters and signs of a French text in UTF-8, as they look byte by byte: not what a text in Latin letters holds. */
const UTF8_PAIRS = /[\xc2\xc3\xc5][\x80-\xbf]|\xe2[\x80-\x84][\x80-\xbf]/;

/**
 * A habit of old systems: ISO-8859-15 bytes, declared as UTF-8. Repaired where all of it is of one piece: as
 * windows-1252 where bytes 80–9F stand, which ISO-8859-15 has no letters for. An answer that was put together from
 * both has no right reading, and is refused.
 */
function repaired(bytes: Buffer): string {
  const raw = bytes.toString('latin1');
  if (UTF8_PAIRS.test(raw)) refuseCharset('AnswerCharsetMixed');
  return (
    decodeAs(/[\x80-\x9f]/.test(raw) ? 'windows-1252' : 'iso-8859-15', bytes) ?? refuseCharset('AnswerNotXml')
  );
}

const inHeader = (contentType: string | undefined): string | undefined =>
  /;\s*charset\s*=\s*"?([\w.:-]+)/i.exec(contentType ?? '')?.[1]?.toLowerCase();

const inDeclaration = (bytes: Buffer): string | undefined =>
  /^\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']([\w.:-]+)["']/
    .exec(bytes.subarray(0, 256).toString('latin1'))?.[1]
    ?.toLowerCase();

/** @returns `undefined` where the bytes are not that charset. */
function decodeAs(charset: string, bytes: Buffer): string | undefined {
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(charset, { fatal: true });
  } catch {
    return refuseCharset('AnswerCharsetUnknown');
  }
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

function refuseCharset(reason: 'AnswerCharsetUnknown' | 'AnswerCharsetMixed' | 'AnswerNotXml'): never {
  throw new SoapFailure(reason);
}
