import type { Caller, Identity } from '../../schema/kernel/caller';
import { HubError } from '../../schema/kernel/errors';

/** The header by which a caller picks one of the token's purposes. */
export const PURPOSE_HEADER = 'x-access-purpose';

/** One caller per token and purpose: what is known of a caller, e.g. a grants key, is then known of it from the first request on. */
const callers = new WeakMap<Identity, Map<string, Caller>>();

/** @returns the same caller for the same identity and purpose. */
export function callerOf(identity: Identity, purpose: string): Caller {
  let byPurpose = callers.get(identity);
  if (!byPurpose) callers.set(identity, (byPurpose = new Map<string, Caller>()));
  let caller = byPurpose.get(purpose);
  if (!caller) byPurpose.set(purpose, (caller = { ...identity, purpose }));
  return caller;
}

/**
 * Fixes the one purpose of an operation.
 *
 * @returns the same caller for the same identity and purpose.
 * @param header the value of `X-Access-Purpose`, where the client sent one.
 * @throws {HubError} `PURPOSE_NOT_ALLOWED` (403) where the token does not allow it, or allows none;
 *   `PURPOSE_REQUIRED` (400) where the token allows several and none was picked.
 */
export function choosePurpose(identity: Identity, header: string | undefined): Caller {
  const { purposes } = identity;
  const sent = header?.trim();
  const only = purposes.length === 1 ? purposes[0] : undefined;
  const picked = sent === undefined || sent === '' ? only : sent;
  if (purposes.length === 0 || (picked !== undefined && !purposes.includes(picked))) {
    throw new HubError('PURPOSE_NOT_ALLOWED', 'The access token does not allow this purpose.', { purposes });
  }
  if (picked === undefined) {
    throw new HubError(
      'PURPOSE_REQUIRED',
      'The access token allows several purposes: pick one with the X-Access-Purpose header.',
      { purposes },
    );
  }
  return callerOf(identity, picked);
}
