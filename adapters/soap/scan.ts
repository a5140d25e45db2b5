import { SoapFailure } from './failure';

/** Looks through a document before it reaches a parser, piece by piece. */
export interface Scanner {
  /** @throws {SoapFailure} a DOCTYPE, an entity that only a DOCTYPE could declare, a character that XML forbids. */
  push(piece: string): void;
  /** @throws {SoapFailure} the document ends inside a comment, a CDATA section or an entity. */
  end(): void;
}

/** Characters that XML 1.0 forbids. */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
const MARKUP = /[<&]/g;
const REFERENCE = /&(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[\da-fA-F]{1,6});/y;
const LONGEST_REFERENCE = '&#x10FFFF;'.length;
const CDATA = '<![CDATA[';

export function createScanner(): Scanner {
  /** What begins like markup at the end of a piece and cannot be told yet. */
  let held = '';
  /** How the comment, CDATA section or instruction that is being passed over ends. */
  let until: string | undefined;

  const scan = (text: string, isLast: boolean): void => {
    held = '';
    for (let at = 0; at < text.length;) {
      if (until !== undefined) {
        const end = text.indexOf(until, at);
        if (end < 0) return void (held = text.slice(Math.max(at, text.length - until.length + 1)));
        at = end + until.length;
        until = undefined;
        continue;
      }
      MARKUP.lastIndex = at;
      if (!MARKUP.test(text)) return;
      const next = MARKUP.lastIndex - 1;
      const left = text.length - next;
      if (text[next] === '&') {
        REFERENCE.lastIndex = next;
        if (REFERENCE.test(text)) at = REFERENCE.lastIndex;
        else if (left < LONGEST_REFERENCE && !isLast) return void (held = text.slice(next));
        else throw new SoapFailure('AnswerHasDoctypeOrEntity');
      } else if (left < CDATA.length && !isLast) {
        return void (held = text.slice(next));
      } else {
        until = endOf(text, next);
        at = next + 1;
      }
    }
  };

  return {
    push(piece) {
      if (FORBIDDEN.test(piece)) throw new SoapFailure('AnswerNotXml');
      scan(held + piece, false);
    },
    end() {
      scan(held, true);
      if (until !== undefined) throw new SoapFailure('AnswerNotXml');
    },
  };
}

/** @returns how what begins here ends, where it is not a tag. */
function endOf(text: string, at: number): string | undefined {
  if (text.startsWith(CDATA, at)) return ']]>';
  if (text.startsWith('<!--', at)) return '-->';
  if (text.startsWith('<?', at)) return '?>';
  if (text.startsWith('<!', at)) throw new SoapFailure('AnswerHasDoctypeOrEntity');
  return undefined;
}
