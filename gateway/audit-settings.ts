import type { JWK } from 'jose';
import { developmentKeys } from '../subgraphs/shared/development-keys';
import type { Environment } from '../subgraphs/shared/environment';
import { type ProcessSettings, readPseudonymSecret } from '../subgraphs/shared/process-settings';

/** What keeping or checking the audit trail needs to be told. */
export interface AuditSettings {
  /** `HUB_AUDIT_KEY`: signs checkpoints; without its private part it only checks them. */
  readonly key: JWK;
  /** `HUB_AUDIT_OLD_KEYS`: keys that signed before it. */
  readonly oldKeys: readonly JWK[];
  /** `HUB_PSEUDONYM_SECRET`. */
  readonly pseudonymSecret: string;
}

/** @param signs whether the key must have its private part. */
export function readAuditSettings(env: Environment, process: ProcessSettings, signs: boolean): AuditSettings {
  return {
    key: readKey(env, process, signs),
    oldKeys: readOldKeys(env),
    pseudonymSecret: readPseudonymSecret(env, process),
  };
}

function readKey(env: Environment, { production, dataDir }: ProcessSettings, signs: boolean): JWK {
  const text = env.text('HUB_AUDIT_KEY');
  if (text === undefined) {
    if (!production) return developmentKeys(dataDir).auditKey;
    env.mistake('HUB_AUDIT_KEY is not set: in production the key that signs the audit trail is not made up.');
    return {};
  }
  const key = parsed(text);
  if (isEd25519(key) && (!signs || typeof key.d === 'string')) return key;
  env.mistake(`HUB_AUDIT_KEY must be ${signs ? 'a private' : 'an'} Ed25519 key as a JWK (JSON).`);
  return {};
}

function readOldKeys(env: Environment): readonly JWK[] {
  const text = env.text('HUB_AUDIT_OLD_KEYS');
  if (text === undefined) return [];
  const keys = parsed(text);
  if (Array.isArray(keys) && keys.every(isEd25519)) return keys;
  env.mistake('HUB_AUDIT_OLD_KEYS must be a list of Ed25519 keys as JWKs (JSON).');
  return [];
}

function isEd25519(key: unknown): key is JWK {
  const { kty, crv, x } = (key ?? {}) as JWK;
  return kty === 'OKP' && crv === 'Ed25519' && typeof x === 'string';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
