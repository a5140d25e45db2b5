import { passwordDigest } from 'soap';
import type { SoapCallerConfig, SoapCallerDeps } from './config';
import { writeEnvelope } from './envelope';
import { xmlText } from './request';
import { createSigner } from './signature';
import type { SoapVersion } from './wsdl';

const WSS = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss';
const SECURITY = `${WSS}-wssecurity-secext-1.0.xsd`;
const UTILITY = `${WSS}-wssecurity-utility-1.0.xsd`;
const USERNAME_TOKEN = `${WSS}-username-token-profile-1.0`;
const BASE64 = `${WSS}-soap-message-security-1.0#Base64Binary`;
/** The services of the bank refuse a message that is older. */
const LIFETIME_MS = 5 * 60_000;
const BODY = 'hub-body';
const TIMESTAMP = 'hub-timestamp';
const TOKEN = 'hub-token';

/** Writes whole messages, each secured on its own: a time frame, a nonce and a signature are never used twice. */
export type SecureEnvelope = (version: SoapVersion, header: string, body: string) => string;

/**
 * WS-Security as one caller is known by: a time frame of five minutes; a UsernameToken with a nonce, where there is a
 * user name; an X.509 signature over body, time frame and token, where there is a key.
 *
 * @throws {Error} a key that cannot sign: do not start.
 */
export function createSecureEnvelope(
  { username, password = '', passwordType = 'digest', signature }: SoapCallerConfig,
  { clock, random }: Required<Pick<SoapCallerDeps, 'clock' | 'random'>>,
): SecureEnvelope {
  const signer = signature && createSigner(signature);

  const token = (created: string): string => {
    if (username === undefined) return '';
    const nonce = Buffer.from(random(16)).toString('base64');
    const [type, secret] =
      passwordType === 'text'
        ? ['PasswordText', xmlText(password, 'password')]
        : ['PasswordDigest', passwordDigest(nonce, created, password)];
    return (
      `<wsse:UsernameToken wsu:Id="${TOKEN}"><wsse:Username>${xmlText(username, 'username')}</wsse:Username>` +
      `<wsse:Password Type="${USERNAME_TOKEN}#${type}">${secret}</wsse:Password>` +
      `<wsse:Nonce EncodingType="${BASE64}">${nonce}</wsse:Nonce>` +
      `<wsu:Created>${created}</wsu:Created></wsse:UsernameToken>`
    );
  };

  return (version, header, body) => {
    if (username === undefined && !signer) return writeEnvelope(version, header, body);
    const now = clock.now();
    const created = now.toISOString();
    const expires = new Date(now.getTime() + LIFETIME_MS).toISOString();
    const security =
      `<wsse:Security xmlns:wsse="${SECURITY}" xmlns:wsu="${UTILITY}">${signer?.token ?? ''}` +
      `<wsu:Timestamp wsu:Id="${TIMESTAMP}"><wsu:Created>${created}</wsu:Created>` +
      `<wsu:Expires>${expires}</wsu:Expires></wsu:Timestamp>${token(created)}</wsse:Security>`;
    if (!signer) return writeEnvelope(version, header + security, body);
    const attributes = ` xmlns:wsu="${UTILITY}" wsu:Id="${BODY}"`;
    const signed = username === undefined ? [BODY, TIMESTAMP] : [BODY, TIMESTAMP, TOKEN];
    return signer.sign(writeEnvelope(version, header + security, body, attributes), signed);
  };
}
