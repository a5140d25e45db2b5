import type { CallContext } from '../../schema/ports/soap';
import type { SoapCallerConfig } from './config';
import { xmlText } from './request';

const CONTEXT = 'http://socle.banque.example/contexte/v1';

/**
 * The bank's own header, which every service of it asks for: which application calls, for which branch, within which
 * request. Nothing for a service of others.
 */
export function contextHeader(
  { codeAppli, codeAgence = '00000', matricule }: SoapCallerConfig,
  context: CallContext = {},
  requestId: string,
): string {
  if (codeAppli === undefined) return '';
  const element = (name: string, text: string): string => `<ctx:${name}>${xmlText(text, name)}</ctx:${name}>`;
  const handler = context.matricule ?? matricule;
  return (
    `<ctx:contexteAppel xmlns:ctx="${CONTEXT}">` +
    element('codeAppli', codeAppli) +
    element('codeAgence', context.codeAgence ?? codeAgence) +
    (handler === undefined ? '' : element('matricule', handler)) +
    element('idCorrelation', requestId) +
    '</ctx:contexteAppel>'
  );
}
