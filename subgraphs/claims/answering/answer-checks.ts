import type { MeteredSession } from '../../shared/metered-store';
import type { ClaimsContext } from '../context';
import type { Examined } from './answer-case';
import { refuse } from './part-change';
import type { DraftRow } from './parts.record';
import { read } from './parts.source';

/** @throws {HubError} `INVALID_STATE`: no answer is under way. */
export async function theDraft(session: MeteredSession, seq: string): Promise<DraftRow> {
  const [draft] = await read.drafts(session, [seq]);
  return draft ?? refuse('No answer to this claim is under way.');
}

/** @throws {HubError} `INVALID_STATE`, with what is missing: notices by name, points by key. */
export function checkComplete(
  { missing, open, undecided }: Examined,
  { ids }: Pick<ClaimsContext, 'ids'>,
): void {
  if (missing.length > 0) {
    refuse(`The answer has no ${missing.join(' and no ')}: the law asks for it.`, { missing });
  }
  if (open.length > 0) {
    const points = open.map(({ seq }) => ids.seal('pnt', seq));
    refuse(`The answer says nothing about ${open.length} of the points that were raised.`, { points });
  }
  if (undecided) refuse('Something was proposed to be paid, and nobody has decided yet.');
}
