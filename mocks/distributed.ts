import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createPgStore } from '../adapters/postgres';
import { db2DriverMissing } from '../adapters/db2';
import { discoverSubgraphs } from '../subgraphs/shared/discover';
import { explainStart, stopOnSignals } from '../subgraphs/shared/process';
import { banner } from './banner';
import { startChild, type Child } from './child';
import { loadAndTell, readLaunchSettings, say, startStandIns, tellIfItDies } from './launch';
import { shareStore } from './shared-store';
import { chosenPort, withStandIns } from './stand-ins';

const HELP = `Usage: npm run start:distributed

Starts the hub as it runs in production: every subgraph a process of its own, the gateway before them over HTTP, one
database for all. Systems that the environment does not name are imitated, as by npm start; without DATABASE_URL the
embedded PostgreSQL is served to all on port 4003 (HUB_STORE_PORT). HUB_PORT=0 lets the system choose every port of the
hub's own. The README lists the variables.
`;

/** Milliseconds that a process has until it answers. */
const READY_WITHIN_MS = 300_000;

/** Starts everything in order, says where it is, and stops it in the other order. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h', default: false } } });
  if (values.help) return void process.stdout.write(HELP);

  const settings = readLaunchSettings(process.env);
  const things = new AsyncDisposableStack();
  let stopping = false;
  const close = (): Promise<void> => {
    stopping = true;
    return things.disposeAsync();
  };
  const watch = (child: Child): Child => {
    things.defer(() => child.stop());
    tellIfItDies(child, () => stopping);
    return child;
  };
  stopOnSignals(close);
  try {
    const modules = await discoverSubgraphs();
    const { hubPort, storePort } = settings;
    const standIns = await startStandIns(
      settings,
      new Map([
        [hubPort, 'HUB_PORT'],
        ...('dir' in settings.store ? [[storePort, 'HUB_STORE_PORT'] as const] : []),
        ...(hubPort === 0 ? [] : modules.map(({ port }) => [port, 'HUB_PORT=0'] as const)),
      ]),
    );
    if (standIns.child) watch(standIns.child);

    const shared = await shareStore(settings.store, storePort);
    things.defer(() => shared.close());
    const store = createPgStore({ url: shared.url });
    await loadAndTell(store, settings).finally(() => store.close());

    const found = await standIns.variables;
    const environment = withStandIns(
      { LOG_LEVEL: 'warn', ...process.env },
      { ...found, DATABASE_URL: shared.url },
    );
    const urls = await Promise.all(
      modules.map(async ({ name, port: usual }) => {
        const port = await chosenPort(hubPort === 0 ? 0 : usual);
        const args = [name, '--port', String(port)];
        const child = watch(
          startChild({ name: `Subgraph ${name}`, module: 'subgraphs/main', args, variables: environment }),
        );
        await answering(`http://127.0.0.1:${port}/healthz`, child);
        return `${name}=http://127.0.0.1:${port}/graphql`;
      }),
    );
    const port = await chosenPort(hubPort);
    const gateway = watch(
      startChild({
        name: 'The gateway',
        module: 'gateway/main',
        variables: { ...environment, HUB_PORT: String(port), HUB_SUBGRAPHS: urls.join(',') },
      }),
    );
    const url = `http://127.0.0.1:${port}`;
    await answering(`${url}/healthz`, gateway);
    say(
      banner({
        url,
        shape: `in ${modules.length + 1} processes`,
        startedInMs: performance.now(),
        standIns: found,
        variables: environment,
        store: settings.store,
        driverMissing: db2DriverMissing() !== undefined,
      }),
    );
  } catch (error) {
    await close();
    throw error;
  }
}

/** Waits until a process answers. @throws {Error} it ended, or takes too long. */
async function answering(url: string, child: Child): Promise<void> {
  let ended: string | undefined;
  void child.ended.then((how) => (ended = how));
  for (const start = performance.now(); performance.now() - start < READY_WITHIN_MS; await wait(100)) {
    if (ended !== undefined) throw new Error(`${child.name} could not be started (${ended}).`);
    const answer = await fetch(url, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
    if (answer?.ok) return child.settled();
  }
  throw new Error(`${child.name} does not answer.`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${explainStart(error)}\n`);
  process.exit(1);
});
