import { type AnswerHead, HEAD_END, LONGEST_HEAD, parseHead } from './answer-head';
import { takeAtOnce } from './at-once';

/** What a server answered. */
export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

/** An answer that has arrived as a whole. */
export interface WholeAnswer extends HttpAnswer {
  /** Milliseconds for which the connection may be used again; 0 where it may not. */
  readonly keepMs: number;
}

/** Puts together the answers of one connection from the bytes that arrive on it. */
export interface AnswerReader {
  /**
   * @param place where they are, from its beginning on; it is only looked at now: the next ones may come there too.
   * @param size how many have come.
   * @returns the answer, once it is whole.
   * @throws {Error} the bytes are no answer in HTTP/1.1, or one that is too long.
   */
  take(place: Buffer, size: number): WholeAnswer | undefined;
  /** @returns the answer that ends with the connection; `undefined` where it is not whole. */
  end(): WholeAnswer | undefined;
}

/** Bytes of one answer; a server that sends more is not right. */
const LONGEST_ANSWER = 64_000_000;

const NONE: Buffer = Buffer.alloc(0);

/** Room for bodies that a connection keeps. */
const KEPT = 1 << 18;

export function createAnswerReader(): AnswerReader {
  /** Bytes of a head, or between chunks, that do not make a whole yet. */
  let rest = NONE;
  let head: AnswerHead | undefined;
  /** Where bodies are put together that arrive in pieces, and how much of one is there. */
  let room = NONE;
  let length = 0;
  /** Bytes that the body, or its current chunk with its end of line, still lacks. */
  let lacking = 0;

  const whole = (keepMs: number, body = room.subarray(0, length)): WholeAnswer => {
    const answer = { status: head?.status ?? 0, text: body.toString('utf8'), keepMs };
    head = undefined;
    length = 0;
    rest = NONE;
    if (room.length > KEPT) room = NONE;
    return answer;
  };
  /** @param coming bytes of the body that will follow, as far as that is known. */
  const add = (bytes: Buffer, coming = 0): void => {
    const least = length + bytes.length;
    if (least + coming > LONGEST_ANSWER) throw new Error('The answer is too long.');
    if (room.length < least) {
      const larger = Buffer.allocUnsafeSlow(Math.max(least + coming, 2 * room.length));
      room.copy(larger, 0, 0, length);
      room = larger;
    }
    bytes.copy(room, length);
    length = least;
  };
  /** @returns what stands before the mark, the mark left out; `undefined` where it is not there yet. */
  const lineUntil = (mark: string): string | undefined => {
    const end = rest.indexOf(mark);
    if (end > LONGEST_HEAD || (end < 0 && rest.length > LONGEST_HEAD))
      throw new Error('The head is too long.');
    if (end < 0) return undefined;
    const text = rest.toString('latin1', 0, end);
    rest = rest.subarray(end + mark.length);
    return text;
  };
  const takeKnownLength = ({ keepMs }: AnswerHead): WholeAnswer | undefined => {
    const given = rest;
    rest = NONE;
    const own = given.subarray(0, lacking);
    lacking -= own.length;
    if (lacking > 0 || length > 0) add(own, lacking);
    if (lacking > 0) return undefined;
    // What comes without being asked for belongs to nobody.
    return whole(given.length > own.length ? 0 : keepMs, length === 0 ? own : undefined);
  };
  const takeChunks = (known: AnswerHead): WholeAnswer | undefined => {
    for (;;) {
      if (lacking > 0) {
        const given = rest.subarray(0, lacking);
        // A chunk ends with an end of line, which is not part of it.
        add(given.subarray(0, Math.max(0, Math.min(given.length, lacking - 2))));
        lacking -= given.length;
        rest = rest.subarray(given.length);
        if (lacking > 0) return undefined;
      }
      const line = lineUntil('\r\n');
      if (line === undefined) return undefined;
      const size = /^([\da-f]{1,7})[ \t]*(?:;|$)/i.exec(line)?.[1];
      if (size === undefined) throw new Error('A chunk does not tell its size.');
      lacking = parseInt(size, 16) + 2;
      if (lacking > 2) continue;
      lacking = 0;
      head = { ...known, kind: 'trailers' };
      return takeTrailers(known.keepMs);
    }
  };
  const takeTrailers = (keepMs: number): WholeAnswer | undefined => {
    for (;;) {
      const line = lineUntil('\r\n');
      if (line === undefined) return undefined;
      if (line === '') return whole(rest.length > 0 ? 0 : keepMs);
    }
  };
  const takeBody = (known: AnswerHead): WholeAnswer | undefined => {
    switch (known.kind) {
      case 'length':
        return takeKnownLength(known);
      case 'chunks':
        return takeChunks(known);
      case 'trailers':
        return takeTrailers(known.keepMs);
      case 'close':
        add(rest);
        rest = NONE;
        return undefined;
    }
  };
  const takeRest = (): WholeAnswer | undefined => {
    while (!head) {
      const text = lineUntil(HEAD_END);
      if (text === undefined) return undefined;
      const parsed = parseHead(text);
      if (parsed.status < 200) continue; // Only says that the answer will come.
      head = parsed;
      lacking = parsed.length;
    }
    return takeBody(head);
  };
  return {
    take(place, size) {
      const atOnce = head || rest.length > 0 ? undefined : takeAtOnce(place, size);
      if (atOnce) return atOnce;
      const bytes = place.subarray(0, size);
      rest = rest.length > 0 ? Buffer.concat([rest, bytes]) : bytes;
      const answer = takeRest();
      if (rest.length > 0) rest = Buffer.from(rest);
      return answer;
    },
    end: () => (head?.kind === 'close' ? whole(0) : undefined),
  };
}
