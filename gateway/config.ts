import { join } from 'node:path';
import type { JWK } from 'jose';
import { createEnvironment, type Environment, type Variables } from '../subgraphs/shared/environment';
import type { SubgraphModule } from '../subgraphs/shared/module';
import {
  type ProcessSettings,
  readContextKey,
  readIdSecret,
  readProcessSettings,
} from '../subgraphs/shared/process-settings';
import { type AuditSettings, readAuditSettings } from './audit-settings';
import { type OperationSettings, readOperationSettings } from './persisted/settings';
import { readStreamSettings, type StreamSettings } from './stream/settings';

/** A subgraph that runs in this process, and what the environment tells it. */
export interface LocalSubgraph {
  readonly module: SubgraphModule;
  readonly settings: unknown;
}

/** How this process reaches the subgraphs. */
export type SubgraphsConfig =
  | {
      /** By function call: they run in this process. */
      readonly kind: 'local';
      readonly subgraphs: readonly LocalSubgraph[];
      /** Seals the graph's keys. */
      readonly idSecret: string;
      /** `HUB_SHARE_FETCHES`: equal queries of equal callers that are under way at a time are executed once. */
      readonly sharesFetches: boolean;
    }
  | {
      /** Over HTTP, at the supergraph's URLs. */
      readonly kind: 'http';
      /** `HUB_SUBGRAPHS`: URLs by name, in place of the supergraph's. */
      readonly urls: Readonly<Record<string, string>>;
      /** Signs the context of operations; absent without a policy: a foreign subgraph would not understand it. */
      readonly contextKey?: JWK;
      /** Milliseconds that one subgraph has for one answer. */
      readonly timeoutMs: number;
      /** `HUB_SHARE_FETCHES`: equal reads for equal callers that are under way at a time are made once. */
      readonly sharesFetches: boolean;
    };

/** Whose access tokens are accepted. */
export interface TokensConfig {
  readonly issuer: string;
  readonly audience: string;
  /** `OIDC_STALE_KEYS_HOURS`, in milliseconds: how old the issuer's keys may grow while it is down. */
  readonly staleKeysMs: number;
}

/** All that a gateway process is told, checked. */
export interface HubConfig extends ProcessSettings {
  readonly port: number;
  /** The supergraph's file. */
  readonly supergraph: string;
  /** Whose tokens are accepted, for whom; absent only where no policy is asked for. */
  readonly tokens?: TokensConfig;
  /** `HUB_PUBLIC_URL`: where clients reach the gateway, without `/graphql`; as they name it themselves unless set. */
  readonly publicUrl?: string;
  /** `HUB_PROXIES`: proxies of the bank's before this process, which name the client's address. */
  readonly proxies: number;
  readonly subgraphs: SubgraphsConfig;
  /** How operations are recorded; absent only without a policy. */
  readonly audit?: AuditSettings;
  /** Which texts clients may send, and how many are kept. */
  readonly operations: OperationSettings;
  readonly streams: StreamSettings;
  /** `HUB_PLANNING`: where query plans are made. */
  readonly planning: 'thread' | 'inline';
  /** Milliseconds that requests under way have when the process is told to stop. */
  readonly drainMs: number;
}

/** The hub's own supergraph, from source and once compiled. */
const OWN_SUPERGRAPH = join(__dirname, '..', 'schema', 'contract', 'supergraph.graphql');

/** For whom tokens are made where `HUB_AUDIENCE` does not say: the development issuer's usual audience. */
export const DEVELOPMENT_AUDIENCE = 'https://claims-hub.example/graphql';

/**
 * Reads and checks the environment of a gateway.
 *
 * @param local the subgraphs that run in this process; without any, the gateway reaches them over HTTP.
 * @throws {ConfigurationError} with one clear sentence per mistake, all of them at once.
 */
export function readConfig(variables: Variables, local: readonly SubgraphModule[] = []): HubConfig {
  const env = createEnvironment(variables);
  const process = readProcessSettings(env);
  const tokens = readTokens(env, process);
  const publicUrl = env.url('HUB_PUBLIC_URL', ['https:', 'http:']);
  const config: HubConfig = {
    ...process,
    port: env.integer('HUB_PORT', 4000, 0, 65_535),
    supergraph: env.text('HUB_SUPERGRAPH') ?? OWN_SUPERGRAPH,
    ...(tokens ? { tokens } : {}),
    ...(publicUrl === undefined ? {} : { publicUrl }),
    proxies: env.integer('HUB_PROXIES', 0, 0, 10),
    subgraphs: local.length > 0 ? readLocal(env, process, local) : readRemote(env, process),
    ...(process.policy === 'none' ? {} : { audit: readAuditSettings(env, process, true) }),
    operations: readOperationSettings(env),
    streams: readStreamSettings(env),
    planning: env.oneOf('HUB_PLANNING', ['thread', 'inline'], 'thread'),
    drainMs: env.integer('HUB_DRAIN_MS', 10_000, 0, 600_000),
  };
  checkStandIns(env, config);
  env.check();
  return config;
}

