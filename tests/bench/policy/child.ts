import { join } from 'node:path';
import pino from 'pino';
import { createPgliteStore, createPgStore } from '../../../adapters/postgres';
import { readConfig } from '../../../gateway/config';
import { startHub } from '../../../gateway/main';
import { startLedger } from '../../../mocks/ledger/ledger';
import { loadDemoWorld } from '../../../mocks/load';
import { startMockServer } from '../../../mocks/mock-server';
import { readMockSettings } from '../../../mocks/settings';
import { shareStore } from '../../../mocks/shared-store';
import type { SqlStore } from '../../../schema/ports/store';
import { readSubgraphConfig, startSubgraph } from '../../../subgraphs/main';
import { discoverSubgraphs } from '../../../subgraphs/shared/discover';
import { startUnprotectedHub, startUnprotectedSubgraph } from './unprotected';

/** What a process of the bench says once it is ready: variables for those after it, or where it answers. */
export interface Ready {
  readonly variables?: Readonly<Record<string, string>>;
  readonly url?: string;
}

const env = process.env;
const log = pino({ level: 'warn' });
/** A busy machine makes rounds longer, not answers shorter. */
const patience = { auditMs: 30_000 };
const dataDir = env.HUB_DATA_DIR ?? '';

async function openStore(): Promise<SqlStore> {
  const store = env.DATABASE_URL
    ? createPgStore({ url: env.DATABASE_URL })
    : await createPgliteStore({ dir: join(dataDir, 'store') });
  await loadDemoWorld(store, readMockSettings(env).dataDir);
  return store;
}

const parts: Readonly<Record<string, (protectedBy: boolean) => Promise<Ready>>> = {
  async mocks() {
    const settings = readMockSettings({ ...env, HUB_MOCKS: 'oidc,soap' });
    const mocks = await startMockServer(settings);
    const ledger = await startLedger({ dataDir: settings.dataDir, port: 0 });
    const variables = Object.entries({ ...mocks.variables, DB2_DSN: ledger.dsn });
    return { variables: Object.fromEntries(variables.filter((each): each is [string, string] => !!each[1])) };
  },
  async store() {
    const { url } = await shareStore({ dir: join(dataDir, 'shared') }, 0);
    const store = createPgStore({ url });
    await loadDemoWorld(store, readMockSettings(env).dataDir);
    await store.close();
    return { variables: { DATABASE_URL: url } };
  },
  async hub(on) {
    const store = await openStore();
    const config = readConfig(env, await discoverSubgraphs());
    return {
      url: on
        ? (await startHub(config, { store, log, patience })).url
        : await startUnprotectedHub(config, store),
    };
  },
  async subgraphs(on) {
    const store = await openStore();
    const places: string[] = [];
    for (const module of await discoverSubgraphs()) {
      const config = readSubgraphConfig(env, module, 0);
      const url = on
        ? (await startSubgraph(config, { store, log })).url
        : await startUnprotectedSubgraph(config, store);
      places.push(`${module.name}=${url}/graphql`);
    }
    return { variables: { HUB_SUBGRAPHS: places.join(',') } };
  },
  async gateway(on) {
    const config = readConfig(env);
    return { url: on ? (await startHub(config, { log, patience })).url : await startUnprotectedHub(config) };
  },
};

const [part = '', rules = ''] = process.argv.slice(2);
process.on('message', () => process.send?.({ cpu: process.cpuUsage() }));
process.on('disconnect', () => process.exit());
void parts[part]?.(rules === 'on').then((ready) => process.send?.(ready));
