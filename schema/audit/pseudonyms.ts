import { createHmac } from 'node:crypto';
import { createMemo } from '../policy/memo';

/**
 * Whose pseudonym it is. The kinds never meet: a customer as `subject` and the same person as `actor` look unlike.
 * `subject`: a customer number; `actor`: a token's `sub`; `token`: a token's `jti`.
 */
export type PseudonymKind = 'subject' | 'actor' | 'token';

/** Names for people in the audit trail, which nobody can turn back without the secret. They change every quarter. */
export interface Pseudonymiser {
  /** @returns 22 characters of base64url (128 bits): the same for the same person until the quarter (UTC) ends. */
  of(kind: PseudonymKind, reference: string, at: Date): string;
  /** @returns every pseudonym that a person had from `from` to `to`, both included: for a report of their own. */
  during(kind: PseudonymKind, reference: string, from: Date, to: Date): string[];
}

/** Pseudonyms kept, in memory alone: whoever works all day is in every record of that day. */
const KEPT = 20_000;

/** @param secret any text of 32 characters or more; every process of one hub shares it, and it outlives the records. */
export function createPseudonymiser(secret: string): Pseudonymiser {
  if (secret.length < 32) throw new RangeError('the secret of pseudonyms must have 32 characters or more');
  const keys = new Map<number, Buffer>();
  const keyOf = (quarter: number): Buffer => {
    let key = keys.get(quarter);
    if (!key) keys.set(quarter, (key = quarterKey(secret, quarter)));
    return key;
  };
  const made = createMemo(KEPT, (place) => {
    const end = place.indexOf('\0');
    return createHmac('sha256', keyOf(Number(place.slice(0, end))))
      .update(place.slice(end + 1))
      .digest()
      .subarray(0, 16)
      .toString('base64url');
  });
  const pseudonym = (kind: PseudonymKind, reference: string, quarter: number): string =>
    made(`${quarter}\0${kind}\0${reference}`);
  return {
    of: (kind, reference, at) => pseudonym(kind, reference, quarterOf(at)),
    during(kind, reference, from, to) {
      const first = quarterOf(from);
      const length = Math.max(0, quarterOf(to) - first + 1);
      return Array.from({ length }, (_, index) => pseudonym(kind, reference, first + index));
    },
  };
}

function quarterKey(secret: string, quarter: number): Buffer {
  const name = `${Math.floor(quarter / 4)}-Q${(quarter % 4) + 1}`;
  return createHmac('sha256', secret).update(`claims-hub audit pseudonyms\0${name}`).digest();
}

/** Quarters since the year 0. */
function quarterOf(at: Date): number {
  const quarter = at.getUTCFullYear() * 4 + Math.floor(at.getUTCMonth() / 3);
  if (Number.isNaN(quarter)) throw new RangeError('not an instant');
  return quarter;
}
