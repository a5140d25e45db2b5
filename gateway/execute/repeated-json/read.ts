import { type JsonObject, put } from '../engine/json';
import { BRACE, BRACE_END, BRACKET, BRACKET_END, COLON, QUOTE } from '../../answer/letters';
import { goesOn, readText, readWord, startOf, Unusual } from './cursor';

/** JSON that was read. */
export interface ReadJson {
  readonly value: unknown;
  /** The objects that stand, as one and the same, at several places of it. */
  readonly repeated: ReadonlySet<object>;
}

/** What is known of one place: of all objects under the same keys, whatever their indices in lists. */
interface Place {
  /** The keys of its objects, in order, and as they are written, with the colon. */
  readonly keys: string[];
  readonly marks: string[];
  readonly below: Map<string, Place>;
  /** Objects that were read here; absent where they hardly ever come again. */
  known: { readonly text: string; readonly value: JsonObject }[] | undefined;
  again: number;
  strange: number;
}

/** Objects that are compared with what comes next at their place. */
const KNOWN = 8;
/** Objects like none of them, after which no more are compared unless most were like one. */
const STRANGE = 16;

/**
 * Reads JSON in which an object that is written like an earlier one at the same place is that one: a graph's answers lead
 * back to the same entities over and over, and comparing texts takes a small part of the time of reading them.
 *
 * @param patience letters read after which it is given up unless at least as many came again.
 * @returns `undefined` where it was given up, or where only `JSON.parse` can tell what the text means, if anything.
 */
export function readRepeats(text: string, patience: number): ReadJson | undefined {
  const repeated = new Set<object>();
  const cursor = startOf(text);
  let spared = 0;

  const earlier = ({ known = [] }: Place): JsonObject | undefined => {
    const { at } = cursor;
    for (const each of known) {
      const { length } = each.text;
      // The last letter tells most of them apart at once.
      if (text.charCodeAt(at + length - 1) === BRACE_END && text.slice(at, at + length) === each.text) {
        cursor.at += length;
        spared += length;
        return each.value;
      }
    }
    return undefined;
  };
  const keep = (place: Place, start: number, value: JsonObject): void => {
    const read = cursor.at - spared;
    if (read > patience && spared < read) throw new Unusual();
    if (!place.known) return;
    if (place.known.length < KNOWN) place.known.push({ text: text.slice(start, cursor.at), value });
    else place.strange += 1;
    if (place.strange > STRANGE && place.strange > place.again) place.known = undefined;
  };
  const readKey = ({ keys, marks }: Place, index: number): string => {
    const start = cursor.at;
    const mark = marks[index];
    const key = keys[index];
    if (key !== undefined && mark !== undefined && text.slice(start, start + mark.length) === mark) {
      cursor.at += mark.length;
      return key;
    }
    if (text.charCodeAt(start) !== QUOTE) throw new Unusual();
    const read = readText(cursor);
    if (text.charCodeAt(cursor.at) !== COLON) throw new Unusual();
    cursor.at += 1;
    keys[index] = read;
    marks[index] = text.slice(start, cursor.at);
    return read;
  };
  const readMembers = (place: Place, object: JsonObject): void => {
    let index = 0;
    do {
      const key = readKey(place, index);
      const code = text.charCodeAt(cursor.at);
      const value = readValue(code === BRACE || code === BRACKET ? below(place, key) : place);
      if (key === '__proto__') put(object, key, value);
      else object[key] = value;
      index += 1;
    } while (goesOn(cursor, BRACE_END));
  };
  const readObject = (place: Place): JsonObject => {
    const there = earlier(place);
    if (there) {
      place.again += 1;
      repeated.add(there);
      return there;
    }
    const start = cursor.at;
    const object: JsonObject = {};
    cursor.at += 1;
    if (text.charCodeAt(cursor.at) === BRACE_END) cursor.at += 1;
    else readMembers(place, object);
    keep(place, start, object);
    return object;
  };
  const readList = (place: Place): unknown[] => {
    const list: unknown[] = [];
    cursor.at += 1;
    if (text.charCodeAt(cursor.at) === BRACKET_END) cursor.at += 1;
    else
      do list.push(readValue(place));
      while (goesOn(cursor, BRACKET_END));
    return list;
  };
  const readValue = (place: Place): unknown => {
    const code = text.charCodeAt(cursor.at);
    if (code === QUOTE) return readText(cursor);
    if (code === BRACE) return readObject(place);
    return code === BRACKET ? readList(place) : readWord(cursor);
  };

  try {
    const value = readValue(newPlace());
    return cursor.at === text.length ? { value, repeated } : undefined;
  } catch (error) {
    if (error instanceof Unusual || error instanceof SyntaxError || error instanceof RangeError)
      return undefined;
    throw error;
  }
}

const newPlace = (): Place => ({
  ...{ keys: [], marks: [], below: new Map<string, Place>() },
  ...{ known: [], again: 0, strange: 0 },
});

function below(place: Place, key: string): Place {
  let next = place.below.get(key);
  if (!next) place.below.set(key, (next = newPlace()));
  return next;
}
