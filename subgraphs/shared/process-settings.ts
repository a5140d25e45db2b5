import { join } from 'node:path';
import type { JWK } from 'jose';
import { type DevelopmentKeys, developmentKeys } from './development-keys';
import type { Environment } from './environment';

/** What every process of the hub is told, gateways and subgraphs alike. */
export interface ProcessSettings {
  /** `NODE_ENV` is `production`: stand-ins and development keys are refused. */
  readonly production: boolean;
  /** `HUB_HOST`: the interface to listen on; loopback unless in production. */
  readonly host: string;
  /** `HUB_DATA_DIR`: the embedded store's files and development keys. */
  readonly dataDir: string;
  /** `DATABASE_URL`: our own database; the embedded one where it is not set. */
  readonly databaseUrl?: string;
  /** `REDIS_URL`: carries word of changes between processes; each looks for itself where it is not set. */
  readonly redisUrl?: string;
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** `HUB_POLICY`: the file of access rules; `none` serves without any. */
  readonly policy: string;
  /** `HUB_POLICY_NEXT`: a file of access rules that are evaluated beside those in force, without effect. */
  readonly policyNext?: string;
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;

/** Where the rules are, from source and once compiled. */
const OWN_POLICY = join(__dirname, '..', '..', 'schema', 'policy', 'policy.yaml');

export function readProcessSettings(env: Environment): ProcessSettings {
  const production = env.text('NODE_ENV') === 'production';
  const policyNext = env.text('HUB_POLICY_NEXT');
  const databaseUrl = env.url('DATABASE_URL', ['postgres:', 'postgresql:']);
  const redisUrl = env.url('REDIS_URL', ['redis:', 'rediss:']);
  return {
    production,
    host: env.text('HUB_HOST') ?? (production ? '0.0.0.0' : '127.0.0.1'),
    dataDir: env.text('HUB_DATA_DIR') ?? '.hub',
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    ...(redisUrl === undefined ? {} : { redisUrl }),
    logLevel: env.oneOf('LOG_LEVEL', LOG_LEVELS, 'info'),
    policy: env.text('HUB_POLICY') ?? OWN_POLICY,
    ...(policyNext === undefined ? {} : { policyNext }),
  };
}

/** The secret that seals the graph's keys: `HUB_ID_SECRET`, or a development one. */
export const readIdSecret = (env: Environment, process: ProcessSettings): string =>
  readSecret(env, process, 'HUB_ID_SECRET', 'the secret that seals keys', ({ idSecret }) => idSecret);

/** The secret behind pseudonyms: `HUB_PSEUDONYM_SECRET`, or a development one. */
export const readPseudonymSecret = (env: Environment, process: ProcessSettings): string =>
  readSecret(
    env,
    process,
    'HUB_PSEUDONYM_SECRET',
    'the secret of pseudonyms',
    ({ pseudonymSecret }) => pseudonymSecret,
  );

function readSecret(
  env: Environment,
  { production, dataDir }: ProcessSettings,
  name: string,
  what: string,
  inDevelopment: (keys: DevelopmentKeys) => string,
): string {
  const secret = env.text(name);
  if (secret !== undefined) {
    if (secret.length < 32) env.mistake(`${name} must have 32 characters or more.`);
    return secret;
  }
  if (!production) return inDevelopment(developmentKeys(dataDir));
  env.mistake(`${name} is not set: in production ${what} is not made up.`);
  return '';
}

/** What a process without its own key must be told. */
const WHY_NO_KEY = 'in production the key of the operation context is not made up';

/**
 * The key that signs the context of operations, or the part of it that checks the signature.
 *
 * @param name `HUB_CONTEXT_KEY` (private, the gateway's) or `HUB_CONTEXT_PUBLIC_KEY` (the subgraphs'), a JWK as JSON.
 */
export function readContextKey(
  env: Environment,
  { production, dataDir }: ProcessSettings,
  name: 'HUB_CONTEXT_KEY' | 'HUB_CONTEXT_PUBLIC_KEY',
): JWK {
  const text = env.text(name);
  if (text === undefined) {
    if (!production) return developmentKeys(dataDir).contextKey;
    env.mistake(`${name} is not set: ${WHY_NO_KEY}.`);
    return {};
  }
  const jwk = parsedJwk(text);
  if (jwk?.crv === 'Ed25519' && (name === 'HUB_CONTEXT_PUBLIC_KEY' || jwk.d !== undefined)) return jwk;
  const part = name === 'HUB_CONTEXT_KEY' ? 'a private' : 'a public';
  env.mistake(`${name} must be ${part} Ed25519 key as a JWK (JSON).`);
  return {};
}

function parsedJwk(text: string): JWK | undefined {
  try {
    return JSON.parse(text) as JWK;
  } catch {
    return undefined;
  }
}
