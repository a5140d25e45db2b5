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
  if (typeof fault === 'string')
    throw new SoapFailure(/\bFERMETURE\b/.test(fault) ? 'NightClosing' : 'TechnicalFault');
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
      throw new SoapFailure(
        child(answer, 'codeErreur') === 'FERMETURE' ? 'NightClosing' : 'TechnicalReturnCode',
      );
    default:
      throw new SoapFailure(answer === undefined ? 'AnswerBreaksContract' : 'ReturnCodeUnknown');
  }
}

/** Only what looks like a code is one: it is shown, and a free text could hold anything. */
function businessCode(detail: SoapNode | undefined): string {
  const code = typeof detail === 'string' ? detail.trim() : '';
  return /^[A-Z0-9_-]{1,16}$/.test(code) ? `08/${code}` : '08';
}

function child(node: SoapNode | undefined, name: string): SoapNode | undefined {
  if (node === null || typeof node !== 'object' || Array.isArray(node)) return undefined;
  return (node as { readonly [element: string]: SoapNode })[name];
}
