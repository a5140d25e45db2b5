import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAuditSettings } from '../../gateway/audit-settings';
import { createCheckpointSigner, createCheckpointVerifier } from '../../schema/audit/checkpoint';
import { createEnvironment, type Variables } from '../../subgraphs/shared/environment';
import { readProcessSettings } from '../../subgraphs/shared/process-settings';
import { key } from '../adapters/audit/trail-world';
import { SECRET } from '../schema/audit/records';

const read = (variables: Variables, signs = true) => {
  const env = createEnvironment(variables);
  const settings = readAuditSettings(env, readProcessSettings(env), signs);
  env.check();
  return settings;
};
const told = {
  NODE_ENV: 'production',
  HUB_AUDIT_KEY: JSON.stringify(key),
  HUB_PSEUDONYM_SECRET: SECRET,
};
const { d: _private, ...publicKey } = key;

describe('what the audit trail is told', () => {
  it('is the key that signs, those before it, and the secret of pseudonyms', () => {
    const oldKeys = [publicKey];
    expect(read({ ...told, HUB_AUDIT_OLD_KEYS: JSON.stringify(oldKeys) })).toEqual({
      key,
      oldKeys,
      pseudonymSecret: SECRET,
    });
    expect(read({ ...told, HUB_AUDIT_KEY: JSON.stringify(publicKey) }, false)).toMatchObject({
      key: publicKey,
    });
  });

  it.each([
    [{ HUB_AUDIT_KEY: undefined }, 'HUB_AUDIT_KEY is not set'],
    [{ HUB_AUDIT_KEY: 'secret words' }, 'HUB_AUDIT_KEY must be a private Ed25519 key'],
    [{ HUB_AUDIT_KEY: JSON.stringify(publicKey) }, 'HUB_AUDIT_KEY must be a private Ed25519 key'],
    [{ HUB_AUDIT_OLD_KEYS: '{}' }, 'HUB_AUDIT_OLD_KEYS must be a list'],
    [{ HUB_AUDIT_OLD_KEYS: '[{}]' }, 'HUB_AUDIT_OLD_KEYS must be a list'],
    [{ HUB_PSEUDONYM_SECRET: undefined }, 'HUB_PSEUDONYM_SECRET is not set'],
  ])('%j is refused in production with a sentence that does not repeat it', (change, sentence) => {
    const reading = () => read({ ...told, ...change });
    expect(reading).toThrow(sentence);
    expect(reading).not.toThrow('secret words');
  });

  it('is made up on a development machine, and stays the same there', () => {
    const folder = mkdtempSync(join(tmpdir(), 'hub-audit-keys-'));
    const [first, second] = [read({ HUB_DATA_DIR: folder }), read({ HUB_DATA_DIR: folder })];
    rmSync(folder, { recursive: true });
    expect(second).toEqual(first);
    const signed = createCheckpointSigner(first.key).sign({ size: 0, root: '', at: '' });
    expect(createCheckpointVerifier([second.key]).verify(signed)).toBe(true);
  });
});
