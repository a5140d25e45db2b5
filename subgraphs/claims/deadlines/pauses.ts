import type { ClockedClaim } from './deadlines';
import type { DeadlineRule } from './rules';

/** From here on somebody else is waited for. */
const STOPS: readonly string[] = ['INFORMATION_REQUESTED', 'THIRD_PARTY_ASKED'];
/** And from here on no more. */
const RESUMES: readonly string[] = [
  'INFORMATION_RECEIVED',
  'THIRD_PARTY_ANSWERED',
  'ANSWERED',
  'CLOSED',
  'WITHDRAWN',
];

/**
 * For how long a clock stood still while the claimant or another party was waited for: `0` for all that never pause.
 *
 * @returns milliseconds until now, and whether it stands still at this moment.
 */
export function pausedMs(
  { events }: Pick<ClockedClaim, 'events'>,
  { pauses }: Pick<DeadlineRule, 'pauses'>,
  now: Date,
): { readonly total: number; readonly now: boolean } {
  let total = 0;
  let since: number | undefined;
  for (const { type, at } of pauses ? events : []) {
    if (STOPS.includes(type)) since ??= at.getTime();
    else if (RESUMES.includes(type) && since !== undefined) {
      total += at.getTime() - since;
      since = undefined;
    }
  }
  return since === undefined
    ? { total, now: false }
    : { total: total + Math.max(0, now.getTime() - since), now: true };
}
