import { createPrivateKey, type KeyLike, sign, X509Certificate } from 'node:crypto';
import { SignedXml } from 'xml-crypto';

const WSS = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss';
const X509_V3 = `${WSS}-x509-token-profile-1.0#X509v3`;
const BASE64 = `${WSS}-soap-message-security-1.0#Base64Binary`;
const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';
const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const ECDSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256';
/** By the key's kind. */
const METHODS = new Map([
  ['rsa', RSA_SHA256],
  ['ec', ECDSA_SHA256],
]);

/** A key and its certificate, both PEM. */
export interface KeyPair {
  readonly privateKey: string;
  readonly certificate: string;
}

/** Signs messages as WS-Security's X.509 profile says. */
export interface Signer {
  /** The certificate as the message carries it; it belongs into the security header. */
  readonly token: string;
  /** @returns the message with a signature over the elements of these `wsu:Id`s, at the end of its security header. */
  sign(envelope: string, ids: readonly string[]): string;
}

const TOKEN_ID = 'hub-certificate';
const END_OF_HEADER = '</wsse:Security>';

/** XML Signature writes the two numbers of an EC signature one after the other, not as ASN.1 (RFC 4050, 3.3). */
class EcdsaSha256 {
  getAlgorithmName(): string {
    return ECDSA_SHA256;
  }
  getSignature(info: string, key: KeyLike): string {
    return sign('sha256', Buffer.from(info), { key: key as string, dsaEncoding: 'ieee-p1363' }).toString(
      'base64',
    );
  }
  /** We sign, and check nobody's signature. */
  verifySignature(): boolean {
    return false;
  }
}

/** @throws {Error} the key is neither RSA nor EC, or is not the certificate's. The key itself is not repeated. */
export function createSigner({ privateKey, certificate }: KeyPair): Signer {
  const x509 = new X509Certificate(certificate);
  const key = createPrivateKey(privateKey);
  const method = METHODS.get(key.asymmetricKeyType ?? '');
  if (!method) throw new Error('the key that signs messages is neither an RSA nor an EC key');
  if (!x509.checkPrivateKey(key)) throw new Error('the key that signs messages is not its certificate’s');
  const reference =
    `<wsse:SecurityTokenReference><wsse:Reference URI="#${TOKEN_ID}" ValueType="${X509_V3}"/>` +
    '</wsse:SecurityTokenReference>';
  return {
    token:
      `<wsse:BinarySecurityToken EncodingType="${BASE64}" ValueType="${X509_V3}" wsu:Id="${TOKEN_ID}">` +
      `${x509.raw.toString('base64')}</wsse:BinarySecurityToken>`,
    sign(envelope, ids) {
      const signed = new SignedXml({
        privateKey,
        idMode: 'wssecurity',
        signatureAlgorithm: method,
        canonicalizationAlgorithm: EXCLUSIVE_C14N,
        getKeyInfoContent: () => reference,
      });
      signed.SignatureAlgorithms = { ...signed.SignatureAlgorithms, [ECDSA_SHA256]: EcdsaSha256 };
      for (const id of ids) {
        signed.addReference({
          xpath: `//*[@*[local-name(.)='Id']='${id}']`,
          transforms: [EXCLUSIVE_C14N],
          digestAlgorithm: SHA256,
        });
      }
      signed.computeSignature(envelope, {
        prefix: 'ds',
        existingPrefixes: { wsse: `${WSS}-wssecurity-secext-1.0.xsd` },
      });
      // Put into our own text: what its document model would write back need not be what was signed.
      const end = envelope.indexOf(END_OF_HEADER);
      return envelope.slice(0, end) + signed.getSignatureXml() + envelope.slice(end);
    },
  };
}
