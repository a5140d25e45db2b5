import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

/** A certificate and its key, both PEM. */
export interface Issued {
  readonly certificate: string;
  readonly privateKey: string;
}

/** An authority of one test: nobody else trusts it. */
export interface Authority {
  /** PEM, for those who are to trust it. */
  readonly certificate: string;
  /**
   * Issues a certificate for a server on loopback and for a client alike.
   *
   * @param until default: in a year. @param kind of its key; default `rsa`.
   */
  issue(name: string, until?: Date, kind?: 'rsa' | 'ec'): Issued;
}

const tlv = (tag: number, ...parts: Uint8Array[]): Buffer => {
  const content = Buffer.concat(parts);
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  const size = length < 0x100 ? [length] : [length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, 0x80 | size.length, ...size]), content]);
};
const sequence = (...parts: Uint8Array[]): Buffer => tlv(0x30, ...parts);
const integer = (bytes: Uint8Array): Buffer => tlv(0x02, bytes);
const octets = (...parts: Uint8Array[]): Buffer => tlv(0x04, ...parts);
const bits = (bytes: Uint8Array): Buffer => tlv(0x03, Buffer.from([0]), bytes);
const TRUE = Buffer.from([0x01, 0x01, 0xff]);
const NULL = Buffer.from([0x05, 0x00]);

const oid = (dotted: string): Buffer => {
  const [first = 0, second = 0, ...others] = dotted.split('.').map(Number);
  const bytes = others.flatMap((arc) => {
    const groups = [arc & 0x7f];
    for (let rest = arc >> 7; rest > 0; rest >>= 7) groups.unshift(0x80 | (rest & 0x7f));
    return groups;
  });
  return tlv(0x06, Buffer.from([first * 40 + second, ...bytes]));
};

const RSA_SHA256 = sequence(oid('1.2.840.113549.1.1.11'), NULL);
const nameOf = (text: string): Buffer =>
  sequence(tlv(0x31, sequence(oid('2.5.4.3'), tlv(0x0c, Buffer.from(text)))));
const time = (date: Date): Buffer =>
  tlv(0x17, Buffer.from(`${date.toISOString().slice(2, 19).replace(/[-:T]/g, '')}Z`)); // UTCTime
const extension = (id: string, critical: boolean, value: Uint8Array): Buffer =>
  sequence(oid(id), ...(critical ? [TRUE] : []), octets(value));

const DAY_MS = 24 * 3_600_000;
const LOOPBACK = sequence(tlv(0x82, Buffer.from('localhost')), tlv(0x87, Buffer.from([127, 0, 0, 1])));

/** @param name its common name. */
export function createAuthority(name: string): Authority {
  const root = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const identifierOf = (key: KeyObject): Buffer =>
    createHash('sha1')
      .update(key.export({ type: 'spki', format: 'der' }))
      .digest();

  const certify = (subject: string, publicKey: KeyObject, isAuthority: boolean, until: Date): string => {
    const key = publicKey.export({ type: 'spki', format: 'der' });
    const extensions = [
      extension('2.5.29.19', true, isAuthority ? sequence(TRUE) : sequence()),
      // Of an authority: signs certificates. Of others: signs and takes keys.
      extension('2.5.29.15', true, tlv(0x03, Buffer.from(isAuthority ? [0x01, 0x06] : [0x05, 0xa0]))),
      extension('2.5.29.14', false, octets(identifierOf(publicKey))),
      extension('2.5.29.35', false, sequence(tlv(0x80, identifierOf(root.publicKey)))),
      ...(isAuthority ? [] : [extension('2.5.29.17', false, LOOPBACK)]),
    ];
    const signed = sequence(
      tlv(0xa0, integer(Buffer.from([2]))),
      integer(Buffer.concat([Buffer.from([0x01]), randomBytes(8)])),
      RSA_SHA256,
      nameOf(name),
      sequence(time(new Date(until.getTime() - 730 * DAY_MS)), time(until)),
      nameOf(subject),
      key,
      tlv(0xa3, sequence(...extensions)),
    );
    const der = sequence(signed, RSA_SHA256, bits(sign('sha256', signed, root.privateKey)));
    const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
    return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
  };

  const inAYear = (): Date => new Date(Date.now() + 365 * DAY_MS);
  return {
    certificate: certify(name, root.publicKey, true, inAYear()),
    issue(subject, until = inAYear(), kind = 'rsa') {
      const { publicKey, privateKey } =
        kind === 'ec'
          ? generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
          : generateKeyPairSync('rsa', { modulusLength: 2048 });
      return {
        certificate: certify(subject, publicKey, false, until),
        privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      };
    },
  };
}
