import { passwordDigest } from 'soap';
import type { SoapCallerConfig, SoapCallerDeps } from './config';
import { xmlText } from './request';

const CONTEXT = 'http://socle.banque.example/contexte/v1';
const WSS = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss';
const SECURITY = `${WSS}-wssecurity-secext-1.0.xsd`;
const UTILITY = `${WSS}-wssecurity-utility-1.0.xsd`;
const DIGEST = `${WSS}-username-token-profile-1.0#PasswordDigest`;
const BASE64 = `${WSS}-soap-message-security-1.0#Base64Binary`;
/** The services of the bank refuse a message that is older. */
const LIFETIME_MS = 5 * 60_000;

/** The bank's own header, which every service asks for: which application calls, for which branch, within which request. */
export function contextHeader(
  { codeAppli, codeAgence = '00000', matricule }: SoapCallerConfig,
  requestId: string,
): string {
  const element = (name: string, text: string): string => `<ctx:${name}>${xmlText(text, name)}</ctx:${name}>`;
  return (
    `<ctx:contexteAppel xmlns:ctx="${CONTEXT}">` +
    element('codeAppli', codeAppli) +
    element('codeAgence', codeAgence) +
    (matricule === undefined ? '' : element('matricule', matricule)) +
    element('idCorrelation', requestId) +
    '</ctx:contexteAppel>'
  );
}

/** WS-Security for one message: a time frame of five minutes, and a UsernameToken with a nonce of its own. */
export function securityHeader(
  { username, password }: SoapCallerConfig,
  { clock, random }: Required<Pick<SoapCallerDeps, 'clock' | 'random'>>,
): string {
  const now = clock.now();
  const created = now.toISOString();
  const expires = new Date(now.getTime() + LIFETIME_MS).toISOString();
  const nonce = Buffer.from(random(16)).toString('base64');
  return (
    `<wsse:Security xmlns:wsse="${SECURITY}" xmlns:wsu="${UTILITY}">` +
    `<wsu:Timestamp><wsu:Created>${created}</wsu:Created><wsu:Expires>${expires}</wsu:Expires></wsu:Timestamp>` +
    `<wsse:UsernameToken><wsse:Username>${xmlText(username, 'username')}</wsse:Username>` +
    `<wsse:Password Type="${DIGEST}">${passwordDigest(nonce, created, password)}</wsse:Password>` +
    `<wsse:Nonce EncodingType="${BASE64}">${nonce}</wsse:Nonce>` +
    `<wsu:Created>${created}</wsu:Created></wsse:UsernameToken></wsse:Security>`
  );
}
