import { createCipheriv, createDecipheriv, createHash, createSecretKey } from 'node:crypto';

/** Kinds of things that the graph can name. The kind is sealed with the reference: a key of one never opens another. */
export type IdKind =
  | 'clm'
  | 'cus'
  | 'acc'
  | 'crd'
  | 'opr'
  | 'doc'
  | 'pay'
  | 'srv'
  | 'msg'
  | 'evt'
  | 'evd'
  | TrackingKind
  | DraftKind
  | HandlingKind
  | PrivacyKind
  | ImportedKind
  | ContactKind
  | CursorKind;

/** Not the key of anything: what tracking secrets are computed with. */
type TrackingKind = 'trk';

/** A complaint that is not filed yet. */
type DraftKind = 'drf';

/** A point of a claim, an answer to it, what is paid for it. */
type HandlingKind = 'pnt' | 'ans' | 'rdr';

/** A request of a data subject, a restriction, an objection. */
type PrivacyKind = 'dsr' | 'rst' | 'obj';

/** A thing of an imported system: `x-<subgraph>-<thing>`. */
type ImportedKind = `x-${string}`;

/** The terms of a change of contact details: sealed to be known again, and not the key of anything. */
type ContactKind = 'ctc';

/** A place in a list, which may tell a date or a name: sealed like a key, and not the key of anything. */
type CursorKind = 'cur';

/**
 * Opaque keys of the graph. A key is the legacy reference, sealed with AES key wrap (RFC 5649, deterministic and
 * authenticated): equal references give equal keys, so that subgraphs can join on them; nobody without the hub's
 * secret can read, guess or forge one; and no table has to be kept.
 */
export interface IdSealer {
  /** @returns e.g. `cus_mVw…`: the kind and base64url text, safe in URLs. */
  seal(kind: IdKind, reference: string): string;
  /** @returns the reference, or `undefined` where this is not a key of that kind made with this secret. */
  open(kind: IdKind, id: string): string | undefined;
}

const ALGORITHM = 'id-aes256-wrap-pad';
const RFC5649_IV = Buffer.from('a65959a6', 'hex');

/** @param secret any text of 32 characters or more; every process of one hub shares it. */
export function createIdSealer(secret: string): IdSealer {
  // A key object is checked once; bytes would be at every key of every answer, and that takes longer than sealing.
  const key = createSecretKey(createHash('sha256').update('claims-hub ids\0').update(secret).digest());
  return {
    seal(kind, reference) {
      const cipher = createCipheriv(ALGORITHM, key, RFC5649_IV);
      const wrapped = Buffer.concat([cipher.update(`${kind}:${reference}`, 'utf8'), cipher.final()]);
      return `${kind}_${wrapped.toString('base64url')}`;
    },
    open(kind, id) {
      if (!id.startsWith(`${kind}_`) || id.length > 256) return undefined;
      try {
        const decipher = createDecipheriv(ALGORITHM, key, RFC5649_IV);
        const wrapped = Buffer.from(id.slice(kind.length + 1), 'base64url');
        const text = Buffer.concat([decipher.update(wrapped), decipher.final()]).toString('utf8');
        return text.startsWith(`${kind}:`) ? text.slice(kind.length + 1) : undefined;
      } catch {
        return undefined; // The integrity check failed: not a key of ours.
      }
    },
  };
}
