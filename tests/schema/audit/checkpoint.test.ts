import { generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import { createCheckpointSigner, createCheckpointVerifier } from '../../../schema/audit/checkpoint';

const newKey = (): JsonWebKey => generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
const publicPart = ({ kty, crv, x }: JsonWebKey) => ({ kty, crv, x }) as JsonWebKey;
const state = { size: 7, root: 'ab'.repeat(32), at: '2026-11-20T09:30:05.120Z' };

describe('a checkpoint', () => {
  it('is believed with the public part of the key that signed it, and after that key was replaced', () => {
    const [old, present] = [newKey(), newKey()];
    const verifier = createCheckpointVerifier([publicPart(present), publicPart(old)]);
    expect(verifier.verify(createCheckpointSigner(old).sign(state))).toBe(true);
    expect(verifier.verify(createCheckpointSigner(present).sign(state))).toBe(true);
  });

  it('is not believed once any part of it has changed, or with another key', () => {
    const key = newKey();
    const signed = createCheckpointSigner(key).sign(state);
    const other = createCheckpointSigner(newKey());
    const verifier = createCheckpointVerifier([key]);
    for (const change of [
      { size: 6 },
      { root: 'ba'.repeat(32) },
      { at: '2026-11-20T09:30:05.121Z' },
      { keyId: other.keyId },
      { signature: other.sign(state).signature },
      { signature: '' },
    ]) {
      expect(verifier.verify({ ...signed, ...change })).toBe(false);
    }
    expect(createCheckpointVerifier([]).verify(signed)).toBe(false);
    expect(createCheckpointVerifier([newKey()]).verify(signed)).toBe(false);
  });

  it("names its key by the thumbprint of RFC 7638 (RFC 8037's example)", () => {
    const d = 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A';
    const x = '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo';
    const { keyId } = createCheckpointSigner({ kty: 'OKP', crv: 'Ed25519', d, x });
    expect(keyId).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k');
  });

  it('is not signed with half a key or a key of another kind', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
    expect(() => createCheckpointSigner(publicPart(newKey()))).toThrow('no private part');
    expect(() => createCheckpointSigner(rsa)).toThrow('not an Ed25519 key');
    expect(() => createCheckpointVerifier([rsa])).toThrow('not an Ed25519 key');
  });
});
