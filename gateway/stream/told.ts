import type { Answer } from '../answer/answer';
import type { Told } from './follower';

/** What may be otherwise the next time: it tells nothing about whether the caller may see the thing. */
const PASSING = /^(SOURCE_|INTERNAL_SERVER_ERROR$|POLICY_EVALUATION_FAILED$)/;

/**
 * What an answer is to a stream: without what is followed it is over, whether that is gone or the caller may not see it
 * any more; unless it could not be found out.
 *
 * @param key under which the answer holds it.
 */
export function toldBy({ body }: Answer, key: string): Told {
  const shown = (body.data?.[key] ?? null) !== null;
  const codes = (body.errors ?? []).map(({ extensions }) => String(extensions?.code));
  const failed = codes.length > 0 && codes.every((code) => PASSING.test(code));
  return { kind: shown ? 'shown' : failed ? 'failed' : 'over', body };
}
