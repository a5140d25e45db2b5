import { createHash, timingSafeEqual } from 'node:crypto';
import { SoapFault } from './fault';
import { childOf, textOf, type XmlElement } from './xml';

const WSSE = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd';
const WSU = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd';
const TOKEN_PROFILE = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0';
const BASE64 =
  'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary';

/** Milliseconds that a clock may be off, either way. */
const SKEW_MS = 5 * 60_000;

/** The one technical identity that a service lets in. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/**
 * Checks the WS-Security header of one request: UsernameToken with PasswordDigest, a nonce never seen before, a
 * creation time within five minutes of now.
 */
export type SecurityCheck = (header: XmlElement | undefined, now: Date) => void;

/** @returns a check that remembers nonces for as long as they could be replayed. It throws `SoapFault`. */
export function createSecurityCheck({ username, password }: Credentials): SecurityCheck {
  const seen = new Map<string, number>();
  return (header, now) => {
    const security = header && childOf(header, 'Security', WSSE);
    if (!security) throw new SoapFault('wsse:InvalidSecurity', 'En-tete de securite absente');
    const token = childOf(security, 'UsernameToken', WSSE);
    const digest = token && childOf(token, 'Password', WSSE);
    const nonce = token && childOf(token, 'Nonce', WSSE);
    const created = token && childOf(token, 'Created', WSU)?.text;
    if (
      digest?.attributes.get('Type') !== `${TOKEN_PROFILE}#PasswordDigest` ||
      !nonce ||
      created === undefined ||
      (nonce.attributes.get('EncodingType') ?? BASE64) !== BASE64
    ) {
      throw new SoapFault(
        'wsse:InvalidSecurityToken',
        'UsernameToken avec PasswordDigest, Nonce et Created attendu',
      );
    }
    checkTimes(created, childOf(security, 'Timestamp', WSU), now.getTime());

    const expected = createHash('sha1')
      .update(Buffer.from(nonce.text, 'base64'))
      .update(created, 'utf8')
      .update(password, 'utf8')
      .digest();
    const given = Buffer.from(digest.text, 'base64');
    const matches = given.length === expected.length && timingSafeEqual(given, expected);
    if (textOf(token, 'Username') !== username || !matches) {
      throw new SoapFault('wsse:FailedAuthentication', 'Identification refusee');
    }

    for (const [value, until] of seen) if (until < now.getTime()) seen.delete(value);
    if (seen.has(nonce.text)) throw new SoapFault('wsse:FailedAuthentication', 'Nonce deja utilise');
    seen.set(nonce.text, now.getTime() + 2 * SKEW_MS);
  };
}

function checkTimes(created: string, timestamp: XmlElement | undefined, now: number): void {
  const times = [created, timestamp && textOf(timestamp, 'Created')].filter((time) => time !== undefined);
  const expires = timestamp && textOf(timestamp, 'Expires');
  const isOff = (time: string): boolean => !(Math.abs(Date.parse(time) - now) <= SKEW_MS);
  if (times.some(isOff) || (expires !== undefined && !(Date.parse(expires) > now - SKEW_MS))) {
    throw new SoapFault('wsse:MessageExpired', 'Message perime');
  }
}
