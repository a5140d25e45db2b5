import type { SourceName } from '../../schema/kernel/source-errors';
import { SoapBusinessError, type SoapNode } from '../../schema/ports/soap';
import type { SoapOperation } from './contract';
import { SoapFailure } from './failure';

/**
 * Finds the operation's answer in its envelope, by the bank's habit of telling failures in `codeRetour` where the contract
 * declares it.
 *
 * @param declared the answer's element, and whether it has a return code.
 * @throws {SoapFailure} a Fault, no such element, `codeRetour` 12, 16 or unknown.
 * @throws {SoapBusinessError} `codeRetour` 08.
 */
export function answerIn(
  envelope: SoapNode,
  { answer: element, hasReturnCode }: Pick<SoapOperation, 'answer' | 'hasReturnCode'>,
  operation: string,
  source: SourceName,
): SoapNode {
  const body = child(child(envelope, 'Envelope'), 'Body');
  const fault = child(body, 'Fault');
  if (typeof fault === 'string') throw technicalFault(fault);
  const answer = child(body, element);
  if (!hasReturnCode && answer !== undefined) return answer;
  const code = child(answer, 'codeRetour');
  switch (typeof code === 'string' ? code.trim() : '') {
    case '00':
    case '04':
      return answer ?? null;
    case '08':
      throw new SoapBusinessError(source, operation, businessCode(child(answer, 'codeErreur')));
    case '12':
    case '16':
      throw technicalCode(typeof code === 'string' ? code.trim() : '', child(answer, 'codeErreur'));
    default:
      throw new SoapFailure(answer === undefined ? 'AnswerBreaksContract' : 'ReturnCodeUnknown');
  }
}

/** Only what looks like a code is one: it is shown, and a free text could hold anything. */
const CODE = /^[A-Z0-9_-]{1,16}$/;

function businessCode(detail: SoapNode | undefined): string {
  const code = typeof detail === 'string' ? detail.trim() : '';
  return CODE.test(code) ? `08/${code}` : '08';
}

function technicalCode(codeRetour: string, detail: SoapNode | undefined): SoapFailure {
  const own = typeof detail === 'string' && CODE.test(detail.trim()) ? detail.trim() : undefined;
  if (own === 'FERMETURE') return new SoapFailure('NightClosing', own);
  return new SoapFailure('TechnicalReturnCode', own === undefined ? codeRetour : `${codeRetour}/${own}`);
}

/** @param text all that the Fault holds: its code, its words and its detail, a blank after each element. */
function technicalFault(text: string): SoapFailure {
  if (/\bFERMETURE\b/.test(text)) return new SoapFailure('NightClosing', 'FERMETURE');
  return new SoapFailure('TechnicalFault', /(?:^|\s)([A-Z]{3}\d{4})(?=\s|$)/.exec(text)?.[1]);
}

function child(node: SoapNode | undefined, name: string): SoapNode | undefined {
  if (node === null || typeof node !== 'object' || Array.isArray(node)) return undefined;
  return (node as { readonly [element: string]: SoapNode })[name];
}
