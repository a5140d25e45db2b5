import type { Caller, Identity } from '../../schema/kernel/caller';
import { HubError } from '../../schema/kernel/errors';

/** The header by which a caller picks one of the token's purposes. */
export const PURPOSE_HEADER = 'x-access-purpose';

/**
 * Fixes the one purpose of an operation.
 *
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
  return { ...identity, purpose: picked };
}
