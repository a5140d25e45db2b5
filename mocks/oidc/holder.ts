import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { createSigningKey, type SigningKey } from './keys';

/** Whoever holds bound tokens on this machine, as a partner does on theirs: one key, and the latest token by actor. */
export interface Holder {
  readonly key: SigningKey;
  tokenOf(actor: string): string | undefined;
  /** Writes key and token to the file, readable for its owner only. */
  keep(actor: string, token: string): void;
}

interface Kept {
  readonly key: SigningKey;
  readonly tokens: Readonly<Record<string, string>>;
}

/** @param file is made by the first `keep`. @throws {Error} it is there and holds something else. */
export async function openHolder(file: string): Promise<Holder> {
  let kept = read(file) ?? { key: await createSigningKey('ES256'), tokens: {} };
  return {
    key: kept.key,
    tokenOf: (actor) => kept.tokens[actor],
    keep(actor, token) {
      kept = { ...kept, tokens: { ...kept.tokens, [actor]: token } };
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify(kept), { mode: 0o600 });
    },
  };
}

function read(file: string): Kept | undefined {
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Partial<Kept> | null;
    if (kept?.key?.d === undefined || !kept.tokens) throw new SyntaxError();
    return { key: kept.key, tokens: kept.tokens };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(`${file} does not hold a key for bound tokens`, { cause: error });
  }
}
