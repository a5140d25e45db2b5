import { type ReadJson, readRepeats } from './read';

/** Shorter texts are read at once whatever they say. */
const SHORT = 8_000;
/** Letters read before it shows whether it is worth it. */
const PATIENCE = 8_000;
/** Texts that are read without a try, at most, after tries that were not worth it. */
const LONGEST_PAUSE = 63;

const NONE: ReadonlySet<object> = new Set();

/**
 * Reads the answers of one server: long ones as {@link readRepeats} does for as long as that is worth it, and now and
 * then to see whether it is.
 */
export function createJsonReader(): (text: string) => ReadJson {
  let pause = 0;
  let left = 0;
  return (text) => {
    if (text.length >= SHORT && left === 0) {
      const read = readRepeats(text, PATIENCE);
      pause = read ? 0 : Math.min(2 * pause + 1, LONGEST_PAUSE);
      left = pause;
      if (read) return read;
    } else if (text.length >= SHORT) left -= 1;
    return { value: JSON.parse(text), repeated: NONE };
  };
}
