import { createHmac, createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JWK } from 'jose';

/** Secrets that a development machine makes for itself. Production is told its own. */
export interface DevelopmentKeys {
  /** Seals the graph's keys (`HUB_ID_SECRET`). */
  readonly idSecret: string;
  /** Keys the pseudonyms (`HUB_PSEUDONYM_SECRET`); follows from the secret of keys. */
  readonly pseudonymSecret: string;
  /** Signs the context of operations (`HUB_CONTEXT_KEY`): an Ed25519 key, its private part included. */
  readonly contextKey: JWK;
  /** Signs the audit trail's checkpoints (`HUB_AUDIT_KEY`): an Ed25519 key; follows from the secret of keys. */
  readonly auditKey: JWK;
}

/**
 * Reads the keys of a data folder; makes them the first time. Processes that start at once get the same keys.
 *
 * @param dataDir `HUB_DATA_DIR`; the file in it, `keys.json`, is for its owner only (mode 600).
 */
export function developmentKeys(dataDir: string): DevelopmentKeys {
  const file = join(dataDir, 'keys.json');
  const read = (): DevelopmentKeys => {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as KeptKeys;
    const pseudonymSecret = createHmac('sha256', kept.idSecret).update('claims-hub pseudonyms').digest('hex');
    return { ...kept, pseudonymSecret, auditKey: keyFrom(kept.idSecret, 'claims-hub audit') };
  };
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  mkdirSync(dataDir, { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(freshKeys(), null, 2), { mode: 0o600 });
  try {
    linkSync(draft, file); // Whole or not at all, and only where nobody was faster.
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return read();
}

/** What the file holds. */
type KeptKeys = Omit<DevelopmentKeys, 'pseudonymSecret' | 'auditKey'>;

function freshKeys(): KeptKeys {
  const { privateKey } = generateKeyPairSync('ed25519');
  return { idSecret: randomBytes(32).toString('hex'), contextKey: privateKey.export({ format: 'jwk' }) };
}

/** An Ed25519 key made from a secret (RFC 8410: a fixed beginning, then 32 bytes). */
function keyFrom(secret: string, name: string): JWK {
  const seed = createHmac('sha256', secret).update(name).digest();
  const key = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' }).export({ format: 'jwk' });
}
