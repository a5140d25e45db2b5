import { createHash, type KeyLike, verify, X509Certificate } from 'node:crypto';
import { SignedXml } from 'xml-crypto';
import { expect, only, type XmlElement } from './strict-xml';

const WSS = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss';
const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
const wsse = (name: string): string => `{${WSS}-wssecurity-secext-1.0.xsd}${name}`;
const wsu = (name: string): string => `{${WSS}-wssecurity-utility-1.0.xsd}${name}`;
export const WSSE_SECURITY = wsse('Security');

/** Who is let in, and how they must show it. */
export interface StrictAccount {
  readonly username: string;
  readonly password: string;
  /** The server's clock. */
  readonly now: Date;
  /** Further users and their passwords. */
  readonly others?: ReadonlyMap<string, string>;
  /** Default `digest`. */
  readonly passwordType?: 'digest' | 'text';
  /** PEM of the authority whose certificates may sign; where given, every message must be signed. */
  readonly signedBy?: string;
}

/**
 * Checks one `wsse:Security` header to the letter.
 *
 * @param raw the whole message: signatures are over bytes.
 * @param nonces those seen before; the new one is added.
 * @throws {Error} anything that a careful server would not let in.
 */
export function checkSecurity(
  security: XmlElement,
  raw: string,
  account: StrictAccount,
  nonces: Set<string>,
): { username: string; nonce: string } {
  const now = account.now.getTime();
  const frame = only(security, wsu('Timestamp'));
  if (Date.parse(only(frame, wsu('Created')).text) > now) throw new Error('created in the future');
  if (Date.parse(only(frame, wsu('Expires')).text) <= now) throw new Error('expired');

  const token = only(security, wsse('UsernameToken'));
  const username = only(token, wsse('Username')).text;
  const known = username === account.username ? account.password : account.others?.get(username);
  if (known === undefined) throw new Error('unknown user');
  const nonce = only(token, wsse('Nonce'));
  expect(nonce.attributes.EncodingType, `${WSS}-soap-message-security-1.0#Base64Binary`);
  const bytesOfNonce = Buffer.from(nonce.text, 'base64');
  expect(bytesOfNonce.toString('base64'), nonce.text);
  if (bytesOfNonce.length < 16) throw new Error('short nonce');
  if (nonces.has(nonce.text)) throw new Error('replayed nonce');
  nonces.add(nonce.text);
  const created = only(token, wsu('Created')).text;
  expect(created, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
  if (Math.abs(Date.parse(created) - now) > 5 * 60_000) throw new Error('stale');

  const password = only(token, wsse('Password'));
  const { passwordType = 'digest' } = account;
  const profile = `${WSS}-username-token-profile-1.0`;
  expect(
    password.attributes.Type,
    `${profile}#${passwordType === 'text' ? 'PasswordText' : 'PasswordDigest'}`,
  );
  const digest = createHash('sha1').update(bytesOfNonce).update(created).update(known).digest('base64');
  expect(password.text, passwordType === 'text' ? known : digest);

  if (account.signedBy !== undefined) {
    checkSignature(security, raw, account.signedBy, [frame, token]);
  }
  return { username, nonce: nonce.text };
}

/** One signature, by a certificate of the authority that stands beside it, over the body and these elements, each once. */
function checkSignature(
  security: XmlElement,
  raw: string,
  authority: string,
  mustCover: readonly XmlElement[],
): void {
  const token = only(security, wsse('BinarySecurityToken'));
  expect(token.attributes.ValueType, `${WSS}-x509-token-profile-1.0#X509v3`);
  const certificate = new X509Certificate(Buffer.from(token.text, 'base64'));
  if (!certificate.verify(new X509Certificate(authority).publicKey))
    throw new Error('not issued by the authority');

  const [, signatureXml] = /(<ds:Signature[ >][^]*<\/ds:Signature>)/.exec(raw) ?? [];
  if (!signatureXml) throw new Error('no signature');
  const signature = only(security, `{${DSIG}}Signature`);
  const used = only(only(signature, `{${DSIG}}KeyInfo`), wsse('SecurityTokenReference'));
  expect(only(used, wsse('Reference')).attributes.URI, `#${token.attributes[wsu('Id')] ?? ''}`);
  const info = only(signature, `{${DSIG}}SignedInfo`);
  const method = certificate.publicKey.asymmetricKeyType === 'ec' ? /#ecdsa-sha256$/ : /#rsa-sha256$/;
  expect(only(info, `{${DSIG}}SignatureMethod`).attributes.Algorithm, method);
  const covered = info.children
    .filter(({ name }) => name === `{${DSIG}}Reference`)
    .map(({ attributes }) => attributes.URI);
  const [, bodyId] = /<soap:Body [^>]*wsu:Id="([^"]+)"/.exec(raw) ?? [];
  const wanted = [bodyId, ...mustCover.map(({ attributes }) => attributes[wsu('Id')])].map(
    (id) => `#${id ?? ''}`,
  );
  expect([...covered].sort().join(), [...wanted].sort().join());

  const verifier = new SignedXml({
    publicCert: certificate.toString(),
    idMode: 'wssecurity',
    getCertFromKeyInfo: () => null,
  });
  verifier.SignatureAlgorithms = { ...verifier.SignatureAlgorithms, [EcdsaSha256.NAME]: EcdsaSha256 };
  verifier.loadSignature(signatureXml);
  if (!verifier.checkSignature(raw)) throw new Error('the signature is wrong');
}

/** Two numbers of 32 bytes, one after the other: checked by the parts, not by the code that wrote them. */
class EcdsaSha256 {
  static readonly NAME = 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256';
  getAlgorithmName(): string {
    return EcdsaSha256.NAME;
  }
  getSignature(): string {
    throw new Error('this side checks');
  }
  verifySignature(material: string, key: KeyLike, value: string): boolean {
    const raw = Buffer.from(value, 'base64');
    if (raw.length !== 64) return false;
    return verify('sha256', Buffer.from(material), { key: key as string, dsaEncoding: 'ieee-p1363' }, raw);
  }
}
