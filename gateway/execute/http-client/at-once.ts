import { HEAD_END, LONGEST_HEAD, parseHead } from './answer-head';
import type { WholeAnswer } from './answer-reader';

/**
 * Reads what came at once and as a whole, as most answers do: there is nothing to cut out, and nothing to put together.
 *
 * @returns `undefined` where it did not.
 * @throws {Error} what came begins with no head of HTTP/1.1.
 */
export function takeAtOnce(place: Buffer, size: number): WholeAnswer | undefined {
  const end = place.indexOf(HEAD_END);
  const start = end + HEAD_END.length;
  if (end < 0 || start > size || end > LONGEST_HEAD) return undefined;
  const { status, kind, length, keepMs } = parseHead(place.toString('latin1', 0, end));
  if (status < 200 || kind !== 'length' || start + length !== size) return undefined;
  return { status, text: place.toString('utf8', start, size), keepMs };
}
