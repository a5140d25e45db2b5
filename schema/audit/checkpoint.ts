import { createHash, createPrivateKey, createPublicKey, type JsonWebKey, sign, verify } from 'node:crypto';
import { canonicalJson } from '../kernel/canonical-json';
import type { Hash } from './merkle';

/** The state of the whole trail at one moment, signed. Kept elsewhere, it shows what was cut off or rewritten since. */
export interface Checkpoint {
  /** How many records. */
  readonly size: number;
  /** The root of the tree over their hashes, RFC 9162. */
  readonly root: Hash;
  /** When it was signed: ISO 8601, UTC, milliseconds. */
  readonly at: string;
  /** The signing key's RFC 7638 thumbprint. */
  readonly keyId: string;
  /** Ed25519 over the canonical JSON (RFC 8785) of `{at, keyId, root, size}`; base64url. */
  readonly signature: string;
}

/** Signs the state of the trail. */
export interface CheckpointSigner {
  readonly keyId: string;
  sign(state: { readonly size: number; readonly root: Hash; readonly at: string }): Checkpoint;
}

/** Checks signatures of keys that are trusted. */
export interface CheckpointVerifier {
  verify(checkpoint: Checkpoint): boolean;
}

/**
 * @param jwk an Ed25519 key with its private part.
 * @throws {TypeError} it is not one.
 */
export function createCheckpointSigner(jwk: JsonWebKey): CheckpointSigner {
  if (jwk.d === undefined) throw new TypeError('the signing key has no private part');
  const keyId = keyIdOf(jwk);
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  return {
    keyId,
    sign({ size, root, at }) {
      const signature = sign(null, signedText({ size, root, at, keyId }), key).toString('base64url');
      return { size, root, at, keyId, signature };
    },
  };
}

/** @param jwks Ed25519 keys, the present one and those before it; private parts are not looked at. */
export function createCheckpointVerifier(jwks: readonly JsonWebKey[]): CheckpointVerifier {
  const keys = new Map(
    jwks.map((jwk) => {
      const { kty, crv, x } = jwk;
      return [keyIdOf(jwk), createPublicKey({ key: { kty, crv, x } as JsonWebKey, format: 'jwk' })];
    }),
  );
  return {
    verify(checkpoint) {
      const key = keys.get(checkpoint.keyId);
      const signature = Buffer.from(checkpoint.signature, 'base64url');
      return key !== undefined && verify(null, signedText(checkpoint), key, signature);
    },
  };
}

function signedText({ size, root, at, keyId }: Omit<Checkpoint, 'signature'>): Buffer {
  return Buffer.from(canonicalJson({ at, keyId, root, size }));
}

function keyIdOf({ kty, crv, x }: JsonWebKey): string {
  if (kty !== 'OKP' || crv !== 'Ed25519' || x === undefined) throw new TypeError('not an Ed25519 key');
  return createHash('sha256').update(canonicalJson({ crv, kty, x })).digest('base64url');
}
