import { createHash } from 'node:crypto';

/** Whose a record of the world is, as its own system tells it. A member that is absent is not told there. */
export interface Owner {
  readonly customer?: string | null;
  readonly branch?: string | null;
  readonly handler?: string | null;
  /** Who handles open or recent claims of the customer. */
  readonly handlers?: readonly string[];
  readonly level?: string | null;
  /** What the customer asked for about the use of their data: `objected` is to every purpose. */
  readonly standing?: { readonly restricted: boolean; readonly objected: boolean };
  /** What the customer is called. */
  readonly names?: readonly string[];
  /** Whether the bank knows of the mandate that a token speaks of; it does unless said. */
  readonly mandated?: boolean;
}

/** One record of the world. */
export interface WorldRecord {
  /** File and key, e.g. `claims RC-2026-1234567`. */
  readonly name: string;
  readonly owner: Owner;
}

/** A value that stands at one place of the world only. */
export interface Canary {
  /** What makes it unique, as its system holds it. */
  readonly text: string;
  /** File and column, e.g. `customers.nom`. */
  readonly place: string;
  readonly record: WorldRecord;
  /** A key by which legacy systems are asked: requests may carry it. */
  readonly key: boolean;
}

/** Length of the pieces that a value is recognised by. */
const PIECE = 6;

/** Lower case, without accents, without anything between letters and digits. */
export const bare = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');

/** @returns every piece of a text; shorter texts have none. */
export function* piecesOf(text: string): Generator<string> {
  const plain = bare(text);
  for (let at = 0; at + PIECE <= plain.length; at++) yield plain.slice(at, at + PIECE);
}

const bothWays = (text: string): string[] => [...piecesOf(text), ...piecesOf(backwards(bare(text)))];

const backwards = (text: string): string => [...text].reverse().join('');

/** Repeats: equal seeds give equal sequences. @returns numbers from 0 up to, not including, 1. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Consonants that no language strings together with single vowels between them. */
const RARE = 'JKQVWXZ';

/** Makes values that share no piece with each other, forwards or backwards, and remembers whose they are. */
export interface Canaries {
  readonly all: readonly Canary[];
  /** Letters that can be spoken, in capitals. */
  word(place: string, record: WorldRecord, letters?: number): string;
  digits(count: number, place: string, record: WorldRecord, key?: boolean): string;
  /** Makes values until one is unique. @param unique the part of it that has to be; the whole unless said. */
  make(
    place: string,
    record: WorldRecord,
    value: (digits: (count: number) => string) => string,
    unique?: (value: string) => string,
    key?: boolean,
  ): string;
}

/**
 * @param otherwise which values to make otherwise than usual: two runs with one seed differ in those and in nothing else.
 */
export function createCanaries(
  seed: number,
  otherwise: (place: string, record: WorldRecord) => boolean = () => false,
): Canaries {
  const random = createRandom(seed);
  const all: Canary[] = [];
  const taken = new Set<string>();
  const fixed = new Set<string>();
  const pick = (from: string): string => from.charAt(Math.floor(random() * from.length));
  const anyDigits = (count: number): string =>
    pick('123456789') + Array.from({ length: count - 1 }, () => pick('0123456789')).join('');

  /** Both ways of making a value are gone through, so that what comes after does not depend on which is taken. */
  const make: Canaries['make'] = (place, record, value, unique = (whole) => whole, key = false) => {
    const made = [fresh(place, value, unique), fresh(place, value, unique)] as const;
    const chosen = made[otherwise(place, record) ? 1 : 0];
    all.push({ text: unique(chosen), place, record, key });
    return chosen;
  };
  const fresh = (
    place: string,
    value: (digits: (count: number) => string) => string,
    unique: (value: string) => string,
  ): string => {
    for (;;) {
      const made = value(anyDigits);
      const text = unique(made);
      if (bare(text).length < PIECE) throw new RangeError(`${place}: too short to be recognised`);
      const own = bothWays(text);
      // What stands around it all the time may repeat, yet must not make another's piece together with it.
      const around = bothWays(withFixedParts(made, text));
      if (own.some((piece) => taken.has(piece) || fixed.has(piece))) continue;
      if (around.some((piece) => taken.has(piece))) continue;
      for (const piece of around) fixed.add(piece);
      for (const piece of own) taken.add(piece);
      return made;
    }
  };
  return {
    all,
    make,
    word: (place, record, letters = 9) =>
      make(place, record, () =>
        Array.from({ length: letters }, (_, at) => pick(at % 2 ? 'AEIOUY' : RARE)).join(''),
      ),
    digits: (count, place, record, key = false) =>
      make(place, record, (digits) => digits(count), undefined, key),
  };
}

