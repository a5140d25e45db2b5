import { createHmac } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { ANONYMOUS, type Identity } from '../../schema/kernel/caller';
import type { Authenticate } from './authenticate';

/** What whoever shows no token may ask for: one thing, and nothing else. */
export const NOBODY = {
  clientId: ANONYMOUS,
  roles: [ANONYMOUS],
  scopes: [],
  purposes: ['claim_tracking'],
} satisfies Omit<Identity, 'subject'>;

/**
 * Lets anybody in as nobody: with a role of its own, for which the rules show next to nothing. Tokens are not looked at.
 * The address becomes a pseudonym, by which guessing is slowed down and operations are recorded.
 *
 * @param secret keys the pseudonyms.
 */
export const createAnonymous =
  (secret: string): Authenticate =>
  async ({ address = '' }): Promise<Identity> => ({
    subject: `anonymous-${createHmac('sha256', secret).update(networkOf(address)).digest('hex').slice(0, 32)}`,
    ...NOBODY,
  });

/** Whoever has an IPv6 address has all of its /64; an IPv4 address may come written as an IPv6 one. */
function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '').replace(/%.*$/, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...Array<string>(Math.max(0, zeros)).fill('0'), ...after];
  return groups
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':');
}