function readTokens(env: Environment, { policy, production }: ProcessSettings): TokensConfig | undefined {
  const issuer = env.url('OIDC_ISSUER', ['https:', 'http:']);
  const audience = env.text('HUB_AUDIENCE');
  if (policy === 'none' && env.text('OIDC_ISSUER') === undefined) return undefined;
  if (env.text('OIDC_ISSUER') === undefined) {
    env.mistake('OIDC_ISSUER is not set: it names the OpenID provider whose access tokens are accepted.');
  }
  if (production && audience === undefined) {
    env.mistake('HUB_AUDIENCE is not set: it is the audience that access tokens must be made for.');
  }
  const staleKeysMs = env.integer('OIDC_STALE_KEYS_HOURS', 24, 1, 168) * 3_600_000;
  return issuer === undefined
    ? undefined
    : { issuer, audience: audience ?? DEVELOPMENT_AUDIENCE, staleKeysMs };
}

function readLocal(
  env: Environment,
  process: ProcessSettings,
  modules: readonly SubgraphModule[],
): SubgraphsConfig {
  if (process.policy === 'none') {
    env.mistake('HUB_POLICY is "none": the hub\'s own subgraphs are not served without access rules.');
  }
  return {
    kind: 'local',
    subgraphs: modules.map((module) => ({ module, settings: env.read(module.settings) })),
    idSecret: readIdSecret(env, process),
    sharesFetches: readSharing(env),
  };
}

const readSharing = (env: Environment): boolean =>
  env.oneOf('HUB_SHARE_FETCHES', ['on', 'off'], 'on') === 'on';

function readRemote(env: Environment, process: ProcessSettings): SubgraphsConfig {
  const urls: Record<string, string> = {};
  for (const pair of env.text('HUB_SUBGRAPHS')?.split(',') ?? []) {
    const [, name, url] = /^\s*([\w-]+)\s*=\s*(https?:\/\/\S+?)\s*$/.exec(pair) ?? [];
    if (name !== undefined && url !== undefined && URL.canParse(url)) urls[name] = url;
    else env.mistake('HUB_SUBGRAPHS must be a list of name=http://… pairs, separated by commas.');
  }
  const timeoutMs = env.integer('HUB_SUBGRAPH_TIMEOUT_MS', 10_000, 100, 600_000);
  const sharesFetches = readSharing(env);
  if (process.policy === 'none') {
    if (env.text('HUB_SUPERGRAPH') === undefined) {
      env.mistake('HUB_POLICY is "none": that is for a foreign supergraph, which HUB_SUPERGRAPH must name.');
    }
    return { kind: 'http', urls, timeoutMs, sharesFetches };
  }
  const contextKey = readContextKey(env, process, 'HUB_CONTEXT_KEY');
  return { kind: 'http', urls, timeoutMs, sharesFetches, contextKey };
}

/** In production, nothing is imitated and nothing is left open. */
function checkStandIns(env: Environment, { production, policy, subgraphs, databaseUrl }: HubConfig): void {
  if (!production) return;
  if (policy === 'none') {
    env.mistake('HUB_POLICY is "none": in production the graph is not served without access rules.');
  }
  if (env.text('OIDC_ISSUER')?.startsWith('http:')) {
    env.mistake('OIDC_ISSUER must begin with https:// in production.');
  }
  if (env.text('HUB_PUBLIC_URL') === undefined) {
    env.mistake(
      'HUB_PUBLIC_URL is not set: proofs of possession name the URL that clients call, and a Host header is no witness.',
    );
  }
  if (databaseUrl === undefined && env.text('DATABASE_URL') === undefined && policy !== 'none') {
    env.mistake('DATABASE_URL is not set: in production the embedded database is refused.');
  }
  if (subgraphs.kind !== 'local') return;
  if (/^postgres(ql)?:/.test(env.text('DB2_DSN') ?? '')) {
    env.mistake('DB2_DSN names the development stand-in: in production it must be a Db2 connection string.');
  }
}
