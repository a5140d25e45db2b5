import { type DocumentNode, TokenKind } from 'graphql';
import { ANONYMOUS } from '../../schema/kernel/caller';
import { createBoundedCache } from '../../subgraphs/shared/bounded-cache';

/** Texts by their hash, for clients of automatic persisted queries; each client knows its own alone. */
export interface KeptTexts {
  get(clientId: string, hash: string): string | undefined;
  /** @param document of the text, but for its blanks and comments: what holds values of its own is not kept. */
  keep(clientId: string, hash: string, text: string, document: DocumentNode): void;
  /** What is kept at present. */
  size(): { readonly texts: number; readonly bytes: number };
}

/** What an entry takes beside its text and its key. */
const ENTRY_BYTES = 200;

/** @param bytes the most that is kept, the least recently used going first; an eighth of it for who shows no token. */
export function createKeptTexts(bytes: number): KeptTexts {
  const limits = { entries: 100_000 };
  const nobodys = createBoundedCache<string>({ ...limits, weight: bytes / 8 });
  const others = createBoundedCache<string>({ ...limits, weight: (bytes * 7) / 8 });
  const cacheOf = (clientId: string) => (clientId === ANONYMOUS ? nobodys : others);
  const keyOf = (clientId: string, hash: string): string => `${hash} ${clientId}`;
  return {
    get: (clientId, hash) => cacheOf(clientId).get(keyOf(clientId, hash)),
    keep(clientId, hash, text, document) {
      // Where there are no texts, a `#` begins a comment, which may say anything.
      if (text.includes('#') || holdsValues(document)) return;
      const key = keyOf(clientId, hash);
      cacheOf(clientId).set(key, text, ENTRY_BYTES + 2 * (text.length + key.length));
    },
    size: () => ({ texts: nobodys.size + others.size, bytes: nobodys.weight + others.weight }),
  };
}

/** Numbers of so many digits are lengths of pages. */
const DIGITS = 4;

/**
 * Whether a document says more than which fields are asked for: texts, large numbers. Whoever guesses such a value must
 * not be able to learn, by the text's hash, that somebody else asked for it.
 */
function holdsValues({ loc }: DocumentNode): boolean {
  for (let token = loc?.startToken; token; token = token.next ?? undefined) {
    const { kind, start, end } = token;
    if (VALUES.has(kind) || (kind === TokenKind.INT && end - start > DIGITS)) return true;
  }
  return false;
}

const VALUES: ReadonlySet<TokenKind> = new Set([TokenKind.STRING, TokenKind.BLOCK_STRING, TokenKind.FLOAT]);