/** A unique part with as much of what stands around it as a piece of both can hold. */
function withFixedParts(made: string, unique: string): string {
  const [whole, part] = [bare(made), bare(unique)];
  const at = whole.indexOf(part);
  return at < 0 ? part : whole.slice(Math.max(0, at - PIECE + 1), at + part.length + PIECE - 1);
}

/** A canary in a text, and how it was written there. */
export interface Sighting {
  readonly canary: Canary;
  readonly as: 'text' | 'backwards' | 'base64' | 'hex' | 'url' | 'hash';
  /** What gave it away. */
  readonly piece: string;
  /** Where it stood. */
  readonly near: string;
}

/** Finds canaries in texts, however they are written there. */
export type Search = (text: string, isAllowed: (piece: string) => boolean) => readonly Sighting[];

const HASHES = ['md5', 'sha1', 'sha256'] as const;

/** Texts that chance makes: keys, cursors, hashes. A piece or two of a canary in them says nothing. */
const CHANCE = /[A-Za-z0-9+/_-]{22,}={0,2}/g;

/** MD5, SHA-1 and SHA-256, written in hex: long runs of digits, in which chance spells anything. */
const DIGEST = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/i;

/** How many pieces in a row are no chance. */
const NO_CHANCE = 4;

/** @param values further spellings of each canary, e.g. as the graph shows it, for their hashes. */
export function createSearch(canaries: readonly Canary[], values: ReadonlyMap<Canary, Set<string>>): Search {
  const pieces = new Map<string, { readonly canary: Canary; readonly forwards: boolean }>();
  const hashes = new Map<string, Canary>();
  for (const canary of canaries) {
    for (const piece of piecesOf(backwards(bare(canary.text))))
      pieces.set(piece, { canary, forwards: false });
    for (const piece of piecesOf(canary.text)) pieces.set(piece, { canary, forwards: true });
    for (const spelling of [canary.text, ...(values.get(canary) ?? [])]) {
      for (const each of new Set([spelling, spelling.toLowerCase(), spelling.toUpperCase(), bare(spelling)]))
        for (const hash of HASHES) {
          const digest = createHash(hash).update(each).digest();
          for (const form of ['hex', 'base64url', 'base64'] as const)
            hashes.set(digest.toString(form), canary);
        }
    }
  }

  return (text, isAllowed) => {
    const found: Sighting[] = [];
    /** Looks at each quoted text and each line by itself: what stands in two of them is no value. */
    const look = (whole: string, as: Sighting['as'], inARow: number): void => {
      for (const part of whole.split(/["\n]/)) {
        if (part.length < PIECE) continue;
        let run = 0;
        for (const piece of piecesOf(part)) {
          const known = pieces.get(piece);
          if (!known || (!known.forwards && as !== 'text')) {
            run = 0;
            continue;
          }
          const allowed = isAllowed(piece) || (!known.forwards && isAllowed(backwards(piece)));
          run = allowed ? 0 : run + 1;
          if (run === inARow)
            found.push({
              canary: known.canary,
              as: known.forwards ? as : 'backwards',
              piece,
              near: part.slice(0, 80),
            });
        }
      }
    };
    look(text.replace(CHANCE, ' '), 'text', 1);
    for (const [token] of text.matchAll(CHANCE)) {
      if (!DIGEST.test(token)) look(token, 'text', NO_CHANCE);
      const hashed = hashes.get(token.toLowerCase()) ?? hashes.get(token);
      if (hashed && ![...piecesOf(hashed.text)].every(isAllowed))
        found.push({ canary: hashed, as: 'hash', piece: token, near: token });
    }
    for (const [token] of text.matchAll(/[A-Za-z0-9+/_-]{11,}/g)) {
      if (!/[A-Z].*[a-z]|[a-z].*[A-Z]|\d/.test(token)) continue; // A word.
      if (/^(?:[0-9a-f]{2})+$/i.test(token)) look(printable(Buffer.from(token, 'hex')), 'hex', 1);
      for (let skip = 0; skip < 4; skip++)
        look(printable(Buffer.from(token.slice(skip), 'base64')), 'base64', 1);
    }
    if (/%[0-9a-f]{2}/i.test(text)) {
      const plain = text.replace(/(?:%[0-9a-f]{2})+/gi, (part) =>
        Buffer.from(part.replaceAll('%', ''), 'hex').toString(),
      );
      look(plain.replace(CHANCE, ' '), 'url', 1);
    }
    return found;
  };
}

/** What reads like text in some bytes; chance makes no such run. */
const printable = (bytes: Buffer): string =>
  (bytes.toString('latin1').match(/[\w .@+-]{8,}/g) ?? []).join('\n');
