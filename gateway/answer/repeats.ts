import { BRACE, BRACE_END, BRACKET, BRACKET_END, COLON, COMMA } from './letters';
import { Room } from './room';

const room = new Room();

/**
 * Writes JSON as `JSON.stringify` does; what stands at several places of it as one and the same object is written once,
 * and copied.
 *
 * @param repeated those objects. Where they are not most of it, `JSON.stringify` is quicker.
 * @param before stands before it, and `after` after it.
 */
export function writeRepeats(value: object, repeated: ReadonlySet<object>, before = '', after = ''): Buffer {
  const written = new Map<object, { readonly start: number; readonly end: number }>();
  const writeObject = (object: Readonly<Record<string, unknown>>): void => {
    room.letter(BRACE);
    const start = room.at;
    for (const key in object) {
      const here = room.at;
      if (here > start) room.letter(COMMA);
      room.text(key);
      room.letter(COLON);
      if (!write(object[key])) room.at = here;
    }
    room.letter(BRACE_END);
  };
  const writeList = (list: readonly unknown[]): void => {
    room.letter(BRACKET);
    for (let index = 0; index < list.length; index += 1) {
      if (index > 0) room.letter(COMMA);
      if (!write(list[index])) room.raw('null');
    }
    room.letter(BRACKET_END);
  };
  /** @returns false, nothing being written, for what JSON cannot say. */
  const writeAny = (value: unknown): boolean => {
    const text = JSON.stringify(value) as string | undefined;
    if (text !== undefined) room.raw(text);
    return text !== undefined;
  };
  const write = (value: unknown): boolean => {
    if (typeof value === 'string') {
      room.text(value);
      return true;
    }
    if (typeof value !== 'object' || value === null) return writeAny(value);
    const known = written.get(value);
    if (known) {
      room.again(known.start, known.end);
      return true;
    }
    const start = room.at;
    if (Array.isArray(value)) writeList(value);
    else if (isPlain(value)) writeObject(value as Readonly<Record<string, unknown>>);
    else if (!writeAny(value)) return false;
    if (repeated.has(value)) written.set(value, { start, end: room.at });
    return true;
  };

  room.at = 0; // Whatever went wrong the last time.
  room.raw(before);
  if (!write(value)) room.raw('null');
  room.raw(after);
  return room.empty();
}

/** Anything else, a date for example, has a form of its own. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  const { toJSON } = value as { toJSON?: unknown };
  return (prototype === null || prototype === Object.prototype) && typeof toJSON !== 'function';
}
