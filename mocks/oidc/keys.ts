import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';

/** Algorithms that the hub accepts. */
export type SigningAlgorithm = 'ES256' | 'PS256' | 'EdDSA';

/** A private signing key that knows its algorithm and its id. */
export type SigningKey = JWK & { readonly alg: SigningAlgorithm; readonly kid: string };

/** Makes a fresh key; its id is its RFC 7638 thumbprint. */
export async function createSigningKey(alg: SigningAlgorithm): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, alg, use: 'sig', kid: await calculateJwkThumbprint(jwk) };
}

/** Signing keys, the current one first; older ones stay published until they are forgotten. */
export interface KeyRing {
  current(): SigningKey;
  all(): readonly SigningKey[];
  /** Puts a fresh key in front. With `forget`, the older ones are no longer published. */
  rotate(alg: SigningAlgorithm, forget: boolean): Promise<void>;
}

/** @param file where the keys are kept, so that a token outlives a restart of the issuer; `undefined` keeps none. */
export async function createKeyRing(file?: string): Promise<KeyRing> {
  let keys: [SigningKey, ...SigningKey[]] = (file === undefined ? undefined : readKeys(file)) ?? [
    await createSigningKey('ES256'),
  ];
  const save = (): void => {
    if (file === undefined) return;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify({ keys }), { mode: 0o600 });
  };
  save();
  return {
    current: () => keys[0],
    all: () => keys,
    async rotate(alg, forget) {
      keys = [await createSigningKey(alg), ...(forget ? [] : keys)];
      save();
    },
  };
}

function readKeys(file: string): [SigningKey, ...SigningKey[]] | undefined {
  try {
    const { keys } = JSON.parse(readFileSync(file, 'utf8')) as { keys: SigningKey[] };
    const [first, ...others] = keys;
    return first && [first, ...others];
  } catch {
    return undefined; // The first start, or a file that was cut short: new keys are as good.
  }
}
