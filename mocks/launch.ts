import { join } from 'node:path';
import { createPgliteStore, createPgStore } from '../adapters/postgres';
import type { SqlStore } from '../schema/ports/store';
import { createEnvironment } from '../subgraphs/shared/environment';
import { readProcessSettings } from '../subgraphs/shared/process-settings';
import type { StorePlace } from './banner';
import { startChild, type Child } from './child';
import { emptyDatabase, emptyStoreFolder } from './empty-database';
import { loadDemoWorld } from './load';
import type { MockVariables } from './mock-server';
import { readMockSettings, type MockSettings } from './settings';
import { checkPorts, systemsToImitate } from './stand-ins';

/** What both launchers read from the environment. */
export interface LaunchSettings {
  readonly mocks: MockSettings;
  readonly hubPort: number;
  readonly store: StorePlace;
  /** `HUB_STORE_PORT` (4003): where the embedded store is served to several processes. */
  readonly storePort: number;
}

/**
 * Reads the environment of a launcher.
 *
 * @throws {Error} with a sentence: a variable is not what it should be, or this is production.
 */
export function readLaunchSettings(variables: NodeJS.ProcessEnv): LaunchSettings {
  const env = createEnvironment(variables);
  const { production, dataDir, databaseUrl } = readProcessSettings(env);
  const hubPort = env.integer('HUB_PORT', 4000, 0, 65_535);
  const storePort = env.integer('HUB_STORE_PORT', 4003, 0, 65_535);
  env.check();
  if (production) {
    throw new Error(
      'This starts imitated systems and loads a demo world, so it refuses NODE_ENV=production.',
    );
  }
  const store = databaseUrl === undefined ? { dir: join(dataDir, 'store') } : { url: databaseUrl };
  return { mocks: readMockSettings(variables), hubPort, store, storePort };
}

/** The imitated systems, in a process of their own. */
export interface StandIns {
  /** Nothing is started where the environment names every system. */
  readonly child: Child | undefined;
  /** Where they are, once they answer; rejects where they could not be started. */
  readonly variables: Promise<MockVariables>;
}

/**
 * Starts the imitated systems that the environment asks for by naming no real one.
 *
 * @param ports further ports that must be free, each with the variable that chooses it.
 * @throws {Error} a port is taken.
 */
export async function startStandIns(
  { mocks }: LaunchSettings,
  ports: ReadonlyMap<number, string>,
): Promise<StandIns> {
  const systems = systemsToImitate(process.env);
  const http = systems.some((system) => system !== 'ledger' && system !== 'mail');
  await checkPorts(
    new Map([
      ...ports,
      ...(http ? [[mocks.port, 'HUB_MOCK_PORT'] as const] : []),
      ...(systems.includes('ledger') ? [[mocks.ledgerPort, 'HUB_MOCK_LEDGER_PORT'] as const] : []),
      ...(systems.includes('mail') ? [[mocks.mailPort, 'HUB_MOCK_SMTP_PORT'] as const] : []),
    ]),
  );
  if (systems.length === 0) return { child: undefined, variables: Promise.resolve({}) };
  await emptyDatabase(); // Made here where it has to be: both processes would make it beside each other.
  const child = startChild({
    name: 'The imitated systems',
    module: 'mocks/server',
    variables: { ...process.env, HUB_MOCKS: systems.join(',') },
  });
  const variables = child.message.then((message) => {
    child.settled();
    return (message as { variables: MockVariables }).variables;
  });
  variables.catch(() => undefined); // Whoever waits for it is told.
  return { child, variables };
}

/** Opens our own store. @throws {Error} another process has its folder. */
export async function openStore(place: StorePlace): Promise<SqlStore> {
  if ('url' in place) return createPgStore({ url: place.url });
  await emptyStoreFolder(place.dir);
  return createPgliteStore({ dir: place.dir });
}

/** Loads the demo world where there is no claim yet, and says so. */
export async function loadAndTell(store: SqlStore, { mocks }: LaunchSettings): Promise<void> {
  const started = performance.now();
  const loaded = await loadDemoWorld(store, mocks.dataDir);
  if (!loaded) return;
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  say(`Loaded the demo world: ${loaded.claims} claims, ${loaded.surveys} surveys, in ${seconds} s.`);
}

/** Says when a process ends that nobody stopped. */
export function tellIfItDies(child: Child, isStopping: () => boolean): void {
  void child.ended.then((how) => {
    if (!isStopping())
      process.stderr.write(`${child.name} ended (${how}): stop everything and start again.\n`);
  });
}

/** Says one line to the person at the terminal. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
