import { TextDecoder } from 'node:util';
import { SoapFailure } from './failure';

const XML_MEDIA = /^(?:text\/xml|application\/(?:[\w.+-]+\+)?xml)$/;
const BYTE_ORDER_MARKS: readonly (readonly [charset: string, ...bytes: number[]])[] = [
  ['utf-8', 0xef, 0xbb, 0xbf],
  ['utf-16le', 0xff, 0xfe],
  ['utf-16be', 0xfe, 0xff],
];
/** What an XML document of a web service may not hold: a DOCTYPE, or an entity that only a DOCTYPE could declare. */
const MARKUP =
  /<!\[CDATA\[[^]*?\]\]>|<!--[^]*?-->|<\?[^]*?\?>|(<[!?]|&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[\da-fA-F]{1,6});))/g;
/** Characters that XML 1.0 forbids. */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/** @param contentType absent is taken for XML: old servers forget it, and reading decides. @throws {SoapFailure} it is not XML. */
export function assertXmlMedia(contentType: string | undefined): void {
  const media = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  if (media && !XML_MEDIA.test(media)) throw new SoapFailure('AnswerMediaType');
}

/**
 * Decodes an answer, and refuses what must not reach a parser.
 *
 * @param contentType its `charset` and the XML declaration's `encoding` are both believed, UTF-8 first where either
 *   names it and the bytes agree: bytes beyond ASCII are never UTF-8 by accident.
 * @throws {SoapFailure} unknown or mixed charset, DOCTYPE, entity, characters that XML forbids.
 */
export function answerText(bytes: Uint8Array, contentType: string | undefined): string {
  const text = decode(bytes, contentType);
  for (const [, refused] of text.matchAll(MARKUP)) {
    if (refused) throw new SoapFailure('AnswerHasDoctypeOrEntity');
  }
  if (FORBIDDEN.test(text)) throw new SoapFailure('AnswerNotXml');
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

function decode(bytes: Uint8Array, contentType: string | undefined): string {
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

/**
 * A habit of old systems: ISO-8859-15 bytes, declared as UTF-8. Repaired where all of it is of one piece: as
 * windows-1252 where bytes 80–9F stand, which ISO-8859-15 has no letters for. An answer that also holds the commonest
 * UTF-8 pairs was put together from both; no reading of it is right, and it is refused.
 */
function repaired(bytes: Uint8Array): string {
  let windows = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if ((byte === 0xc2 || byte === 0xc3) && ((bytes[at + 1] ?? 0) & 0xc0) === 0x80)
      refuseCharset('AnswerCharsetMixed');
    if (byte >= 0x80 && byte <= 0x9f) windows = true;
  }
  return decodeAs(windows ? 'windows-1252' : 'iso-8859-15', bytes) ?? refuseCharset('AnswerCharsetUnknown');
}

const inHeader = (contentType: string | undefined): string | undefined =>
  /;\s*charset\s*=\s*"?([\w.:-]+)/i.exec(contentType ?? '')?.[1]?.toLowerCase();

const inDeclaration = (bytes: Uint8Array): string | undefined =>
  /^\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']([\w.:-]+)["']/
    .exec(Buffer.from(bytes.subarray(0, 256)).toString('latin1'))?.[1]
    ?.toLowerCase();

/** @returns `undefined` where the bytes are not that charset. */
function decodeAs(charset: string, bytes: Uint8Array): string | undefined {
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
