import { createHash, timingSafeEqual } from 'node:crypto';
import type { IdSealer } from '../../../schema/kernel/ids';

/** Crockford's: no letter that reads like a digit, and none that makes words. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 20;

/**
 * The secret by which a claimant follows a claim: 100 bits, e.g. `7K3M-9QX2-…`. Nobody without the hub's own secret can
 * compute it, and the hub keeps a digest only: it can be made again from the key with which the claim was filed, so that
 * a client whose answer was lost and who asks again gets the same one.
 *
 * @param subject of whose token filed it, and `key` the client's idempotency key.
 */
export function trackingSecret(ids: IdSealer, number: string, subject: string, key: string): string {
  const bytes = digestOf(ids, `secret ${number} ${shortened(`${subject} ${key}`)}`);
  const text = [...bytes.subarray(0, LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
  return text.replace(/.{4}(?=.)/g, '$&-');
}

/** What is kept of a secret: a digest keyed with the hub's own secret, in hexadecimal. */
export const trackingDigest = (ids: IdSealer, number: string, secret: string): string =>
  digestOf(ids, `digest ${number} ${shortened(asWritten(secret))}`).toString('hex');

/** Whether a secret is the one of which a digest is kept; takes the same time for every secret and every claim. */
export function isSecretOf(
  ids: IdSealer,
  number: string,
  secret: string,
  kept: string | null | undefined,
): boolean {
  const given = Buffer.from(trackingDigest(ids, number, secret), 'hex');
  const known = Buffer.from(kept ?? '00'.repeat(given.length), 'hex');
  return timingSafeEqual(given, known) && kept !== null && kept !== undefined;
}

/** As people copy it: blanks, hyphens and small letters do not matter, nor do letters that read like digits. */
const asWritten = (secret: string): string =>
  secret.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');

const shortened = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** Sealing is keyed and deterministic; the hash of what is sealed opens nothing. */
const digestOf = (ids: IdSealer, text: string): Buffer =>
  createHash('sha256').update(ids.seal('trk', text)).digest();
