import { join } from 'node:path';
import pino from 'pino';
import { createPgStore } from '../../../adapters/postgres';
import { readConfig } from '../../../gateway/config';
import { startHub } from '../../../gateway/main';
import { openStore } from '../../../gateway/wiring/store';
import { startLedger } from '../../../mocks/ledger/ledger';
import { loadDemoWorld } from '../../../mocks/load';
import { startMockServer } from '../../../mocks/mock-server';
import { readMockSettings } from '../../../mocks/settings';
import { shareStore } from '../../../mocks/shared-store';
import type { SqlStore } from '../../../schema/ports/store';
import { readSubgraphConfig, startSubgraph } from '../../../subgraphs/main';
import { discoverSubgraphs } from '../../../subgraphs/shared/discover';
import { PATIENT_PARTS } from '../../harness/patient-hub';
import { startUnprotectedHub, startUnprotectedSubgraph } from './unprotected';

/** What a process of the bench says once it is ready: variables for those after it, or where it answers. */
export interface Ready {
  readonly variables?: Readonly<Record<string, string>>;
  readonly url?: string;
}

const env = process.env;
const log = pino({ level: 'warn' });
const dataDir = env.HUB_DATA_DIR ?? '';

async function openWorld(): Promise<SqlStore> {
  const store = await openStore({ dataDir, ...(env.DATABASE_URL ? { databaseUrl: env.DATABASE_URL } : {}) });
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
    const store = await openWorld();
    const config = readConfig(env, await discoverSubgraphs());
    return {
      url: on
        ? (await startHub(config, { ...PATIENT_PARTS, store, log })).url
        : await startUnprotectedHub(config, store),
    };
  },
  async subgraphs(on) {
    const store = await openWorld();
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
    return {
      url: on ? (await startHub(config, { ...PATIENT_PARTS, log })).url : await startUnprotectedHub(config),
    };
  },
};

const [part = '', rules = ''] = process.argv.slice(2);
process.on('message', () => process.send?.({ cpu: process.cpuUsage() }));
process.on('disconnect', () => process.exit());
void parts[part]?.(rules === 'on').then((ready) => process.send?.(ready));
