import { gzipSync } from 'node:zlib';
import { answer } from './strict-server';

/** One answer of a service that was taken over, or never was one. */
export interface Hostile {
  readonly what: string;
  readonly document: string | Uint8Array;
  /** What it is refused for. */
  readonly reason: string;
  readonly contentType?: string;
  readonly contentEncoding?: string;
}

const withProlog = (prolog: string): string =>
  answer('<r:inconnu>I</r:inconnu>').replace('?>', `?>${prolog}`);
const inside = (content: string): string => answer(`<r:inconnu>${content}</r:inconnu>`);
const laughs =
  '<!DOCTYPE S:Envelope [<!ENTITY a "ha">' +
  Array.from(
    { length: 30 },
    (_, at) => `<!ENTITY a${at} "${`&a${at - 1 < 0 ? '' : at - 1};`.repeat(10)}">`,
  ).join('') +
  ']>';

const doctypes: readonly (readonly [string, string])[] = [
  ['a DOCTYPE', withProlog('<!DOCTYPE S:Envelope>')],
  ['a billion laughs', withProlog(laughs).replace('>I<', '>&a29;<')],
  [
    'one long entity, many times',
    withProlog(`<!DOCTYPE x [<!ENTITY a "${'x'.repeat(50_000)}">]>`).replace(
      '>I<',
      `>${'&a;'.repeat(50_000)}<`,
    ),
  ],
  ['a DOCTYPE behind a comment', withProlog('<!-- --><?pi?><!DOCTYPE x>')],
  [
    'an external entity',
    withProlog('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>').replace('>I<', '>&a;<'),
  ],
  ['an external DTD', withProlog('<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">')],
  ['a parameter entity', withProlog('<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1/"> %a;]>')],
  ['an attribute with a default', withProlog('<!DOCTYPE x [<!ATTLIST x y CDATA "z">]>')],
  ['a DOCTYPE inside the envelope', answer('<!DOCTYPE x>')],
  ['a declaration of an entity outside a DOCTYPE', answer('<!ENTITY a "b">')],
  ['a conditional section', answer('<![INCLUDE[<r:inconnu/>]]>')],
  ['an entity of HTML', inside('&eacute;')],
  ['an entity of nobody', inside('&a;')],
  ["an entity named like an object's own", inside('&constructor;')],
  ['an entity in an attribute', answer('<r:x y="&a;"/>')],
  ['a bare ampersand', inside('A & B')],
  ['a reference without end', inside(`&#x${'0'.repeat(100_000)}41;`)],
];

const malformed: readonly (readonly [string, string])[] = [
  [
    'a DOCTYPE hidden in an attribute that looks like a comment',
    answer('<r:x y="<!--"/><!DOCTYPE x><r:x y="-->"/>'),
  ],
  ['a comment that never ends', withProlog('<!-- ')],
  ['a CDATA section that never ends', inside('<![CDATA['.repeat(10_000))],
  ['a processing instruction that never ends', withProlog('<?'.repeat(10_000))],
  ['a reference to NUL', inside('&#0;')],
  ['a reference to half a surrogate', inside('&#xD800;')],
  ['a control character', inside('\u0000')],
  ['tags that cross', answer('<r:x><r:a></r:x></r:a>')],
  ['an attribute without quotes', answer('<r:inconnu a=b>I</r:inconnu>')],
  ['a tag name of a million letters', answer(`<${'x'.repeat(1_000_000)}/>`)],
  ['an attribute of a million letters', answer(`<r:x y="${'x'.repeat(1_000_000)}"/>`)],
];

/** Every one of them is "invalid data", within the time and the memory that any answer may take. */
export const HOSTILE: readonly Hostile[] = [
  ...doctypes.map(([what, document]) => ({ what, document, reason: 'AnswerHasDoctypeOrEntity' })),
  ...malformed.map(([what, document]) => ({
    what,
    document,
    reason: 'AnswerNotXml|AnswerHasDoctypeOrEntity',
  })),
  {
    what: 'a thousand levels',
    document: answer('<r:x>'.repeat(1_000) + '</r:x>'.repeat(1_000)),
    reason: 'AnswerTooDeep',
  },
  { what: 'a million open tags', document: answer('<r:x>'.repeat(1_000_000)), reason: 'AnswerTooDeep' },
  {
    what: 'a million levels of a type that holds itself',
    document: answer(`<r:fiche>${'<t:liee>'.repeat(1_000_000)}`),
    reason: 'AnswerTooDeep',
  },
  {
    what: 'more bytes than any answer has',
    document: inside('x'.repeat(9 * 1024 * 1024)),
    reason: 'AnswerTooLarge',
  },
  {
    what: 'a bomb that unpacks itself',
    document: gzipSync(Buffer.alloc(50 * 1024 * 1024)),
    reason: 'AnswerMediaType',
    contentEncoding: 'gzip',
  },
  {
    what: 'a charset that hides markup',
    document: inside('+ADw-x/+AD4-').replace('UTF-8', 'UTF-7'),
    reason: 'AnswerCharsetUnknown',
    contentType: 'text/xml; charset=utf-7',
  },
  {
    what: 'UTF-16 that is said to be UTF-8',
    document: Buffer.from(inside('I'), 'utf16le'),
    reason: 'AnswerNotXml',
  },
  {
    what: 'a list where one element stands',
    document: answer('<r:fiche><t:solde>1</t:solde><t:solde>2</t:solde></r:fiche>'),
    reason: 'AnswerBreaksContract',
  },
  {
    what: 'an XInclude in place of a value',
    document: inside('<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'),
    reason: 'AnswerBreaksContract',
  },
  {
    what: 'a pointer to a part in an answer without parts',
    document: answer(
      '<r:contenu><x:Include xmlns:x="http://www.w3.org/2004/08/xop/include" href="file:///etc/passwd"/></r:contenu>',
    ),
    reason: 'AnswerBreaksContract',
  },
];
